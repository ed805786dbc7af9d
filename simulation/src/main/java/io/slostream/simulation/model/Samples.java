// SPDX-License-Identifier: Apache-2.0
package io.slostream.simulation.model;

import io.slostream.schemas.telemetry.SampleName;
import io.slostream.schemas.telemetry.TelemetryKind;

/** Reads the state of the fleet at a fixed interval: gauges as they stand, counters as increases since the last time. */
final class Samples implements Source {
    private static final double MICRO_USD_PER_ACCELERATOR_SECOND = 2.5e6 / 3_600;
    private static final double ECC_ERRORS_PER_ACCELERATOR_DAY = 0.01;
    private static final double DAY_US = 86_400e6;

    private final SpecialistModel model;
    private final Requests requests;
    private final Outbox outbox;
    private final Draws draws;
    private final long intervalUs;
    private long timeUs;
    private long lastUs;
    private long busyUs;
    private long prefixHits;
    private long prefixLookups;
    private long adapterSwaps;
    private long cost;

    Samples(SpecialistModel model, long seed, long intervalMs, Requests requests, Outbox outbox) {
        this.model = model;
        this.requests = requests;
        this.outbox = outbox;
        this.draws = Draws.of(seed, model.name(), "samples");
        this.intervalUs = intervalMs * 1_000;
        this.timeUs = (long) (intervalUs * draws.uniform());
    }

    @Override
    public long nextUs() {
        return timeUs;
    }

    @Override
    public void advance() {
        Fleet fleet = requests.fleet();
        FleetCounters counters = fleet.counters();
        sample(SampleName.QUEUE_DEPTH, fleet.waiting(), false);
        sample(SampleName.KV_BLOCK_UTILIZATION, Math.min(1, ratio(fleet.usedBlocks(), fleet.blocks())), false);
        sample(SampleName.KV_BLOCK_POOL_PRESSURE, ratio((double) fleet.wantedBlocks(), fleet.blocks()), false);
        increase(SampleName.PREFIX_CACHE_HITS, counters.prefixHits - prefixHits, false);
        increase(SampleName.PREFIX_CACHE_LOOKUPS, counters.prefixLookups - prefixLookups, false);
        if (model.traits().adapters() > 0) {
            increase(SampleName.ADAPTER_SWAPS, counters.adapterSwaps - adapterSwaps, false);
        }
        sample(SampleName.CIRCUIT_BREAKER_OPEN, requests.breakerOpen() ? 1 : 0, false);
        double demand = fleet.waiting() + fleet.running();
        sample(SampleName.CAPACITY_HEADROOM, ratio(fleet.slots() - demand, fleet.slots()), false);
        sample(SampleName.GPU_UTILIZATION, utilization(fleet), true);
        increase(SampleName.HBM_ECC_ERRORS, eccErrors(), true);
        long total = Math.round(timeUs / 1e6 * accelerators() * MICRO_USD_PER_ACCELERATOR_SECOND);
        increase(SampleName.COST_MICRO_USD, total - cost, true);
        cost = total;
        prefixHits = counters.prefixHits;
        prefixLookups = counters.prefixLookups;
        adapterSwaps = counters.adapterSwaps;
        lastUs = timeUs;
        timeUs += intervalUs;
    }

    /** Share of the time since the last sample in which replicas ran steps. */
    private double utilization(Fleet fleet) {
        long done = fleet.busyUs(timeUs);
        double share = ratio(
                (double) (done - busyUs),
                (double) Math.max(1, timeUs - lastUs) * model.machines().replicas());
        busyUs = done;
        return Math.min(1, share);
    }

    private long eccErrors() {
        double chance = ECC_ERRORS_PER_ACCELERATOR_DAY * accelerators() * (timeUs - lastUs) / DAY_US;
        return draws.chance(chance) ? 1 : 0;
    }

    private int accelerators() {
        return model.machines().replicas() * model.machines().accelerators();
    }

    private static double ratio(double part, double whole) {
        return Math.round(part / whole * 1e4) / 1e4;
    }

    private void increase(SampleName name, long value, boolean ofAccelerators) {
        sample(name, (double) value, ofAccelerators);
    }

    private void sample(SampleName name, double value, boolean ofAccelerators) {
        Outbox.Draft event = outbox.begin(TelemetryKind.SAMPLE, timeUs)
                .put("name", name.word())
                .put("value", value)
                .put("unit", name.unit());
        if (ofAccelerators) {
            event.put("resource_class", model.machines().resourceClass());
        }
        event.send();
    }
}
