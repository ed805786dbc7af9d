// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.sketch;

import io.slostream.alerting.definition.Distribution;
import io.slostream.alerting.definition.Quantity;
import java.util.List;
import java.util.TreeSet;

/**
 * One quantity of the events that one SLI counts, and how long its values are looked back on. SLOs that show the same
 * quantity of the same SLI share it.
 *
 * @param sli number of the SLI
 * @param quantity what is distributed
 * @param overMs lengths of the windows that are shown, milliseconds, ascending; empty when none is any more
 */
public record Sketch(int sli, Quantity quantity, List<Long> overMs) {
    public Sketch {
        overMs = List.copyOf(overMs);
    }

    /** The same sketch, of which nothing is shown. */
    public Sketch unseen() {
        return new Sketch(sli, quantity, List.of());
    }

    /**
     * Adds a distribution of an SLI to sketches; the position is the number of a sketch in packets and stores, so none is
     * ever taken away.
     */
    public static void add(List<Sketch> sketches, int sli, Distribution distribution) {
        for (int i = 0; i < sketches.size(); i++) {
            Sketch known = sketches.get(i);
            if (known.sli == sli && known.quantity.equals(distribution.quantity())) {
                TreeSet<Long> lengths = new TreeSet<>(known.overMs);
                lengths.add(distribution.overMs());
                sketches.set(i, new Sketch(sli, known.quantity, List.copyOf(lengths)));
                return;
            }
        }
        sketches.add(new Sketch(sli, distribution.quantity(), List.of(distribution.overMs())));
    }
}
