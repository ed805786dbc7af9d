// SPDX-License-Identifier: Apache-2.0
package io.slostream.dashboards.prometheus;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An alert on engine or notifier themselves.
 *
 * @param name of the alert
 * @param expression PromQL
 * @param hold how long it must hold, as Prometheus writes durations
 * @param severity page or ticket
 * @param summary one sentence, with Prometheus' templates
 * @param toDo what it means and what to do, with Prometheus' templates
 */
record MetaAlert(String name, String expression, String hold, String severity, String summary, String toDo) {
    /** As a rule; who is told is a text of somebody else. */
    Map<String, Object> rule(String owner) {
        Map<String, Object> labels = new LinkedHashMap<>();
        labels.put("severity", severity);
        labels.put("owner", withoutTemplates(owner));
        Map<String, Object> annotations = new LinkedHashMap<>();
        annotations.put("summary", summary);
        annotations.put("description", toDo);
        Map<String, Object> rule = new LinkedHashMap<>();
        rule.put("alert", name);
        rule.put("expr", expression + "\n");
        rule.put("for", hold);
        rule.put("labels", labels);
        rule.put("annotations", annotations);
        return rule;
    }

    /** Prometheus expands labels as templates; what people are called is none. */
    static String withoutTemplates(String text) {
        return text.replace("{{", "{{ \"{{\" }}");
    }
}
