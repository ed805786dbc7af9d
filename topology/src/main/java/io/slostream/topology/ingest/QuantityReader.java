// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.ingest;

import io.slostream.alerting.definition.Quantity;
import io.slostream.alerting.definition.Quantity.CappedRatio;
import io.slostream.schemas.telemetry.FieldType;
import io.slostream.schemas.telemetry.TelemetryEvent;
import io.slostream.schemas.telemetry.TelemetryField;
import io.slostream.schemas.telemetry.TelemetryKind;

/** Reads one quantity off events of one kind; compiled once. */
@FunctionalInterface
public interface QuantityReader {

    /** The event's value, NaN when it has none; allocates nothing. */
    double read(TelemetryEvent event);

    /** Compiles a quantity. */
    static QuantityReader of(TelemetryKind kind, Quantity quantity) {
        if (quantity instanceof CappedRatio ratio) {
            QuantityReader part = field(kind, ratio.field());
            QuantityReader whole = field(kind, ratio.per());
            double cap = ratio.cap();
            // An absent field and 0 ÷ 0 are NaN, which minimum and maximum pass on.
            return event -> Math.max(-cap, Math.min(cap, part.read(event) / whole.read(event)));
        }
        return field(kind, ((Quantity.Field) quantity).field());
    }

    private static QuantityReader field(TelemetryKind kind, String name) {
        TelemetryField field = kind.field(name).orElseThrow();
        int index = field.index();
        return field.type() == FieldType.LONG
                ? event -> event.has(index) ? event.longAt(index) : Double.NaN
                : event -> event.has(index) ? event.doubleAt(index) : Double.NaN;
    }
}
