// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.promtool;

import io.slostream.testkit.Sli;
import io.slostream.testkit.Telemetry;
import io.slostream.testkit.oracle.OracleAlert;
import io.slostream.testkit.oracle.OracleSlo;
import java.io.BufferedWriter;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * One seeded history told twice: as canary events for the engine, and as per-minute integer series for Prometheus.
 * Every minute has at least one probe, since Prometheus takes silence for health and the engine does not.
 *
 * @param slo one SLO whose alerts have one tier each
 * @param total probes of each minute, 1 or more
 * @param bad failed probes of each minute
 */
record Timeline(OracleSlo slo, long[] total, long[] bad) {
    static final long T0 = 1_767_571_200_000L; // 2026-01-05T00:00:00Z
    static final long MINUTE = 60_000;
    private static final int[] WINDOW_MINUTES = {1, 2, 5, 10, 15, 30, 60, 90, 120, 360};

    static Timeline draw(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int minutes = random.nextInt(60, 480);
        long[] total = new long[minutes];
        long[] bad = new long[minutes];
        double badShare = 0;
        for (int minute = 0; minute < minutes; minute++) {
            if (minute == 0 || random.nextInt(20) == 0) {
                badShare = new double[] {0, 0.05, 0.15, 0.5, 1}[random.nextInt(5)];
            }
            // Totals of 20 and shares of the limits below make exact equality with a threshold a common case.
            total[minute] = random.nextInt(3) == 0 ? random.nextLong(1, 40) : 20;
            bad[minute] = Math.min(total[minute], Math.round(total[minute] * badShare) + random.nextLong(2));
        }
        List<OracleAlert> alerts = new ArrayList<>();
        for (int number = 0; number < 4; number++) {
            alerts.add(alert(random, "A" + number));
        }
        return new Timeline(
                new OracleSlo("canary", Sli.CANARY_PASSED, new BigDecimal("0.95"), 720 * 60 * MINUTE, alerts),
                total,
                bad);
    }

    private static OracleAlert alert(SplittableRandom random, String name) {
        OracleAlert.Tier tier;
        if (random.nextBoolean()) {
            int longWindow = random.nextInt(1, WINDOW_MINUTES.length);
            int shortWindow = random.nextInt(longWindow);
            String rate = new String[] {"1", "3", "6", "14.4"}[random.nextInt(4)];
            tier = new OracleAlert.Tier(
                    "page",
                    List.of(WINDOW_MINUTES[longWindow] * MINUTE, WINDOW_MINUTES[shortWindow] * MINUTE),
                    new BigDecimal(rate),
                    null);
        } else {
            String below = new String[] {"0.5", "0.85", "0.95", "1"}[random.nextInt(4)];
            long window = WINDOW_MINUTES[random.nextInt(WINDOW_MINUTES.length)] * MINUTE;
            tier = new OracleAlert.Tier("page", List.of(window), null, new BigDecimal(below));
        }
        long hold = new long[] {0, 0, 1, 3, 10, 30}[random.nextInt(6)] * MINUTE;
        long keep = new long[] {0, 0, 1, 4, 15}[random.nextInt(5)] * MINUTE;
        return new OracleAlert(name, List.of(tier), hold, keep, 0, 0, BigDecimal.ZERO, OracleAlert.NoData.FREEZE);
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
