// SPDX-License-Identifier: Apache-2.0
package io.slostream.alerting.openslo;

import io.slostream.alerting.yaml.YamlValue;

/** A value that was read, with the place to blame for it. */
record Placed<T>(T value, YamlValue source) {}
