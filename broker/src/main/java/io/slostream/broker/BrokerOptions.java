// SPDX-License-Identifier: Apache-2.0
package io.slostream.broker;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What stays the same over all starts of one broker.
 *
 * @param superUser who may do everything; empty when nobody needs to log in
 * @param users everyone else
 * @param overrides server properties over ours
 */
record BrokerOptions(Optional<Credentials> superUser, List<Credentials> users, Map<String, String> overrides) {
    BrokerOptions {
        users = List.copyOf(users);
        overrides = Map.copyOf(overrides);
    }
}
