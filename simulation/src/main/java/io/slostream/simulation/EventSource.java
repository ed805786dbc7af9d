// SPDX-License-Identifier: Apache-2.0
package io.slostream.simulation;

import io.slostream.simulation.event.SimulatedEvent;
import io.slostream.simulation.model.SpecialistSimulation;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;

/**
 * The events of an ensemble in order of emission, made as they are asked for. Events of one millisecond stand in the
 * order of the ensemble's specialists. Not thread-safe.
 */
public final class EventSource implements Iterator<SimulatedEvent> {
    private final PriorityQueue<Entry> next =
            new PriorityQueue<>(Comparator.comparingLong(Entry::atMs).thenComparingInt(Entry::number));

    /** A specialist that has a next event. */
    private record Entry(long atMs, int number, SpecialistSimulation specialist) {}

    EventSource(List<SpecialistSimulation> specialists) {
        for (int number = 0; number < specialists.size(); number++) {
            enter(number, specialists.get(number));
        }
    }

    @Override
    public boolean hasNext() {
        return !next.isEmpty();
    }

    @Override
    public SimulatedEvent next() {
        if (next.isEmpty()) {
            throw new NoSuchElementException("the simulation has ended");
        }
        Entry entry = next.remove();
        SimulatedEvent event = entry.specialist().next();
        enter(entry.number(), entry.specialist());
        return event;
    }

    private void enter(int number, SpecialistSimulation specialist) {
        if (specialist.hasNext()) {
            next.add(new Entry(specialist.nextAtMs(), number, specialist));
        }
    }
}
