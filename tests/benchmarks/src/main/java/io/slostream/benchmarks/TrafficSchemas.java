// SPDX-License-Identifier: Apache-2.0
package io.slostream.benchmarks;

import io.slostream.schemas.registry.SchemaRegistry;
import io.slostream.schemas.registry.WriterSchema;
import io.slostream.schemas.telemetry.TelemetryKind;
import java.util.List;
import org.apache.avro.Schema;

/** A registry that knows the schema of each kind, and takes any other. */
final class TrafficSchemas implements SchemaRegistry {
    private static final List<TelemetryKind> KINDS = List.of(TelemetryKind.values());
    private static final int OUTPUT_ID = 100;

    /** The id of a kind's schema, 1 or more. */
    static int idOf(TelemetryKind kind) {
        return KINDS.indexOf(kind) + 1;
    }

    @Override
    public WriterSchema writerSchema(int id) {
        return new WriterSchema.Known(KINDS.get(id - 1).schema());
    }

    @Override
    public int register(String subject, Schema schema) {
        return OUTPUT_ID; // written, and read by nobody
    }
}
