// SPDX-License-Identifier: Apache-2.0
package io.slostream.schemas.output;

/**
 * The series that engine and notifier serve at {@code /metrics} and that somebody asks for, under the names that Prometheus
 * shows. Who serves them and who asks for them takes the name from here; the label names are those of the records of summaries.
 */
public final class MetricNames {
    /** Share of good events of a window. */
    public static final String RATIO = "slo_ratio";
    /** Bad ratio of a window over the error budget. */
    public static final String BURN_RATE = "slo_burn_rate";
    /** Share of a window that was counted. */
    public static final String WINDOW_COVERAGE = "slo_window_coverage";
    /** Events in a window. */
    public static final String WINDOW_EVENTS = "slo_window_events";
    /** Promised share of good events. */
    public static final String OBJECTIVE = "slo_objective";
    /** Share of the period's error budget that is left. */
    public static final String BUDGET_REMAINING = "slo_error_budget_remaining";
    /** Time until the budget is spent. */
    public static final String BUDGET_EXHAUSTION = "slo_error_budget_exhaustion_seconds";
    /** Boundary of the newest summary. */
    public static final String EVALUATED = "slo_evaluated_timestamp_seconds";
    /** 1 for the state that an alert is in. */
    public static final String ALERT_STATE = "slo_alert_state";
    /** Quantile of a field over a window. */
    public static final String QUANTILE = "slo_quantile";

    /** 1 while an engine's process does its work. */
    public static final String ENGINE_LIVE = "slo_engine_live";
    /** 1 while its verdicts come in time. */
    public static final String ENGINE_READY = "slo_engine_ready";
    /** Records by class. */
    public static final String ENGINE_RECORDS = "slo_engine_records";
    /** Dead letters by reason; a counter. */
    public static final String ENGINE_DEAD_LETTERS = "slo_engine_dead_letters_total";
    /** Source partitions that have not spoken for too long. */
    public static final String ENGINE_INPUT_STALE = "slo_engine_input_stale";
    /** Age of the oldest boundary that was last judged. */
    public static final String ENGINE_EVALUATION_LAG = "slo_engine_evaluation_lag_seconds";

    /** Records that wait for a receiver of the notifier. */
    public static final String NOTIFY_QUEUE_SIZE = "slo_notify_queue_size";
    /** Requests to a receiver that did not work, by reason; a counter. */
    public static final String NOTIFY_FAILURES = "slo_notify_failures_total";
    /** 1 while every receiver of a notifier is told in time. */
    public static final String NOTIFY_READY = "slo_notify_ready";

    private MetricNames() {}
}
