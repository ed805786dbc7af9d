// SPDX-License-Identifier: Apache-2.0
package io.slostream.alerting.openslo;

import io.slostream.alerting.definition.Severity;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * A condition on the burn rate: above a threshold, over one window.
 *
 * @param name of the alert, in the form that names have
 * @param severity how loud the alert is
 * @param threshold the burn rate, 0 or more
 * @param lookback length of the window
 * @param alertAfter how long it must hold; empty: not at all
 */
record Condition(
        Placed<String> name,
        Placed<Severity> severity,
        Placed<BigDecimal> threshold,
        Flow lookback,
        Optional<Flow> alertAfter) {}
