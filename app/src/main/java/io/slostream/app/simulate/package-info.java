// SPDX-License-Identifier: Apache-2.0
/** {@code slostream simulate}: telemetry of the model, to a file or to a cluster. */
package io.slostream.app.simulate;
