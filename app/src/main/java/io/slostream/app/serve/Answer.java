// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.serve;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * What is answered to a request.
 *
 * @param code HTTP status
 * @param contentType media type of the body
 * @param body the body; must not be changed
 * @param headers further headers
 */
@SuppressWarnings("ArrayRecordComponent") // written once, never compared
public record Answer(int code, String contentType, byte[] body, Map<String, String> headers) {
    private static final JsonFactory JSON = new JsonFactory();
    private static final String JSON_TYPE = "application/json";

    public Answer {
        headers = Map.copyOf(headers);
    }

    /** What writes the fields of a JSON object. */
    @FunctionalInterface
    public interface JsonBody {
        /** Writes fields; the object is opened and closed around it. */
        void write(JsonGenerator json) throws IOException;
    }

    /** JSON. */
    public static Answer json(int code, byte[] body) {
        return new Answer(code, JSON_TYPE, body, Map.of());
    }

    /** A JSON object. */
    public static Answer json(int code, JsonBody fields) {
        return json(code, object(fields));
    }

    /** The bytes of a JSON object. */
    public static byte[] object(JsonBody fields) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            fields.write(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("a byte array cannot fail", e);
        }
        return out.toByteArray();
    }

    /** Text of some sort, in UTF-8. */
    public static Answer text(String contentType, String body) {
        return new Answer(200, contentType, body.getBytes(StandardCharsets.UTF_8), Map.of());
    }

    /** What is wrong, in a word and in a sentence. */
    public static Answer problem(int code, String status, String problem) {
        return json(code, json -> {
            json.writeStringField("status", status);
            json.writeArrayFieldStart("problems");
            json.writeString(problem);
            json.writeEndArray();
        });
    }

    /** The same with one more header. */
    public Answer with(String name, String value) {
        Map<String, String> more = new HashMap<>(headers);
        more.put(name, value);
        return new Answer(code, contentType, body, more);
    }
}
