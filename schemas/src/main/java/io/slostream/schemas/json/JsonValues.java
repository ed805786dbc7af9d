// SPDX-License-Identifier: Apache-2.0
package io.slostream.schemas.json;

import static io.slostream.schemas.telemetry.Rejections.reject;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.slostream.schemas.telemetry.DecodeResult.Rejected;
import io.slostream.schemas.telemetry.RejectReason;
import io.slostream.schemas.telemetry.TelemetryEvent;
import io.slostream.schemas.telemetry.TelemetryField;
import java.io.IOException;
import org.apache.avro.util.Utf8;

/**
 * Stores single JSON values in an event. JSON has one number type, so {@code 5}, {@code 5.0} and {@code 5e0} are the
 * same whole number here; a number with a fraction is none.
 */
final class JsonValues {
    /** Beyond this a double no longer tells whole numbers apart. */
    private static final double MAX_EXACT = 1L << 53;

    private long whole;

    /**
     * Stores the value of the current token.
     *
     * @return null when stored; the parser has not moved when rejected
     */
    Rejected store(JsonParser parser, JsonToken token, TelemetryField field, TelemetryEvent into) throws IOException {
        if (field.isInstant()) {
            Rejected rejected = instant(parser, token, field.name());
            if (rejected == null) {
                into.setLong(field.index(), whole);
            }
            return rejected;
        }
        return switch (field.type()) {
            case LONG -> {
                Rejected rejected = wholeNumber(parser, token, field.name());
                if (rejected == null) {
                    into.setLong(field.index(), whole);
                }
                yield rejected;
            }
            case DOUBLE -> number(parser, token, field, into);
            case BOOLEAN -> {
                if (token == JsonToken.VALUE_TRUE || token == JsonToken.VALUE_FALSE) {
                    into.setBoolean(field.index(), token == JsonToken.VALUE_TRUE);
                    yield null;
                }
                yield wrongType(field.name(), token, "a boolean");
            }
            case STRING -> string(parser, token, field, into);
        };
    }

    /** Reads epoch milliseconds or ISO-8601 with a zone into {@link #whole}; null when that worked. */
    Rejected instant(JsonParser parser, JsonToken token, String name) throws IOException {
        if (token != JsonToken.VALUE_STRING) {
            return token.isNumeric()
                    ? wholeNumber(parser, token, name)
                    : wrongType(name, token, "epoch milliseconds or ISO-8601 text");
        }
        String text = parser.getText();
        whole = EventTimeText.parse(text);
        return whole == EventTimeText.NONE
                ? reject(RejectReason.WRONG_TYPE, name + " is '" + text + "', which is not ISO-8601 with a zone")
                : null;
    }

    /** The whole number read last. */
    long whole() {
        return whole;
    }

    private Rejected wholeNumber(JsonParser parser, JsonToken token, String name) throws IOException {
        if (token == JsonToken.VALUE_NUMBER_INT) {
            if (parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
                return outOfRange(parser, name);
            }
            whole = parser.getLongValue();
            return null;
        }
        if (token != JsonToken.VALUE_NUMBER_FLOAT) {
            return wrongType(name, token, "a whole number");
        }
        if (parser.isNaN()) {
            return notANumber(parser, name);
        }
        double value = parser.getDoubleValue();
        if (Double.isInfinite(value) || Math.abs(value) > MAX_EXACT) {
            return outOfRange(parser, name);
        }
        if (value != Math.rint(value)) {
            return reject(RejectReason.WRONG_TYPE, name + " is " + parser.getText() + ", a whole number is needed");
        }
        whole = (long) value;
        return null;
    }

    private static Rejected number(JsonParser parser, JsonToken token, TelemetryField field, TelemetryEvent into)
            throws IOException {
        if (!token.isNumeric()) {
            return wrongType(field.name(), token, "a number");
        }
        if (token == JsonToken.VALUE_NUMBER_FLOAT && parser.isNaN()) {
            return notANumber(parser, field.name());
        }
        double value = parser.getDoubleValue();
        if (Double.isInfinite(value)) {
            return outOfRange(parser, field.name());
        }
        into.setDouble(field.index(), value);
        return null;
    }

    private static Rejected string(JsonParser parser, JsonToken token, TelemetryField field, TelemetryEvent into)
            throws IOException {
        if (token != JsonToken.VALUE_STRING) {
            return wrongType(field.name(), token, "a string");
        }
        Utf8 buffer = into.reusableString(field.index());
        if (!JsonText.encode(parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength(), buffer)) {
            return reject(RejectReason.MALFORMED_JSON, field.name() + " has half of a surrogate pair");
        }
        into.setString(field.index(), buffer);
        return null;
    }

    /** What a token is, in words. */
    static String describe(JsonToken token) {
        return switch (token) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "an array";
            case VALUE_STRING -> "a string";
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
            case VALUE_TRUE, VALUE_FALSE -> "a boolean";
            case VALUE_NULL -> "null";
            default -> token.toString();
        };
    }

    private static Rejected wrongType(String name, JsonToken token, String needed) {
        return reject(RejectReason.WRONG_TYPE, name + " is " + describe(token) + ", " + needed + " is needed");
    }

    private static Rejected outOfRange(JsonParser parser, String name) throws IOException {
        return reject(RejectReason.OUT_OF_RANGE, name + " is " + parser.getText() + ", beyond what can be counted");
    }

    private static Rejected notANumber(JsonParser parser, String name) throws IOException {
        return reject(RejectReason.NOT_A_NUMBER, name + " is " + parser.getText());
    }
}
