// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.streams;

import io.slostream.alerting.definition.Severity;
import io.slostream.alerting.state.AlertState;
import io.slostream.alerting.state.Phase;
import io.slostream.alerting.state.TierState;
import io.slostream.schemas.telemetry.TelemetryKind;
import io.slostream.topology.Exclusion;
import io.slostream.topology.Series;
import io.slostream.topology.SourcePartition;
import io.slostream.topology.accumulate.EvidenceKey;
import io.slostream.topology.accumulate.OpenCountKey;
import io.slostream.topology.accumulate.OpenExclusions;
import io.slostream.topology.accumulate.OutgoingKey;
import io.slostream.topology.judge.AdoptionKey;
import io.slostream.topology.judge.AlertKey;
import io.slostream.topology.judge.JudgingKey;
import io.slostream.topology.judge.SummaryKey;
import io.slostream.topology.judge.Watermark;
import io.slostream.topology.judge.WatermarkKey;
import io.slostream.topology.window.MaskKey;
import io.slostream.topology.window.MinuteCounts;
import io.slostream.topology.window.RingKey;
import io.slostream.topology.window.WaitingEvidence;
import io.slostream.topology.window.WaitingKey;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** How each state is laid out in its store. Changing a layout is a change of the application's state. */
final class Codecs {
    private static final int TIER_BYTES = 1 + 5 * Long.BYTES;

    static final StateCodec<OpenCountKey, long[]> OPEN_COUNTS = ofLongs(Codecs::openCount, Codecs::openCount);

    static final StateCodec<EvidenceKey, long[]> OPEN_EVIDENCE = ofLongs(
            (key, out) -> {
                source(key.source(), out);
                out.putLong(key.boundaryMs());
                series(key.series(), out);
            },
            in -> new EvidenceKey(source(in), in.readLong(), series(in)));

    static final StateCodec<WaitingEvidence.Key, long[]> WAITING_EVIDENCE = ofLongs(
            (key, out) -> {
                out.putByte(Kinds.code(key.kind())).putLong(key.boundaryMs());
                series(key.series(), out);
            },
            in -> new WaitingEvidence.Key(Kinds.ofCode(in.readByte()), in.readLong(), series(in)));

    static final StateCodec<MinuteCounts.Key, long[]> MINUTES = ofLongs(
            (key, out) -> {
                series(key.series(), out);
                out.putLong(key.startMs());
            },
            in -> new MinuteCounts.Key(series(in), in.readLong()));

    static final StateCodec<AdoptionKey, long[]> ADOPTIONS = ofLongs(
            (key, out) ->
                    out.putByte(Kinds.code(key.kind())).putInt(key.partition()).putLong(key.version()),
            in -> new AdoptionKey(Kinds.ofCode(in.readByte()), in.readInt(), in.readLong()));

    static final StateCodec<JudgingKey, Long> JUDGING = ofLong(
            (key, out) -> out.putByte(Kinds.code(key.kind())).putText(key.slo()),
            in -> new JudgingKey(Kinds.ofCode(in.readByte()), in.readText()));

    static final StateCodec<Series, long[]> EVIDENCE = ofLongs(Codecs::series, Codecs::series);

    static final StateCodec<SourcePartition, long[]> SOURCE_ROWS = ofLongs(Codecs::source, Codecs::source);

    static final StateCodec<OutgoingKey, Long> OUTGOING = ofLong(
            (key, out) -> {
                source(key.source(), out);
                out.putLong(key.version());
            },
            in -> new OutgoingKey(source(in), in.readLong()));

    static final StateCodec<WaitingKey, long[]> WAITING = ofLongs(Codecs::waiting, Codecs::waiting);

    static final StateCodec<RingKey, long[]> RINGS = ofLongs(
            (key, out) -> {
                series(key.series(), out);
                out.putByte(key.level()).putInt(key.block());
            },
            in -> new RingKey(series(in), in.readByte(), in.readInt()));

    static final StateCodec<OpenExclusions.Key, Exclusion> OPEN_EXCLUSIONS = of(
            (key, out) -> {
                source(key.source(), out);
                exclusionKey(key.exclusion(), out);
            },
            in -> new OpenExclusions.Key(source(in), exclusionKey(in)),
            ExclusionCodec::bytes,
            ExclusionCodec::of);

    static final StateCodec<Exclusion.Key, Exclusion> EXCLUSIONS =
            of(Codecs::exclusionKey, Codecs::exclusionKey, ExclusionCodec::bytes, ExclusionCodec::of);

    static final StateCodec<MaskKey, long[]> MASKS = ofLongs(
            (key, out) -> out.putText(key.slo())
                    .putText(key.group())
                    .putByte(key.level())
                    .putInt(key.block()),
            in -> new MaskKey(in.readText(), in.readText(), in.readByte(), in.readInt()));

    static final StateCodec<Series, Long> SERIES = ofLong(Codecs::series, Codecs::series);

    static final StateCodec<TelemetryKind, Long> CURSORS =
            ofLong((kind, out) -> out.putByte(Kinds.code(kind)), in -> Kinds.ofCode(in.readByte()));

    static final StateCodec<WatermarkKey, Watermark> WATERMARKS = of(
            (key, out) -> out.putByte(Kinds.code(key.kind())).putInt(key.partition()),
            in -> new WatermarkKey(Kinds.ofCode(in.readByte()), in.readInt()),
            mark -> ByteBuffer.allocate(Long.BYTES + Integer.BYTES)
                    .putLong(mark.watermarkMs())
                    .putInt(mark.sources())
                    .array(),
            bytes -> {
                ByteBuffer in = ByteBuffer.wrap(bytes);
                return new Watermark(in.getLong(), in.getInt());
            });

    static final StateCodec<AlertKey, AlertState> ALERTS = of(
            (key, out) -> out.putText(key.slo()).putText(key.alert()).putText(key.group()),
            in -> new AlertKey(in.readText(), in.readText(), in.readText()),
            Codecs::alertState,
            Codecs::alertState);

    static final StateCodec<SummaryKey, long[]> SUMMARIES = ofLongs(
            (key, out) -> out.putText(key.slo()).putText(key.group()),
            in -> new SummaryKey(in.readText(), in.readText()));

    private Codecs() {}

    private static byte[] alertState(AlertState state) {
        boolean isSilent = !state.silence().equals(TierState.INACTIVE);
        int machines = state.tiers().size() + (isSilent ? 1 : 0);
        ByteBuffer out = ByteBuffer.allocate(4 + 2 * Long.BYTES + machines * TIER_BYTES);
        out.put((byte) (state.noDataReported() ? 1 : 0)).put((byte) (state.suppressedReported() ? 1 : 0));
        out.put((byte) state.severity().map(Codecs::severityCode).orElse(0).intValue());
        out.put((byte) state.tiers().size());
        out.putLong(state.startedAtMs()).putLong(state.firedAtMs());
        for (TierState tier : state.tiers()) {
            tierState(tier, out);
        }
        if (isSilent) {
            tierState(state.silence(), out);
        }
        return out.array();
    }

    private static void tierState(TierState tier, ByteBuffer out) {
        out.put((byte) phaseCode(tier.phase()));
        out.putLong(tier.startedAtMs()).putLong(tier.firedAtMs()).putLong(tier.clearSinceMs());
        out.putLong(tier.frozenFromMs()).putLong(tier.frozenMs());
    }

    private static AlertState alertState(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        boolean noDataReported = in.get() == 1;
        boolean suppressedReported = in.get() == 1;
        Optional<Severity> severity = severityOf(in.get());
        int count = in.get();
        long startedAt = in.getLong();
        long firedAt = in.getLong();
        List<TierState> tiers = new ArrayList<>();
        for (int tier = 0; tier < count; tier++) {
            tiers.add(tierState(in));
        }
        TierState silence = in.hasRemaining() ? tierState(in) : TierState.INACTIVE;
        return new AlertState(tiers, silence, startedAt, firedAt, severity, noDataReported, suppressedReported);
    }

    private static TierState tierState(ByteBuffer in) {
        Phase phase = phaseOf(in.get());
        return new TierState(phase, in.getLong(), in.getLong(), in.getLong(), in.getLong(), in.getLong());
    }

    private static int severityCode(Severity severity) {
        return severity == Severity.PAGE ? 2 : 1;
    }

    private static Optional<Severity> severityOf(int code) {
        return code == 0 ? Optional.empty() : Optional.of(code == 2 ? Severity.PAGE : Severity.TICKET);
    }

    private static int phaseCode(Phase phase) {
        return switch (phase) {
            case INACTIVE -> 0;
            case PENDING -> 1;
            case FIRING -> 2;
        };
    }

    private static Phase phaseOf(int code) {
        return code == 0 ? Phase.INACTIVE : code == 1 ? Phase.PENDING : Phase.FIRING;
    }

    private static void source(SourcePartition source, OrderedBytes out) {
        out.putText(source.topic()).putInt(source.partition());
    }

    private static SourcePartition source(OrderedBytes.Reader in) {
        return new SourcePartition(in.readText(), in.readInt());
    }

    static void openCount(OpenCountKey key, OrderedBytes out) {
        source(key.source(), out);
        out.putLong(key.boundaryMs())
                .putByte(key.level())
                .putLong(key.paneStartMs())
                .putText(key.group());
    }

    static OpenCountKey openCount(OrderedBytes.Reader in) {
        return new OpenCountKey(source(in), in.readLong(), in.readByte(), in.readLong(), in.readText());
    }

    static void waiting(WaitingKey key, OrderedBytes out) {
        out.putByte(Kinds.code(key.kind()))
                .putLong(key.boundaryMs())
                .putByte(key.level())
                .putLong(key.paneStartMs());
        series(key.series(), out);
    }

    static WaitingKey waiting(OrderedBytes.Reader in) {
        return new WaitingKey(Kinds.ofCode(in.readByte()), in.readLong(), in.readByte(), in.readLong(), series(in));
    }

    private static void exclusionKey(Exclusion.Key key, OrderedBytes out) {
        out.putLong(key.boundaryMs()).putInt(key.partition()).putLong(key.position());
    }

    private static Exclusion.Key exclusionKey(OrderedBytes.Reader in) {
        return new Exclusion.Key(in.readLong(), in.readInt(), in.readLong());
    }

    static void series(Series series, OrderedBytes out) {
        out.putInt(series.sli()).putText(series.group());
    }

    static Series series(OrderedBytes.Reader in) {
        return new Series(in.readInt(), in.readText());
    }

    private static <K> StateCodec<K, long[]> ofLongs(
            BiConsumer<K, OrderedBytes> writeKey, Function<OrderedBytes.Reader, K> readKey) {
        return of(
                writeKey,
                readKey,
                longs -> {
                    ByteBuffer out = ByteBuffer.allocate(longs.length * Long.BYTES);
                    out.asLongBuffer().put(longs);
                    return out.array();
                },
                bytes -> {
                    long[] longs = new long[bytes.length / Long.BYTES];
                    ByteBuffer.wrap(bytes).asLongBuffer().get(longs);
                    return longs;
                });
    }

    private static <K> StateCodec<K, Long> ofLong(
            BiConsumer<K, OrderedBytes> writeKey, Function<OrderedBytes.Reader, K> readKey) {
        return of(
                writeKey,
                readKey,
                value -> ByteBuffer.allocate(Long.BYTES).putLong(value).array(),
                bytes -> ByteBuffer.wrap(bytes).getLong());
    }

    static <K, V> StateCodec<K, V> of(
            BiConsumer<K, OrderedBytes> writeKey,
            Function<OrderedBytes.Reader, K> readKey,
            Function<V, byte[]> writeValue,
            Function<byte[], V> readValue) {
        return new StateCodec<>() {
            @Override
            public byte[] key(K key) {
                OrderedBytes out = new OrderedBytes();
                writeKey.accept(key, out);
                return out.toBytes();
            }

            @Override
            public K readKey(byte[] bytes) {
                return readKey.apply(new OrderedBytes.Reader(bytes));
            }

            @Override
            public byte[] value(V value) {
                return writeValue.apply(value);
            }

            @Override
            public V readValue(byte[] bytes) {
                return readValue.apply(bytes);
            }
        };
    }
}
