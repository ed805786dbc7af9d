// SPDX-License-Identifier: Apache-2.0
package io.slostream.schemas.telemetry;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.util.Utf8;

/**
 * The declared catalogue of sample names. A name outside it is a dead letter, so a producer cannot invent metrics.
 *
 * <p>Units are UCUM, as OpenTelemetry writes them: {@code 1} is a ratio, {@code {x}} a count of x.
 */
public enum SampleName {
    /** Requests waiting for admission. */
    QUEUE_DEPTH("{request}", Shape.GAUGE),
    /** Share of KV blocks in use, 0 to 1. */
    KV_BLOCK_UTILIZATION("1", Shape.GAUGE),
    /** KV blocks asked for over blocks in the pool, 0 or more. */
    KV_BLOCK_POOL_PRESSURE("1", Shape.GAUGE),
    /** Requests taken into a batch, again each time after a preemption. */
    ADMISSIONS("{request}", Shape.COUNTER),
    /** Requests taken out of a batch again because the KV cache was full. */
    PREEMPTIONS("{preemption}", Shape.COUNTER),
    /** Prompt tokens found in the prefix cache. */
    PREFIX_CACHE_HITS("{token}", Shape.COUNTER),
    /** Prompt tokens looked up in the prefix cache. */
    PREFIX_CACHE_LOOKUPS("{token}", Shape.COUNTER),
    /** Adapters loaded in place of others. */
    ADAPTER_SWAPS("{swap}", Shape.COUNTER),
    /** Requests that need an adapter, at their first admission: each finds it loaded or swaps. */
    ADAPTER_ACTIVATIONS("{activation}", Shape.COUNTER),
    /** 1 while the circuit breaker is open, else 0. */
    CIRCUIT_BREAKER_OPEN("1", Shape.GAUGE),
    /** Spare capacity over demand; negative when demand is greater. */
    CAPACITY_HEADROOM("1", Shape.SIGNED_GAUGE),
    /** Uncorrected memory errors of accelerators. */
    HBM_ECC_ERRORS("{error}", Shape.COUNTER),
    /** Time that accelerators were in service, summed over them. */
    ACCELERATOR_MINUTES("min", Shape.COUNTER),
    /** How long one checkpoint took to write. */
    CHECKPOINT_WRITE_MS("ms", Shape.GAUGE),
    /** How long ago the checkpoint that serves was written. */
    CHECKPOINT_AGE_SECONDS("s", Shape.GAUGE),
    /** Share of time that accelerators computed, 0 to 1. */
    GPU_UTILIZATION("1", Shape.GAUGE),
    /** Share of accelerator memory that holds weights or cached tokens, 0 to 1. */
    HBM_UTILIZATION("1", Shape.GAUGE),
    /** Cost in millionths of a US dollar. */
    COST_MICRO_USD("{micro_usd}", Shape.COUNTER);

    private enum Shape {
        GAUGE,
        SIGNED_GAUGE,
        COUNTER
    }

    private static final Map<Utf8, SampleName> BY_NAME = new HashMap<>();

    static {
        for (SampleName name : values()) {
            BY_NAME.put(new Utf8(name.word()), name);
        }
    }

    private final String unit;
    private final Shape shape;

    SampleName(String unit, Shape shape) {
        this.unit = unit;
        this.shape = shape;
    }

    /** The name as it stands in records, for example {@code queue_depth}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Unit of the value; producers should write it, records with other text are accepted as this unit. */
    public String unit() {
        return unit;
    }

    /** Whether values are whole-number increases since the reporter's last sample, 0 or more. */
    public boolean isCounter() {
        return shape == Shape.COUNTER;
    }

    /** Whether a value below 0 makes sense. */
    public boolean mayBeNegative() {
        return shape == Shape.SIGNED_GAUGE;
    }

    /** The catalogue entry of this name, or empty when there is none. */
    public static Optional<SampleName> byName(CharSequence name) {
        return Optional.ofNullable(lookup(name instanceof Utf8 utf8 ? utf8 : new Utf8(name.toString())));
    }

    /** The entry or null, without allocation. */
    static SampleName lookup(Utf8 name) {
        return BY_NAME.get(name);
    }
}
