// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.generated;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** An hour in the life of an engine and a notifier, by the minute, as promtool writes series: all is well but for one thing. */
final class MetaAlertCases {
    static final String LIVE = "slo_engine_live{job=\"slostream\",instance=\"a\"}";
    static final String READY = "slo_engine_ready{job=\"slostream\",instance=\"a\"}";
    static final String LAG = "slo_engine_evaluation_lag_seconds{job=\"slostream\",instance=\"a\",kind=\"canary\"}";
    static final String EVALUATED =
            "slo_evaluated_timestamp_seconds{job=\"slostream\",instance=\"a\",slo=\"canary-15m\",group=\"math\"}";
    static final String STALE = "slo_engine_input_stale{instance=\"a\",topic=\"telemetry.canaries.v1\"}";
    static final String DEAD =
            "slo_engine_dead_letters_total{instance=\"a\",topic=\"telemetry.canaries.v1\",reason=\"not-json\"}";
    static final String NOTIFIER = "slo_notify_ready{job=\"slostream-notify\",instance=\"n\"}";
    static final String QUEUE = "slo_notify_queue_size{job=\"slostream-notify\",instance=\"n\",sink=\"oncall\"}";
    static final String FAILURES =
            "slo_notify_failures_total{job=\"slostream-notify\",instance=\"n\",sink=\"oncall\",reason=\"no_answer\"}";
    static final String REFUSED = FAILURES.replace("no_answer", "refused");

    private static final Map<String, String> WELL = new LinkedHashMap<>();

    static {
        WELL.put(LIVE, "1x60");
        WELL.put(READY, "1x60");
        WELL.put(LAG, "17x60");
        // An instance that judges nothing of this kind.
        WELL.put(LAG.replace("\"a\"", "\"b\""), "NaN ".repeat(60) + "NaN");
        WELL.put(EVALUATED, "-17+60x60");
        WELL.put(STALE, "0x60");
        WELL.put(DEAD, "0x60");
        WELL.put(records("in"), "0+10x60");
        WELL.put(records("counted"), "0+9x60");
        WELL.put(records("late"), "0x60");
        WELL.put(records("dead_lettered"), "0x60");
        WELL.put(records("excluded"), "0+1x60");
        WELL.put(NOTIFIER, "1x60");
        WELL.put(QUEUE, "0x60");
        WELL.put(FAILURES, "0x60");
        WELL.put(REFUSED, "0x60");
    }

    private MetaAlertCases() {}

    /**
     * A case.
     *
     * @param series values by series; all but those that the case is about are well
     * @param firing what fires, by minute
     */
    record Case(String name, Map<String, String> series, Map<Integer, List<String>> firing) {
        private static Case of(String name, Map<String, String> ill) {
            Map<String, String> series = new LinkedHashMap<>(WELL);
            series.putAll(ill);
            return new Case(name, series, new TreeMap<>());
        }

        private Case quiet(int minute) {
            firing.put(minute, List.of());
            return this;
        }

        private Case fires(int minute, String alert) {
            firing.put(minute, List.of(alert));
            return this;
        }
    }

    static String records(String recordClass) {
        return "slo_engine_records{instance=\"a\",topic=\"telemetry.canaries.v1\",class=\"" + recordClass + "\"}";
    }

    /** What befalls them at minute 10, and what comes of it. */
    static List<Case> all() {
        return List.of(
                Case.of("all is well", Map.of()).quiet(1).quiet(30).quiet(60),
                Case.of("nothing is served any more", gone()).quiet(12).fires(15, "SlostreamEngineAbsent"),
                Case.of("the engine has ended", Map.of(LIVE, "1x10 0x50", READY, "1x10 0x50"))
                        .quiet(11)
                        .fires(13, "SlostreamEngineNotLive")
                        .fires(40, "SlostreamEngineNotLive"),
                Case.of("not ready", Map.of(READY, "1x10 0x50")).quiet(20).fires(22, "SlostreamEngineNotReady"),
                Case.of("a restart", Map.of(READY, "1x10 0x5 1x45")).quiet(15).quiet(25),
                Case.of("verdicts are late", Map.of(LAG, "17x10 301x50"))
                        .quiet(12)
                        .fires(14, "SlostreamEvaluationLag"),
                Case.of("verdicts are late, but not too late", Map.of(LAG, "17x10 300x50"))
                        .quiet(14)
                        .quiet(60),
                Case.of("summaries stand still", Map.of(EVALUATED, "-17+60x10 583x50"))
                        .quiet(15)
                        .fires(18, "SlostreamSummariesStandStill"),
                Case.of("no summaries", Map.of(EVALUATED, "-17+60x10 stale"))
                        .quiet(20)
                        .fires(22, "SlostreamSummariesAbsent"),
                Case.of("input is stale", Map.of(STALE, "0x10 2x50")).quiet(20).fires(22, "SlostreamInputStale"),
                Case.of("dead letters come and come", Map.of(DEAD, "0x10 1+1x50"))
                        .quiet(25)
                        .fires(27, "SlostreamDeadLettersGrow"),
                Case.of("dead letters came once", Map.of(DEAD, "0x10 50x50"))
                        .quiet(20)
                        .quiet(26)
                        .quiet(60),
                Case.of("records are lost", Map.of(records("counted"), "0+9x10 90+8x50"))
                        .quiet(20)
                        .fires(22, "SlostreamAccountingOff"),
                Case.of("the notifier is gone", Map.of(NOTIFIER, "1x10 stale"))
                        .quiet(15)
                        .fires(17, "SlostreamNotifierGone"),
                Case.of("there never was a notifier", Map.of(NOTIFIER, "_x60"))
                        .quiet(30)
                        .quiet(60),
                Case.of("the notifier is not ready", Map.of(NOTIFIER, "1x10 0x50"))
                        .quiet(15)
                        .fires(17, "SlostreamNotifierNotReady"),
                Case.of("alerts wait", Map.of(QUEUE, "0x10 3x50")).quiet(25).fires(27, "SlostreamNotificationsWait"),
                Case.of("alerts wait for a while", Map.of(QUEUE, "0x10 3x10 0x40"))
                        .quiet(20)
                        .quiet(30),
                Case.of("deliveries fail", Map.of(FAILURES, "0x10 1+1x50"))
                        .quiet(25)
                        .fires(27, "SlostreamNotificationsFail"),
                Case.of("one request failed", Map.of(FAILURES, "0x10 1x50"))
                        .quiet(20)
                        .quiet(60),
                Case.of("one was refused", Map.of(REFUSED, "0x10 1x100"))
                        .quiet(10)
                        .fires(12, "SlostreamNotificationsRefused")
                        .fires(60, "SlostreamNotificationsRefused"));
    }

    private static Map<String, String> gone() {
        Map<String, String> gone = new LinkedHashMap<>();
        WELL.keySet().stream()
                .filter(series -> !series.startsWith("slo_notify"))
                .forEach(series -> gone.put(series, WELL.get(series).replace("x60", "x10 stale")));
        return gone;
    }
}
