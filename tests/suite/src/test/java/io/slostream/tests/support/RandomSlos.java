// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.support;

import io.slostream.testkit.Sli;
import io.slostream.testkit.oracle.OracleAlert;
import io.slostream.testkit.oracle.OracleSlo;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/** Draws objectives with windows short enough to fill and empty within a scenario. */
public final class RandomSlos {
    private static final long SECOND = 1_000;
    private static final long MINUTE = 60 * SECOND;
    private static final long HOUR = 60 * MINUTE;
    private static final long[] WINDOWS = {
        30 * SECOND, MINUTE, 2 * MINUTE, 5 * MINUTE, 10 * MINUTE, 15 * MINUTE, 30 * MINUTE, 35 * MINUTE, HOUR, 7 * HOUR
    };

    private RandomSlos() {}

    /** One to four SLOs with one or two alerts each. */
    public static List<OracleSlo> draw(SplittableRandom random) {
        List<OracleSlo> slos = new ArrayList<>();
        int count = random.nextInt(1, 5);
        Set<List<Object>> promises = new HashSet<>();
        while (slos.size() < count) {
            Sli sli = Sli.values()[random.nextInt(Sli.values().length)];
            BigDecimal objective = pick(random, "0.5", "0.9", "0.95", "0.99");
            long period = new long[] {HOUR, 2 * HOUR, 80 * HOUR}[random.nextInt(3)];
            if (!promises.add(List.of(sli, objective, period))) {
                continue; // one promise stands in one place
            }
            List<OracleAlert> alerts = new ArrayList<>();
            int alertCount = random.nextInt(1, 3);
            for (int alert = 0; alert < alertCount; alert++) {
                alerts.add(alert(random, "A" + alert, period));
            }
            slos.add(new OracleSlo("slo" + slos.size(), sli, objective, period, alerts));
        }
        return slos;
    }

    private static OracleAlert alert(SplittableRandom random, String name, long period) {
        boolean burn = random.nextBoolean();
        List<OracleAlert.Tier> tiers = new ArrayList<>();
        if (burn) {
            int count = random.nextInt(1, 4);
            for (int tier = 0; tier < count; tier++) {
                int longest = 1;
                while (longest + 1 < WINDOWS.length && WINDOWS[longest + 1] <= period) {
                    longest++;
                }
                int longWindow = random.nextInt(1, longest + 1);
                int shortWindow = random.nextInt(longWindow);
                tiers.add(new OracleAlert.Tier(
                        random.nextBoolean() ? "page" : "ticket",
                        List.of(WINDOWS[longWindow], WINDOWS[shortWindow]),
                        pick(random, "0.5", "1", "1.5", "1.9"),
                        null));
            }
        } else {
            long window = WINDOWS[random.nextInt(WINDOWS.length)];
            tiers.add(new OracleAlert.Tier(
                    random.nextBoolean() ? "page" : "ticket",
                    List.of(Math.min(window, period)),
                    null,
                    pick(random, "0.5", "0.85", "0.95", "1")));
        }
        long hold = SECOND * new long[] {0, 0, 5, 30, 60, 300, 301}[random.nextInt(7)];
        long keep = SECOND * new long[] {0, 0, 5, 60, 240}[random.nextInt(5)];
        if (random.nextInt(6) == 0) {
            return new OracleAlert(name, tiers, hold, keep, 0, 0, BigDecimal.ZERO, OracleAlert.NoData.FREEZE, true);
        }
        return new OracleAlert(
                name,
                tiers,
                hold,
                keep,
                random.nextInt(3) == 0 ? random.nextLong(1, 30) : 0,
                random.nextInt(4) == 0 ? random.nextLong(1, 8) : 0,
                pick(random, "0", "0.5", "0.9", "1"),
                noData(random));
    }

    private static OracleAlert.NoData noData(SplittableRandom random) {
        return switch (random.nextInt(8)) {
            case 0, 1 -> OracleAlert.NoData.RESET;
            case 2, 3, 4 ->
                OracleAlert.NoData.alertAfter(
                        SECOND * new long[] {0, 5, 30, 61, 300, 900}[random.nextInt(6)],
                        new String[] {null, "page", "ticket"}[random.nextInt(3)]);
            default -> OracleAlert.NoData.FREEZE;
        };
    }

    private static BigDecimal pick(SplittableRandom random, String... values) {
        return new BigDecimal(values[random.nextInt(values.length)]);
    }
}
