// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.promtool;

import io.slostream.testkit.Sli;
import io.slostream.testkit.Telemetry;
import io.slostream.testkit.oracle.OracleAlert;
import io.slostream.testkit.oracle.OracleSlo;
import java.io.BufferedWriter;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * One seeded history told twice: as canary events for the engine, and as per-minute integer series for Prometheus.
 *
 * <p>Odd seeds have a probe in every minute; there the alerts are of either kind, since without silence ours and
 * Prometheus' rules are one. Even seeds have stretches of silence, and all their alerts are {@code compat: prometheus}.
 *
 * @param slo one SLO whose alerts have one tier each
 * @param total probes of each minute
 * @param bad failed probes of each minute
 * @param scraped whether Prometheus has samples of the minute; without one there were no probes
 */
record Timeline(OracleSlo slo, long[] total, long[] bad, boolean[] scraped) {
    static final long T0 = 1_767_571_200_000L; // 2026-01-05T00:00:00Z
    static final long MINUTE = 60_000;
    static final int ALERTS = 4;
    /** Probes of an ordinary minute: most limits are whole numbers of it. */
    private static final long PROBES = 20;
    /** Has no divisor in common with the number of conditions: each comes up, and neighbours are different. */
    private static final int STRIDE = 57;

    static Timeline draw(long seed) {
        return new Drawing(seed).draw();
    }

    /** Bad and all probes of the window that ends with a minute, which counts from 1. */
    long[] window(long windowMs, int minute) {
        long[] sums = new long[2];
        for (int at = Math.max(0, minute - (int) (windowMs / MINUTE)); at < minute; at++) {
            sums[0] += bad[at];
            sums[1] += total[at];
        }
        return sums;
    }

    private static final class Drawing {
        private final long seed;
        private final SplittableRandom random;
        private final List<OracleAlert> alerts = new ArrayList<>();
        private final long[] total;
        private final long[] bad;
        private final boolean[] scraped;

        Drawing(long seed) {
            this.seed = seed;
            random = new SplittableRandom(seed);
            int minutes = random.nextInt(60, 480);
            total = new long[minutes];
            bad = new long[minutes];
            scraped = new boolean[minutes];
        }

        Timeline draw() {
            for (int number = 0; number < ALERTS; number++) {
                alerts.add(alert(number));
            }
            // Now and then one level for the whole time, so that the longest windows come to it too.
            int typical = random.nextInt(4) == 0 ? 480 : 20;
            for (int minute = 0; minute < total.length; ) {
                int end = Math.min(total.length, minute + random.nextInt(1, 2 * typical));
                if (isSilent() && random.nextInt(3) == 0) {
                    boolean isScraped = random.nextBoolean();
                    for (; minute < end; minute++) {
                        scraped[minute] = isScraped;
                    }
                } else {
                    fill(minute, end);
                    minute = end;
                }
            }
            return new Timeline(
                    new OracleSlo("canary", Sli.CANARY_PASSED, Conditions.OBJECTIVE, 720 * 60 * MINUTE, alerts),
                    total,
                    bad,
                    scraped);
        }

        private boolean isSilent() {
            return seed % 2 == 0;
        }

        /** A stretch exactly at the limit of one of the alerts, or somewhere around. */
        private void fill(int from, int to) {
            OracleAlert.Tier one = alerts.get(random.nextInt(ALERTS)).tiers().get(0);
            boolean isExact = random.nextBoolean();
            BigDecimal share = isExact ? Conditions.limit(one) : pick("0", "0.05", "0.15", "0.5", "1");
            long told = 0;
            for (int minute = from; minute < to; minute++) {
                scraped[minute] = true;
                total[minute] = isExact || random.nextInt(3) > 0 ? PROBES : random.nextLong(1, 2 * PROBES);
                if (isExact) {
                    // Shares of a probe add up: 14.4 of 20 is 14, 14, 15, 14, 15.
                    long due = share.multiply(BigDecimal.valueOf(PROBES * (minute + 1 - from)))
                            .setScale(0, RoundingMode.DOWN)
                            .longValue();
                    bad[minute] = due - told;
                    told = due;
                } else {
                    long about = Math.round(total[minute] * share.doubleValue()) + random.nextLong(2);
                    bad[minute] = Math.min(total[minute], about);
                }
            }
        }

        private OracleAlert alert(int number) {
            int next = (int) ((seed - 1) * ALERTS + number);
            OracleAlert.Tier tier = Conditions.ALL.get(next * STRIDE % Conditions.ALL.size());
            long hold = new long[] {0, 0, 1, 3, 10, 30}[random.nextInt(6)] * MINUTE;
            long keep = new long[] {0, 0, 1, 4, 15}[random.nextInt(5)] * MINUTE;
            return new OracleAlert(
                    "A" + number,
                    List.of(tier),
                    hold,
                    keep,
                    0,
                    0,
                    BigDecimal.ZERO,
                    OracleAlert.NoData.FREEZE,
                    isSilent() || random.nextBoolean());
        }

        private BigDecimal pick(String... values) {
            return new BigDecimal(values[random.nextInt(values.length)]);
        }
    }

    /** The events: for each minute a canary that reports most probes at once, and two that report one each. */
    void writeEvents(Path file) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            for (int minute = 0; minute < total.length; minute++) {
                long start = T0 + minute * MINUTE;
                long good = total[minute] - bad[minute];
                long goodAlone = Math.min(1, good);
                long badAlone = Math.min(1, bad[minute]);
                List<Telemetry> events = new ArrayList<>();
                if (goodAlone == 1) {
                    events.add(Telemetry.canary("s", start, true));
                }
                long rest = total[minute] - goodAlone - badAlone;
                if (rest > 0) {
                    events.add(Telemetry.canary("s", start + 31_500, good - goodAlone, rest));
                }
                if (badAlone == 1) {
                    events.add(Telemetry.canary("s", start + MINUTE - 1, false));
                }
                for (Telemetry event : events) {
                    out.write(event.json("e", Optional.empty()));
                    out.newLine();
                }
            }
        }
    }
}
