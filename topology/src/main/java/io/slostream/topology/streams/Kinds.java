// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.streams;

import io.slostream.schemas.telemetry.TelemetryKind;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Kinds as numbers in stores and packets; new kinds go to the end. */
final class Kinds {
    private static final List<TelemetryKind> BY_CODE = List.of(
            TelemetryKind.EVALUATION,
            TelemetryKind.CANARY,
            TelemetryKind.REQUEST,
            TelemetryKind.SAMPLE,
            TelemetryKind.ROUTING,
            TelemetryKind.CHECKPOINT,
            TelemetryKind.EXCLUSION);

    private Kinds() {}

    static int code(TelemetryKind kind) {
        return BY_CODE.indexOf(kind);
    }

    static TelemetryKind ofCode(int code) {
        return BY_CODE.get(code);
    }

    static int mask(Set<TelemetryKind> kinds) {
        int mask = 0;
        for (TelemetryKind kind : kinds) {
            mask |= 1 << code(kind);
        }
        return mask;
    }

    static Set<TelemetryKind> ofMask(int mask) {
        Set<TelemetryKind> kinds = new TreeSet<>();
        for (int code = 0; code < BY_CODE.size(); code++) {
            if ((mask >>> code & 1) != 0) {
                kinds.add(BY_CODE.get(code));
            }
        }
        return kinds;
    }
}
