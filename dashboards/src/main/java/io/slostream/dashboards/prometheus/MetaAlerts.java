// SPDX-License-Identifier: Apache-2.0
package io.slostream.dashboards.prometheus;

import io.slostream.schemas.output.MetricNames;
import java.util.List;

/**
 * Alerts on engine and notifier themselves: what nobody would hear of from the alerts that they send. A page says that
 * verdicts or pages are not coming; what explains it or can wait is a ticket.
 */
final class MetaAlerts {
    private static final String PAGE = "page";
    private static final String TICKET = "ticket";

    /** Verdicts usually are 15 to 20 s old, and an instance that restarts needs a minute to catch up. */
    private static final String OLD = "300";

    private MetaAlerts() {}

    static List<MetaAlert> engine() {
        return List.of(
                new MetaAlert(
                        "SlostreamEngineAbsent",
                        "absent(" + MetricNames.ENGINE_LIVE + ")",
                        "3m",
                        PAGE,
                        "No slostream engine answers at /metrics",
                        "SLOs are not judged, or nobody can see that they are. Look whether the engine's processes run and"
                                + " whether Prometheus still has them as targets; start them, then read the start of their"
                                + " log."),
                new MetaAlert(
                        "SlostreamEngineNotLive",
                        MetricNames.ENGINE_LIVE + " == 0",
                        "1m",
                        PAGE,
                        "The engine {{ $labels.instance }} has ended and will not go on by itself",
                        "Only a new process helps: restart it. GET /health/live says why it ended, and so does the end of"
                                + " its log."),
                new MetaAlert(
                        "SlostreamEngineNotReady",
                        "(" + MetricNames.ENGINE_READY + " == 0) and on (job, instance) (" + MetricNames.ENGINE_LIVE
                                + " == 1)",
                        "10m",
                        TICKET,
                        "The engine {{ $labels.instance }} is not ready",
                        "It starts, catches up, or its input is stale: GET /health/ready says which. If its lag does not"
                                + " fall, add instances or threads; if it restarts again and again, read its log."),
                new MetaAlert(
                        "SlostreamEvaluationLag",
                        "max by (kind) (" + MetricNames.ENGINE_EVALUATION_LAG + ") > " + OLD,
                        "2m",
                        PAGE,
                        "Verdicts on {{ $labels.kind }} telemetry are {{ $value | humanizeDuration }} old",
                        "Alerts on it come late or not at all. Look for an instance that is not ready, for partitions of"
                                + " its topic without a leader, and for a producer that floods it; add instances or"
                                + " threads when all of them are busy."),
                new MetaAlert(
                        "SlostreamSummariesStandStill",
                        "time() - max(" + MetricNames.EVALUATED + ") > " + OLD,
                        "2m",
                        PAGE,
                        "The newest summary of any SLO is {{ $value | humanizeDuration }} old",
                        "Dashboards show the past. Nothing is judged any more, or slo.summaries.v1 cannot be read: look at"
                                + " GET /health/ready of each instance, and in its log for summaries that cannot be read."),
                new MetaAlert(
                        "SlostreamSummariesAbsent",
                        "absent(" + MetricNames.EVALUATED + ") and on () (max(" + MetricNames.ENGINE_LIVE + ") == 1)",
                        "10m",
                        PAGE,
                        "The engine runs, and there is no summary of any SLO",
                        "Either no SLO has been judged since the start, or slo.summaries.v1 cannot be read. Look at GET"
                                + " /health/ready, at the rights on that topic, and in the log for summaries that cannot be"
                                + " read."),
                new MetaAlert(
                        "SlostreamInputStale",
                        "sum by (topic) (" + MetricNames.ENGINE_INPUT_STALE + ") > 0",
                        "10m",
                        TICKET,
                        "{{ $value }} partitions of {{ $labels.topic }} have not spoken for too long",
                        "The engine marks time in its topics even when producers are silent, so this is no silence of"
                                + " producers: look for partitions without a leader and for missing rights to write to the"
                                + " topic."),
                new MetaAlert(
                        "SlostreamDeadLettersGrow",
                        "sum by (topic, reason) (increase(" + MetricNames.ENGINE_DEAD_LETTERS + "[15m])) > 0",
                        "15m",
                        TICKET,
                        "{{ $labels.topic }} keeps bringing dead letters: {{ $labels.reason }}",
                        "These records are no valid events and count for no SLO. See what they are with `slostream tail"
                                + " dead-letters`, and have their producer mended."),
                new MetaAlert(
                        "SlostreamAccountingOff",
                        "sum by (topic) (" + MetricNames.ENGINE_RECORDS + "{class=\"in\"}) != sum by (topic) ("
                                + MetricNames.ENGINE_RECORDS + "{class!=\"in\"})",
                        "10m",
                        TICKET,
                        "Of the records of {{ $labels.topic }}, some are in no class, or in two",
                        "Each record is counted, late, dead-lettered or excluded, so this is a fault in the engine: its"
                                + " verdicts may be wrong. Keep the log and what GET /health/ready says, report it, and"
                                + " compare with `slostream replay` over the same time."));
    }

    static List<MetaAlert> notifier() {
        return List.of(
                new MetaAlert(
                        "SlostreamNotifierGone",
                        "group(last_over_time(" + MetricNames.NOTIFY_READY + "[1d])) unless on () group("
                                + MetricNames.NOTIFY_READY + ")",
                        "5m",
                        PAGE,
                        "No notifier answers any more; one did within the last day",
                        "Alerts of the engine reach nobody. Start `slostream notify` again: it goes on where it stopped."
                                + " If it was taken away on purpose, this ends after a day."),
                new MetaAlert(
                        "SlostreamNotifierNotReady",
                        MetricNames.NOTIFY_READY + " == 0",
                        "5m",
                        PAGE,
                        "The notifier {{ $labels.instance }} does not reach all it should",
                        "A receiver has not taken what it was sent, or alerts cannot be read: GET /health/ready of the"
                                + " notifier says which. Until it is mended look at the alerts themselves: `slostream tail"
                                + " alerts --from-beginning`."),
                new MetaAlert(
                        "SlostreamNotificationsWait",
                        "min_over_time((max by (sink) (" + MetricNames.NOTIFY_QUEUE_SIZE + "))[15m:1m]) > 0",
                        "0s",
                        TICKET,
                        "Alerts have been waiting for {{ $labels.sink }} for a quarter of an hour, {{ $value }} at least",
                        "The receiver does not take them, or takes fewer than there are. Look at its own status, at its"
                                + " rate limit in notify.yaml and at the notifier's log."),
                new MetaAlert(
                        "SlostreamNotificationsFail",
                        "sum by (sink, reason) (increase(" + MetricNames.NOTIFY_FAILURES
                                + "{reason!=\"refused\"}[15m])) > 0",
                        "15m",
                        TICKET,
                        "Requests to {{ $labels.sink }} fail and fail: {{ $labels.reason }}",
                        "Each is tried again. Look at the receiver's own status, at its address in notify.yaml and at the"
                                + " notifier's log."),
                new MetaAlert(
                        "SlostreamNotificationsRefused",
                        "sum by (sink) (increase(" + MetricNames.NOTIFY_FAILURES + "{reason=\"refused\"}[1h])) > 0",
                        "0s",
                        TICKET,
                        "{{ $labels.sink }} has refused what it was sent; it will not be sent again",
                        "Somebody was not told. The records and the receiver's answers are in"
                                + " slo.dead-notifications.v1; mend the address, the key or what the receiver wants."));
    }
}
