// SPDX-License-Identifier: Apache-2.0
package io.slostream.alerting.openslo;

import io.slostream.alerting.yaml.YamlValue;
import java.util.Map;

/**
 * A service level indicator in our words.
 *
 * @param form what our indicator is
 * @param source the metric, for errors of the whole
 * @param entries keys of our form with their values, in the order in which they are written
 */
record Sli(Form form, YamlValue source, Map<String, Flow> entries) {
    /** The two sorts of indicators that OpenSLO has, in our words. */
    enum Form {
        RATIO,
        /** Its bound stands in the objective. */
        THRESHOLD
    }
}
