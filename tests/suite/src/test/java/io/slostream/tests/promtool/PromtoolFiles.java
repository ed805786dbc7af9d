// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.promtool;

import io.slostream.testkit.oracle.OracleAlert;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.StringJoiner;

/**
 * A timeline as promtool reads it: rules in cross-multiplied integers, and a unit test that lists for every minute
 * whether each alert fires. The counts of the minute [m, m + 1) are the sample at m + 1, so a window of W minutes up to
 * a boundary is W samples; the range is half a minute shorter than W so that both its ends fall between samples,
 * whether ranges are closed (Prometheus 2) or left-open (3).
 */
final class PromtoolFiles {
    private PromtoolFiles() {}

    /** Writes rules and test; returns the test. */
    static Path write(Path directory, String name, Timeline timeline, boolean[][] firing) throws IOException {
        Path rules = directory.resolve(name + ".rules.yml");
        Files.writeString(rules, rules(timeline));
        Path test = directory.resolve(name + ".test.yml");
        Files.writeString(test, test(rules, timeline, firing));
        return test;
    }

    private static String rules(Timeline timeline) {
        StringJoiner yaml = new StringJoiner("\n", "", "\n");
        yaml.add("groups:").add("  - name: slo").add("    interval: 1m").add("    rules:");
        for (OracleAlert alert : timeline.slo().alerts()) {
            StringJoiner condition = new StringJoiner(" and ");
            OracleAlert.Tier tier = alert.tiers().get(0);
            for (long window : tier.windowsMs()) {
                condition.add(exceeds(tier, timeline.slo().objective(), window));
            }
            yaml.add("      - alert: " + alert.name());
            yaml.add("        expr: " + condition);
            yaml.add("        for: " + alert.holdMs() / Timeline.MINUTE + "m");
            yaml.add("        keep_firing_for: " + alert.keepFiringForMs() / Timeline.MINUTE + "m");
        }
        return yaml.toString();
    }

    private static String exceeds(OracleAlert.Tier tier, BigDecimal objective, long windowMs) {
        BigDecimal limit = tier.below() != null
                ? BigDecimal.ONE.subtract(tier.below())
                : tier.rate().multiply(BigDecimal.ONE.subtract(objective));
        String range = "[" + (windowMs - Timeline.MINUTE / 2) / 1_000 + "s]";
        String denominator = BigDecimal.TEN.pow(limit.scale()).toPlainString();
        return "(sum_over_time(bad" + range + ") * " + denominator + " > " + limit.unscaledValue()
                + " * sum_over_time(total" + range + "))";
    }

    private static String test(Path rules, Timeline timeline, boolean[][] firing) {
        StringJoiner yaml = new StringJoiner("\n", "", "\n");
        yaml.add("rule_files: [ " + rules.getFileName() + " ]");
        yaml.add("evaluation_interval: 1m");
        yaml.add("tests:").add("  - interval: 1m").add("    input_series:");
        yaml.add(series("bad", timeline.bad())).add(series("total", timeline.total()));
        yaml.add("    alert_rule_test:");
        for (int alert = 0; alert < firing.length; alert++) {
            String name = timeline.slo().alerts().get(alert).name();
            for (int minute = 1; minute <= timeline.total().length; minute++) {
                String expected = firing[alert][minute] ? "[ { exp_labels: {} } ]" : "[]";
                yaml.add("      - { eval_time: " + minute + "m, alertname: " + name + ", exp_alerts: " + expected
                        + " }");
            }
        }
        return yaml.toString();
    }

    private static String series(String name, long[] counts) {
        StringJoiner values = new StringJoiner(" ");
        values.add("_");
        for (long count : counts) {
            values.add(Long.toString(count));
        }
        return "      - { series: '" + name + "', values: '" + values + "' }";
    }
}
