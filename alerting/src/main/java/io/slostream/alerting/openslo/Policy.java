// SPDX-License-Identifier: Apache-2.0
package io.slostream.alerting.openslo;

import io.slostream.alerting.yaml.YamlValue;
import java.util.List;
import java.util.Optional;

/**
 * An alert policy.
 *
 * @param condition when it alerts; empty when it never does
 * @param noData where it asks for an alert on silence, if it does
 * @param targets names of those whom it tells
 */
record Policy(Optional<Condition> condition, Optional<YamlValue> noData, List<String> targets) {}
