// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.history;

import io.slostream.app.run.RecordedEngine;
import io.slostream.schemas.telemetry.TelemetryKind;
import io.slostream.topology.Packet;
import io.slostream.topology.Partial;
import io.slostream.topology.SourcePartition;
import io.slostream.topology.judge.AlertKey;
import io.slostream.topology.judge.VerdictStage;
import io.slostream.topology.judge.VerdictState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Brings stage 2 to the end of an hour without the events before: its windows are filled with the counts of minutes, and
 * with the events since that are read anyway; there alert states take their recorded place. What is judged on the way is
 * nobody's verdict.
 */
final class Seeding {
    private final RecordedEngine engine;
    private final PaneSeed seed;
    private final VerdictState state;
    /** The last word of each source that is ahead of the hour's end. */
    private final Map<SourcePartition, Packet> ahead = new HashMap<>();

    Seeding(RecordedEngine engine, PaneSeed seed, VerdictState state) {
        this.engine = engine;
        this.seed = seed;
        this.state = state;
        long intervalMs = engine.versions().first().definition().grid().evaluationIntervalMs();
        for (TelemetryKind kind : engine.kinds()) {
            if (kind != TelemetryKind.EXCLUSION) {
                state.cursors().put(kind, seed.finestMs() - intervalMs);
            }
        }
    }

    /** The first packet for a new stage over the state. */
    Packet counts() {
        return seed.packet(engine);
    }

    /** A packet without what the minutes hold already, and no further than the hour's end. */
    Packet before(Packet packet) {
        List<Partial> partials = packet.partials().stream()
                .filter(partial -> partial.boundaryMs() > seed.boundaryMs() || partial.paneStartMs() >= seed.finestMs())
                .toList();
        long watermarkMs = packet.watermarkMs();
        if (watermarkMs > seed.boundaryMs()) {
            ahead.put(packet.source(), with(packet, List.of(), watermarkMs));
            watermarkMs = seed.boundaryMs();
        }
        return new Packet(
                packet.source(),
                packet.sources(),
                packet.kinds(),
                packet.version(),
                packet.sinceMs(),
                partials,
                packet.evidence(),
                packet.sketches(),
                packet.exclusions(),
                watermarkMs);
    }

    private static Packet with(Packet packet, List<Partial> partials, long watermarkMs) {
        return new Packet(
                packet.source(),
                packet.sources(),
                packet.kinds(),
                packet.version(),
                packet.sinceMs(),
                partials,
                List.of(),
                List.of(),
                List.of(),
                watermarkMs);
    }

    /** Whether every kind stands at the hour's end. */
    boolean isThere(VerdictStage stage) {
        return engine.kinds().stream()
                .filter(kind -> kind != TelemetryKind.EXCLUSION)
                .allMatch(kind -> stage.evaluatedUpTo(kind).orElse(Long.MIN_VALUE) >= seed.boundaryMs());
    }

    /** Puts alerts where they stood; a new stage over the state goes on, once it has heard what sources said since. */
    List<Packet> finish() {
        List<AlertKey> known = new ArrayList<>();
        state.alerts().forEach((key, alert) -> known.add(key));
        known.forEach(state.alerts()::delete);
        seed.alerts().forEach(state.alerts()::put);
        return List.copyOf(ahead.values());
    }
}
