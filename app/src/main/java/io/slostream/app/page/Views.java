// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.page;

import io.slostream.topology.VersionedDefinition;
import java.util.function.Supplier;

/** The view of the newest version, made once for each. Thread-safe. */
final class Views {
    private final Supplier<VersionedDefinition> newest;
    private final int verdictPartitions;
    private volatile View last;

    Views(Supplier<VersionedDefinition> newest, int verdictPartitions) {
        this.newest = newest;
        this.verdictPartitions = verdictPartitions;
    }

    View now() {
        VersionedDefinition version = newest.get();
        View view = last;
        if (view == null || view.version() != version) {
            view = new View(version, verdictPartitions);
            last = view;
        }
        return view;
    }
}
