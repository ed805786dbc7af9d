// SPDX-License-Identifier: Apache-2.0
package io.slostream.schemas.telemetry;

import static io.slostream.schemas.telemetry.Rejections.reject;

import io.slostream.schemas.telemetry.DecodeResult.Rejected;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.avro.util.Utf8;

/**
 * The rules that every event must keep, whatever format carried it. Rules of single fields come from
 * {@link TelemetryField}, so from the schema; rules across fields stand here.
 *
 * <p>A record is judged whole before any SLI sees it: else one bad field would count for one SLI and not for another.
 * The first broken rule is reported: missing fields in schema order, then values in schema order, then cross-field
 * rules. Allocates only to reject.
 */
public final class EventValidator {
    /** Longest text in an exclusion, characters: the engine keeps them, and reports them with every summary. */
    private static final int MAX_TEXT = 200;
    /** Longest exclusion: what lasts longer is no exception but another objective. */
    private static final long MAX_EXCLUDED_MS = Duration.ofDays(90).toMillis();

    private static final Map<TelemetryKind, Rules> RULES = new EnumMap<>(TelemetryKind.class);

    static {
        for (TelemetryKind kind : TelemetryKind.values()) {
            RULES.put(kind, new Rules(kind));
        }
    }

    private EventValidator() {}

    /** Judges the event as it stands. */
    public static DecodeResult validate(TelemetryEvent event) {
        return RULES.get(event.kind()).apply(event);
    }

    /** The rules of one kind, laid out for speed. */
    private static final class Rules {
        private final TelemetryKind kind;
        private final TelemetryField[] fields;
        private final List<Set<Utf8>> symbols = new ArrayList<>();
        private final long required;
        private final int passed;
        private final int passedCount;
        private final int probeCount;
        private final int name;
        private final int value;
        private final int from;
        private final int to;

        Rules(TelemetryKind kind) {
            this.kind = kind;
            this.fields = kind.fields().toArray(new TelemetryField[0]);
            long mask = 0;
            for (TelemetryField field : fields) {
                mask |= field.nullable() ? 0 : 1L << field.index();
                symbols.add(field.symbols().stream().map(Utf8::new).collect(Collectors.toUnmodifiableSet()));
            }
            this.required = mask;
            this.passed = index("passed");
            this.passedCount = index("passed_count");
            this.probeCount = index("probe_count");
            this.name = index("name");
            this.value = index("value");
            this.from = index("from");
            this.to = index("to");
        }

        /** Index of the field, or -1 when the kind has none; the rule of another kind never asks for it. */
        private int index(String field) {
            return kind.field(field).map(TelemetryField::index).orElse(-1);
        }

        DecodeResult apply(TelemetryEvent event) {
            long missing = required & ~event.present();
            if (missing != 0) {
                String name = fields[Long.numberOfTrailingZeros(missing)].name();
                return reject(RejectReason.MISSING_FIELD, name + " is missing");
            }
            for (TelemetryField field : fields) {
                Rejected rejected = event.has(field.index()) ? value(event, field) : null;
                if (rejected != null) {
                    return rejected;
                }
            }
            Rejected rejected = switch (kind) {
                case CANARY -> canary(event);
                case SAMPLE -> sample(event);
                case EXCLUSION -> exclusion(event);
                case EVALUATION, REQUEST, ROUTING, CHECKPOINT -> null;
            };
            return rejected == null ? DecodeResult.ACCEPTED : rejected;
        }

        private Rejected value(TelemetryEvent event, TelemetryField field) {
            int index = field.index();
            return switch (field.type()) {
                case LONG -> {
                    long value = event.longAt(index);
                    yield value < field.minimum() || value > field.maximum()
                            ? outOfRange(field, Long.toString(value))
                            : null;
                }
                case DOUBLE -> {
                    double value = event.doubleAt(index);
                    if (Double.isNaN(value) || Double.isInfinite(value)) {
                        yield reject(RejectReason.NOT_A_NUMBER, field.name() + " is " + value);
                    }
                    yield value < field.minimum() || value > field.maximum()
                            ? outOfRange(field, Double.toString(value))
                            : null;
                }
                case STRING -> string(event.stringAt(index), field);
                case BOOLEAN -> null;
            };
        }

        private Rejected string(Utf8 value, TelemetryField field) {
            int index = field.index();
            boolean mayBeEmpty = kind != TelemetryKind.EXCLUSION
                    && index != kind.specialistField().index()
                    && index != kind.eventIdField().index();
            if (value.getByteLength() == 0 && !mayBeEmpty) {
                return reject(RejectReason.EMPTY_FIELD, field.name() + " is empty");
            }
            if (!Utf8Check.isValid(value.getBytes(), 0, value.getByteLength())) {
                return reject(RejectReason.MALFORMED_AVRO, field.name() + " is not UTF-8");
            }
            Set<Utf8> closed = symbols.get(field.index());
            if (!closed.isEmpty() && !closed.contains(value)) {
                return reject(
                        RejectReason.UNKNOWN_NAME,
                        field.name() + " is '" + value + "', which is none of " + new TreeSet<>(field.symbols()));
            }
            return null;
        }

        private Rejected outOfRange(TelemetryField field, String value) {
            return reject(
                    RejectReason.OUT_OF_RANGE,
                    field.name() + " is " + value + ", outside " + plain(field.minimum()) + " to "
                            + plain(field.maximum()));
        }

        private String plain(double bound) {
            return bound == Math.rint(bound) ? Long.toString((long) bound) : Double.toString(bound);
        }

        /** A canary without any result is a valid event that measured nothing; two results are a contradiction. */
        private Rejected canary(TelemetryEvent event) {
            if (event.has(passedCount) != event.has(probeCount)) {
                return inconsistent("only one of passed_count and probe_count is present");
            }
            if (event.has(passed) && event.has(probeCount)) {
                return inconsistent("passed stands beside passed_count and probe_count; send one of the two");
            }
            if (event.has(probeCount) && event.longAt(passedCount) > event.longAt(probeCount)) {
                return inconsistent("passed_count is " + event.longAt(passedCount) + ", more than probe_count "
                        + event.longAt(probeCount));
            }
            return null;
        }

        private Rejected sample(TelemetryEvent event) {
            SampleName known = SampleName.lookup(event.stringAt(name));
            if (known == null) {
                return reject(
                        RejectReason.UNKNOWN_NAME,
                        "name is '" + event.stringAt(name) + "', which is no declared sample name");
            }
            double reading = event.doubleAt(value);
            if (reading < 0 && !known.mayBeNegative()) {
                return reject(RejectReason.OUT_OF_RANGE, "value is " + reading + "; " + known.word() + " is 0 or more");
            }
            if (known.isCounter() && reading != Math.rint(reading)) {
                return reject(
                        RejectReason.OUT_OF_RANGE,
                        "value is " + reading + "; " + known.word() + " is a counter and grows by whole numbers");
            }
            return null;
        }

        private Rejected exclusion(TelemetryEvent event) {
            long length = event.longAt(to) - event.longAt(from);
            if (length <= 0) {
                return inconsistent("to is " + event.longAt(to) + ", not after from, " + event.longAt(from));
            }
            if (length > MAX_EXCLUDED_MS) {
                return reject(
                        RejectReason.OUT_OF_RANGE,
                        "from and to lie " + length + " ms apart, more than 90 days; file several exclusions");
            }
            for (TelemetryField field : fields) {
                if (field.type() == FieldType.STRING
                        && field.index() != kind.eventIdField().index()
                        && event.has(field.index())) {
                    int characters = event.stringAt(field.index()).toString().length();
                    if (characters > MAX_TEXT) {
                        return reject(
                                RejectReason.OUT_OF_RANGE,
                                field.name() + " has " + characters + " characters, " + MAX_TEXT + " are allowed");
                    }
                }
            }
            return null;
        }

        private static Rejected inconsistent(String detail) {
            return reject(RejectReason.INCONSISTENT_FIELDS, detail);
        }
    }
}
