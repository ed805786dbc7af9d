// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.promtool;

import io.slostream.testkit.oracle.OracleAlert;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.StringJoiner;

/**
 * A timeline as promtool reads it: rules in cross-multiplied integers, and a unit test that lists for every minute
 * whether each alert fires, and what {@code ALERTS} and {@code ALERTS_FOR_STATE} hold. The counts of the minute [m, m + 1)
 * are the sample at m + 1, so a window of W minutes up to a boundary is W samples; the range is half a minute shorter than
 * W so that both its ends fall between samples, whether ranges are closed (Prometheus 2) or left-open (3).
 */
final class PromtoolFiles {
    private static final long SECONDS = 60;

    private PromtoolFiles() {}

    /** Writes rules and test; returns the test. */
    static Path write(Path directory, String name, Timeline timeline, List<Told> told) throws IOException {
        Path rules = directory.resolve(name + ".rules.yml");
        Files.writeString(rules, rules(timeline));
        Path test = directory.resolve(name + ".test.yml");
        Files.writeString(test, test(rules, timeline, told));
        return test;
    }

    private static String rules(Timeline timeline) {
        StringJoiner yaml = new StringJoiner("\n", "", "\n");
        yaml.add("groups:").add("  - name: slo").add("    interval: 1m").add("    rules:");
        for (OracleAlert alert : timeline.slo().alerts()) {
            StringJoiner condition = new StringJoiner(" and ");
            OracleAlert.Tier tier = alert.tiers().get(0);
            for (long window : tier.windowsMs()) {
                condition.add(exceeds(Conditions.limit(tier), window));
            }
            yaml.add("      - alert: " + alert.name());
            yaml.add("        expr: " + condition);
            yaml.add("        for: " + alert.holdMs() / Timeline.MINUTE + "m");
            yaml.add("        keep_firing_for: " + alert.keepFiringForMs() / Timeline.MINUTE + "m");
        }
        return yaml.toString();
    }

    private static String exceeds(BigDecimal limit, long windowMs) {
        String range = "[" + (windowMs - Timeline.MINUTE / 2) / 1_000 + "s]";
        BigDecimal denominator = BigDecimal.TEN.pow(Math.max(0, limit.scale()));
        return "(sum_over_time(bad" + range + ") * " + denominator.toPlainString() + " > "
                + limit.multiply(denominator).toBigIntegerExact() + " * sum_over_time(total" + range + "))";
    }

    private static String test(Path rules, Timeline timeline, List<Told> told) {
        StringJoiner yaml = new StringJoiner("\n", "", "\n");
        yaml.add("rule_files: [ " + rules.getFileName() + " ]");
        yaml.add("evaluation_interval: 1m");
        yaml.add("tests:").add("  - interval: 1m").add("    input_series:");
        yaml.add(series("bad", timeline.bad(), timeline.scraped()));
        yaml.add(series("total", timeline.total(), timeline.scraped()));
        yaml.add("    alert_rule_test:");
        for (int alert = 0; alert < told.size(); alert++) {
            for (int minute = 1; minute <= timeline.total().length; minute++) {
                String expected = told.get(alert).fires(minute) ? "[ { exp_labels: {} } ]" : "[]";
                yaml.add("      - { eval_time: " + minute + "m, alertname: A" + alert + ", exp_alerts: " + expected
                        + " }");
            }
        }
        yaml.add("    promql_expr_test:");
        for (int minute = 1; minute <= timeline.total().length; minute++) {
            yaml.add(query("ALERTS", minute, states(told, minute)));
            yaml.add(query("ALERTS_FOR_STATE", minute, starts(told, minute)));
        }
        return yaml.toString();
    }

    private static String query(String expression, int minute, String samples) {
        return "      - { expr: " + expression + ", eval_time: " + minute + "m, exp_samples: " + samples + " }";
    }

    private static String states(List<Told> told, int minute) {
        StringJoiner samples = new StringJoiner(", ", "[ ", " ]");
        for (int alert = 0; alert < told.size(); alert++) {
            String state = told.get(alert).state()[minute];
            if (state != null) {
                samples.add(
                        "{ labels: 'ALERTS{alertname=\"A" + alert + "\", alertstate=\"" + state + "\"}', value: 1 }");
            }
        }
        return samples.toString();
    }

    private static String starts(List<Told> told, int minute) {
        StringJoiner samples = new StringJoiner(", ", "[ ", " ]");
        for (int alert = 0; alert < told.size(); alert++) {
            if (told.get(alert).state()[minute] != null) {
                samples.add("{ labels: 'ALERTS_FOR_STATE{alertname=\"A" + alert + "\"}', value: "
                        + told.get(alert).startedMinute()[minute] * SECONDS + " }");
            }
        }
        return samples.toString();
    }

    private static String series(String name, long[] counts, boolean[] scraped) {
        StringJoiner values = new StringJoiner(" ");
        values.add("_");
        for (int minute = 0; minute < counts.length; minute++) {
            values.add(scraped[minute] ? Long.toString(counts[minute]) : "_");
        }
        return "      - { series: '" + name + "', values: '" + values + "' }";
    }
}
