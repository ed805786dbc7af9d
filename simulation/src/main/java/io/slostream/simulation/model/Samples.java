// SPDX-License-Identifier: Apache-2.0
package io.slostream.simulation.model;

import io.slostream.schemas.telemetry.SampleName;
import io.slostream.schemas.telemetry.TelemetryKind;
import io.slostream.simulation.incident.Conditions;

/** Reads the state of the fleet at a fixed interval: gauges as they stand, counters as increases since the last time. */
final class Samples implements Source {
    private static final double MICRO_USD_PER_ACCELERATOR_SECOND = 2.5e6 / 3_600;
    /** 72 failures of HBM3 in 54 days of 16,384 accelerators (Llama 3, arXiv 2407.21783, table 5). */
    private static final double ECC_ERRORS_PER_ACCELERATOR_DAY = 8e-5;

    private static final double DAY_US = 86_400e6;
    private static final double WEEK_SECONDS = 7 * 86_400.0;
    /** Of accelerator memory; what is left is working space. */
    private static final double WEIGHTS_SHARE = 0.5;

    private static final double KV_CACHE_SHARE = 0.4;

    private final SpecialistModel model;
    private final Requests requests;
    private final Conditions conditions;
    private final Outbox outbox;
    private final Draws draws;
    private final long intervalUs;
    /** Age at the start of the checkpoint that serves; a newer one takes its place every week. */
    private final double ageSeconds;

    private long timeUs;
    private long lastUs;
    private long busyUs;
    private long prefixHits;
    private long prefixLookups;
    private long adapterSwaps;
    private long adapterActivations;
    private long admissions;
    private long preemptions;
    private long acceleratorMinutes;
    private double spent;
    private long cost;

    Samples(
            SpecialistModel model,
            long seed,
            long intervalMs,
            Requests requests,
            Conditions conditions,
            Outbox outbox) {
        this.model = model;
        this.requests = requests;
        this.conditions = conditions;
        this.outbox = outbox;
        this.draws = Draws.of(seed, model.name(), "samples");
        this.intervalUs = intervalMs * 1_000;
        this.timeUs = (long) (intervalUs * draws.uniform());
        this.ageSeconds = WEEK_SECONDS * draws.uniform();
    }

    @Override
    public long nextUs() {
        return timeUs;
    }

    @Override
    public void advance() {
        Fleet fleet = requests.fleet();
        serving(fleet);
        increases(fleet.counters());
        accelerators(fleet);
        lastUs = timeUs;
        timeUs += intervalUs;
    }

    private void serving(Fleet fleet) {
        sample(SampleName.QUEUE_DEPTH, fleet.waiting(), false);
        sample(SampleName.KV_BLOCK_UTILIZATION, kvUtilization(fleet), false);
        sample(SampleName.KV_BLOCK_POOL_PRESSURE, ratio((double) fleet.wantedBlocks(), fleet.blocks()), false);
        sample(SampleName.CIRCUIT_BREAKER_OPEN, requests.breakerOpen() ? 1 : 0, false);
        double age = (ageSeconds + timeUs / 1e6) % WEEK_SECONDS;
        sample(SampleName.CHECKPOINT_AGE_SECONDS, Math.floor(conditions.checkpointAge(timeUs / 1_000, age)), false);
    }

    private void increases(FleetCounters now) {
        increase(SampleName.ADMISSIONS, now.admissions - admissions, false);
        increase(SampleName.PREEMPTIONS, now.preemptions - preemptions, false);
        increase(SampleName.PREFIX_CACHE_HITS, now.prefixHits - prefixHits, false);
        increase(SampleName.PREFIX_CACHE_LOOKUPS, now.prefixLookups - prefixLookups, false);
        if (model.traits().adapters() > 0) {
            increase(SampleName.ADAPTER_SWAPS, now.adapterSwaps - adapterSwaps, false);
            increase(SampleName.ADAPTER_ACTIVATIONS, now.adapterActivations - adapterActivations, false);
        }
        admissions = now.admissions;
        preemptions = now.preemptions;
        prefixHits = now.prefixHits;
        prefixLookups = now.prefixLookups;
        adapterSwaps = now.adapterSwaps;
        adapterActivations = now.adapterActivations;
    }

    private void accelerators(Fleet fleet) {
        double demand = fleet.waiting() + fleet.running();
        sample(SampleName.CAPACITY_HEADROOM, ratio(fleet.slots() - demand, fleet.slots()), true);
        sample(SampleName.GPU_UTILIZATION, utilization(fleet), true);
        sample(SampleName.HBM_UTILIZATION, ratio(WEIGHTS_SHARE + KV_CACHE_SHARE * kvUtilization(fleet), 1), true);
        increase(SampleName.HBM_ECC_ERRORS, eccErrors(), true);
        long minutes = Math.round(timeUs / 60e6 * accelerators());
        increase(SampleName.ACCELERATOR_MINUTES, minutes - acceleratorMinutes, true);
        acceleratorMinutes = minutes;
        spent += (timeUs - lastUs)
                / 1e6
                * accelerators()
                * MICRO_USD_PER_ACCELERATOR_SECOND
                * conditions.priceFactor(timeUs / 1_000);
        long total = Math.round(spent);
        increase(SampleName.COST_MICRO_USD, total - cost, true);
        cost = total;
    }

    private static double kvUtilization(Fleet fleet) {
        return Math.min(1, ratio(fleet.usedBlocks(), fleet.blocks()));
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

    /** The mean of the time since the last sample, rounded up or down by chance. */
    private long eccErrors() {
        double perDay = conditions.eccErrorsPerDay(timeUs / 1_000, ECC_ERRORS_PER_ACCELERATOR_DAY);
        return (long) (perDay * accelerators() * (timeUs - lastUs) / DAY_US + draws.uniform());
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
