// SPDX-License-Identifier: Apache-2.0
package io.slostream.schemas.registry;

import org.apache.avro.Schema;

/** The registry of an installation that has none. */
final class NoSchemaRegistry implements SchemaRegistry {
    static final NoSchemaRegistry INSTANCE = new NoSchemaRegistry();

    private NoSchemaRegistry() {}

    @Override
    public WriterSchema writerSchema(int id) {
        return new WriterSchema.Unknown();
    }

    @Override
    public int register(String subject, Schema schema) {
        throw new SchemaRefusedException("no schema registry is configured; cannot register " + subject, null);
    }
}
