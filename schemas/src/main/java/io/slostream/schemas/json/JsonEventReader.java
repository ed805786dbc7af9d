// SPDX-License-Identifier: Apache-2.0
package io.slostream.schemas.json;

import static io.slostream.schemas.telemetry.Rejections.reject;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import io.slostream.schemas.telemetry.DecodeResult;
import io.slostream.schemas.telemetry.DecodeResult.Rejected;
import io.slostream.schemas.telemetry.EventValidator;
import io.slostream.schemas.telemetry.RejectReason;
import io.slostream.schemas.telemetry.TelemetryEvent;
import io.slostream.schemas.telemetry.TelemetryField;
import io.slostream.schemas.telemetry.TelemetryKind;
import java.io.IOException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Reads one JSON object into an event: a Kafka value, or one line of NDJSON (without its BOM, which is the caller's).
 *
 * <p>Fields that no schema knows are skipped. The whole text is read even after the first problem, so that
 * {@link #arrivalTimeMs} is known for rejected lines too; text that is not JSON is reported before all else, then the
 * first problem from left to right, then what {@link EventValidator} finds. Not thread-safe.
 */
public final class JsonEventReader {
    /** {@link #arrivalTimeMs} of a text that has no readable {@code arrival_time}. */
    public static final long NO_ARRIVAL_TIME = Long.MIN_VALUE;

    /** Longest text that is looked into, bytes. */
    public static final int MAX_BYTES = 1 << 20;

    /** Deepest nesting of objects and arrays, the event itself included. */
    public static final int MAX_DEPTH = 100;

    /** The parser's own limit lies higher, so that what follows a deep value can still be read. */
    private static final int PARSER_DEPTH = 1_000;

    private static final int MAX_KEPT_NAMES = 64;

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(PARSER_DEPTH)
                    .build())
            // NaN then is a token that can be reported with the name of its field; it is refused everywhere.
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            // Names come from outside: interning them would fill the JVM's string table for good, and an overflow
            // of the shared symbol table would make the verdict on one record depend on the records before it.
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
            // Always UTF-8, which the parser checks strictly: guessing UTF-16 or UTF-32 from zero bytes would accept
            // what is refused elsewhere.
            .disable(JsonFactory.Feature.CHARSET_DETECTION)
            .build();

    private final JsonValues values = new JsonValues();
    private Set<String> otherNames = new HashSet<>();
    private long seenFields;
    private long arrivalTimeMs = NO_ARRIVAL_TIME;
    private String unknownField;
    private boolean closed;
    private TelemetryKind kind;
    private Rejected problem;

    /**
     * The {@code arrival_time} of the text read last, epoch milliseconds, 0 or more; kept when the text was rejected
     * for another reason and the field could be read. {@link #NO_ARRIVAL_TIME} when there is none.
     */
    public long arrivalTimeMs() {
        return arrivalTimeMs;
    }

    /** The first field of the text read last that no schema knows, as it stood there; empty when there is none. */
    public Optional<String> unknownField() {
        return Optional.ofNullable(unknownField);
    }

    /**
     * Reads and validates one object.
     *
     * @param kindOrNull what the topic carries; then {@code type} may be absent. Null: {@code type} is required and may
     *     stand anywhere in the object
     * @param into receives the event; meaningful only when the result is accepted
     * @return accepted, or rejected with a reason, whatever the bytes are
     */
    public DecodeResult read(byte[] buffer, int offset, int length, TelemetryKind kindOrNull, TelemetryEvent into) {
        arrivalTimeMs = NO_ARRIVAL_TIME;
        unknownField = null;
        problem = null;
        kind = kindOrNull;
        seenFields = 0;
        forgetNames();
        if (length > MAX_BYTES) {
            return reject(RejectReason.OVERSIZED, "the text has " + length + " bytes, " + MAX_BYTES + " are allowed");
        }
        closed = false;
        try (JsonParser parser = JSON.createParser(buffer, offset, length)) {
            Rejected noObject = enter(parser);
            if (noObject != null) {
                return noObject;
            }
            if (kind != null) {
                into.reset(kind);
            }
            fields(parser, kindOrNull, into, buffer, offset, length);
            closed = true;
            if (parser.nextToken() != null) {
                return reject(RejectReason.TRAILING_BYTES, "more text follows the JSON object");
            }
        } catch (StreamConstraintsException e) {
            boolean deep = problem != null && problem.reason() == RejectReason.NESTED_TOO_DEEP;
            return deep ? problem : reject(RejectReason.MALFORMED_JSON, e.getOriginalMessage());
        } catch (JsonProcessingException e) {
            return closed
                    ? reject(RejectReason.TRAILING_BYTES, "text that is not JSON follows the JSON object")
                    : reject(RejectReason.MALFORMED_JSON, explain(e));
        } catch (IOException | RuntimeException e) {
            return reject(RejectReason.MALFORMED_JSON, "the text is not JSON: " + e);
        }
        if (problem != null) {
            return problem;
        }
        return kind == null ? reject(RejectReason.MISSING_FIELD, "type is missing") : EventValidator.validate(into);
    }

    /** Reads the first token; null when it opens an object. */
    private static Rejected enter(JsonParser parser) throws IOException {
        JsonToken token = parser.nextToken();
        if (token == JsonToken.START_OBJECT) {
            return null;
        }
        if (token == null) {
            return reject(RejectReason.EMPTY, "the text is empty");
        }
        if (token == JsonToken.VALUE_NULL) {
            return reject(RejectReason.NULL_RECORD, "the text is a JSON null");
        }
        return reject(RejectReason.MALFORMED_JSON, "the text is " + JsonValues.describe(token) + ", not an object");
    }

    private void fields(
            JsonParser parser, TelemetryKind expected, TelemetryEvent into, byte[] buffer, int offset, int length)
            throws IOException {
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            if (kind == null && problem == null && otherNames.isEmpty()) {
                // The first field. Mostly it is the type; if not, look ahead for it, since it decides what fields mean.
                kind = name.equals("type") ? null : findType(buffer, offset, length);
                if (kind != null) {
                    into.reset(kind);
                }
            }
            JsonToken token = parser.nextToken();
            TelemetryField field = kind == null ? null : kind.fieldOrNull(name);
            if (field != null) {
                field(parser, token, field, into);
            } else if (!otherNames.add(name)) {
                report(RejectReason.MALFORMED_JSON, name + " stands twice in the object");
                skip(parser, token, name);
            } else if (name.equals("type")) {
                type(parser, token, expected, into);
            } else if (name.equals("arrival_time")) {
                arrivalTime(parser, token);
            } else {
                unknownField = unknownField == null ? name : unknownField;
                skip(parser, token, name);
            }
        }
    }

    private void field(JsonParser parser, JsonToken token, TelemetryField field, TelemetryEvent into)
            throws IOException {
        long bit = 1L << field.index();
        if ((seenFields & bit) != 0) {
            report(RejectReason.MALFORMED_JSON, field.name() + " stands twice in the object");
            skip(parser, token, field.name());
            return;
        }
        seenFields |= bit;
        if (token == JsonToken.VALUE_NULL) {
            return; // as if absent; the validator knows whether that is allowed
        }
        Rejected rejected = values.store(parser, token, field, into);
        if (rejected != null) {
            report(rejected);
            skip(parser, token, field.name());
        }
    }

    private void type(JsonParser parser, JsonToken token, TelemetryKind expected, TelemetryEvent into)
            throws IOException {
        if (token == JsonToken.VALUE_NULL) {
            return;
        }
        if (token != JsonToken.VALUE_STRING) {
            report(RejectReason.WRONG_TYPE, "type is " + JsonValues.describe(token) + ", a string is needed");
            skip(parser, token, "type");
            return;
        }
        String text = parser.getText();
        Optional<TelemetryKind> named = TelemetryKind.byType(text);
        if (named.isEmpty()) {
            report(RejectReason.UNKNOWN_TYPE, "type is '" + text + "', which is no telemetry type");
        } else if (expected != null && expected != named.get()) {
            report(RejectReason.WRONG_TYPE, "type is '" + text + "', the topic carries '" + expected.type() + "'");
        } else if (kind == null) {
            kind = named.get();
            into.reset(kind);
        }
    }

    private void arrivalTime(JsonParser parser, JsonToken token) throws IOException {
        if (token == JsonToken.VALUE_NULL) {
            return;
        }
        Rejected rejected = values.instant(parser, token, "arrival_time");
        if (rejected == null) {
            TelemetryField bounds = TelemetryKind.REQUEST.eventTimeField();
            long millis = values.whole();
            if (millis >= bounds.minimum() && millis <= bounds.maximum()) {
                arrivalTimeMs = millis;
                return;
            }
            rejected =
                    reject(RejectReason.OUT_OF_RANGE, "arrival_time is " + millis + ", outside the years 1970 to 9999");
        }
        report(rejected);
        skip(parser, token, "arrival_time");
    }

    /** Skips the rest of a value, children included. */
    private void skip(JsonParser parser, JsonToken first, String name) throws IOException {
        int depth = 1;
        JsonToken token = first;
        while (true) {
            if (token.isStructStart()) {
                depth++;
                if (depth > MAX_DEPTH) {
                    report(RejectReason.NESTED_TOO_DEEP, name + " is nested deeper than " + MAX_DEPTH);
                }
            } else if (token.isStructEnd()) {
                depth--;
            } else if (token == JsonToken.VALUE_NUMBER_FLOAT && parser.isNaN()) {
                report(RejectReason.NOT_A_NUMBER, name + " holds " + parser.getText() + ", which is not JSON");
            }
            if (depth == 1) {
                return;
            }
            token = parser.nextToken();
        }
    }

    /** Looks ahead for {@code type} in a parser of its own; null when it is missing, unknown or cannot be reached. */
    private static TelemetryKind findType(byte[] buffer, int offset, int length) {
        try (JsonParser parser = JSON.createParser(buffer, offset, length)) {
            parser.nextToken();
            for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                JsonToken token = parser.nextToken();
                if (name.equals("type")) {
                    return token == JsonToken.VALUE_STRING
                            ? TelemetryKind.byType(parser.getText()).orElse(null)
                            : null;
                }
                parser.skipChildren();
            }
        } catch (IOException | RuntimeException e) {
            return null; // the main pass meets the same text and reports it
        }
        return null;
    }

    private void forgetNames() {
        // Clearing takes time in proportion to the largest object ever met.
        if (otherNames.size() > MAX_KEPT_NAMES) {
            otherNames = new HashSet<>();
        } else {
            otherNames.clear();
        }
    }

    private void report(RejectReason reason, String detail) {
        if (problem == null) {
            problem = reject(reason, detail);
        }
    }

    private void report(Rejected rejected) {
        if (problem == null) {
            problem = rejected;
        }
    }

    private static String explain(JsonProcessingException e) {
        String where = e.getLocation() == null
                ? ""
                : " at byte " + Math.max(0, e.getLocation().getByteOffset());
        // The parser's own words for this name places in a text that it does not show.
        String what = e instanceof JsonEOFException ? "the text ends in the middle" : e.getOriginalMessage();
        return "not JSON" + where + ": " + what;
    }
}
