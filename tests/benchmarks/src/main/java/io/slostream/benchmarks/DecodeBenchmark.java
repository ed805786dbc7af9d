// SPDX-License-Identifier: Apache-2.0
package io.slostream.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.slostream.schemas.json.JsonEventReader;
import io.slostream.schemas.telemetry.DecodeResult;
import io.slostream.schemas.telemetry.TelemetryEvent;
import io.slostream.schemas.telemetry.TelemetryKind;
import io.slostream.schemas.wire.TelemetryDecoder;
import io.slostream.schemas.wire.WireFormat;
import io.slostream.simulation.event.EventEncoder;
import io.slostream.simulation.event.SimulatedEvent;
import java.io.IOException;
import java.util.function.Function;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * Bytes to a validated event. The rivals decode only: they check no range, no UTF-8 and no rest behind the record.
 * Avro: {@code GenericDatumReader} with a reused record and decoder. JSON: {@code ObjectMapper.readTree}.
 */
@State(Scope.Thread)
public class DecodeBenchmark {
    private static final int RECORDS = 1_024;

    private final byte[][] avroRequests = records(TelemetryKind.REQUEST, Traffic::avro);
    private final byte[][] avroEvaluations = records(TelemetryKind.EVALUATION, Traffic::avro);
    private final byte[][] jsonRequests = records(TelemetryKind.REQUEST, EventEncoder::ndjson);
    private final TelemetryDecoder decoder = new TelemetryDecoder(new TrafficSchemas());
    private final JsonEventReader jsonReader = new JsonEventReader();
    private final TelemetryEvent event = new TelemetryEvent();
    private final AvroRival requestRival = new AvroRival(TelemetryKind.REQUEST);
    private final AvroRival evaluationRival = new AvroRival(TelemetryKind.EVALUATION);
    private final ObjectMapper mapper = new ObjectMapper();
    private int next;

    /** Avro's own reader as it is meant to be used when objects are to be saved. */
    private static final class AvroRival {
        private final GenericDatumReader<GenericRecord> reader;
        private GenericRecord record;
        private BinaryDecoder input;

        AvroRival(TelemetryKind kind) {
            reader = new GenericDatumReader<>(kind.schema());
        }

        GenericRecord read(byte[] value) throws IOException {
            int header = WireFormat.HEADER_LENGTH;
            input = DecoderFactory.get().binaryDecoder(value, header, value.length - header, input);
            record = reader.read(record, input);
            return record;
        }
    }

    private static byte[][] records(TelemetryKind kind, Function<SimulatedEvent, byte[]> format) {
        return Traffic.calm().next(kind, RECORDS).stream().map(format).toArray(byte[][]::new);
    }

    private byte[] next(byte[][] records) {
        next = (next + 1) % RECORDS;
        return records[next];
    }

    @Benchmark
    public DecodeResult avroRequest() {
        return decoder.decode(TelemetryKind.REQUEST, next(avroRequests), event);
    }

    @Benchmark
    public GenericRecord avroRequestRival() throws IOException {
        return requestRival.read(next(avroRequests));
    }

    @Benchmark
    public DecodeResult avroEvaluation() {
        return decoder.decode(TelemetryKind.EVALUATION, next(avroEvaluations), event);
    }

    @Benchmark
    public GenericRecord avroEvaluationRival() throws IOException {
        return evaluationRival.read(next(avroEvaluations));
    }

    @Benchmark
    public DecodeResult jsonRequest() {
        byte[] line = next(jsonRequests);
        return jsonReader.read(line, 0, line.length, null, event);
    }

    @Benchmark
    public JsonNode jsonRequestRival() throws IOException {
        return mapper.readTree(next(jsonRequests));
    }
}
