// SPDX-License-Identifier: Apache-2.0
package io.slostream.schemas.wire;

import io.slostream.schemas.registry.RegistryUnavailableException;
import io.slostream.schemas.registry.SchemaRegistry;
import io.slostream.schemas.registry.WriterSchema;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.Schema;

/** A registry whose ids count from 1, and which can be switched off. */
final class InMemoryRegistry implements SchemaRegistry {
    private final Map<Integer, Schema> schemas = new HashMap<>();
    boolean down;
    int calls;

    int add(Schema schema) {
        schemas.put(schemas.size() + 1, schema);
        return schemas.size();
    }

    int add(String json) {
        return add(new Schema.Parser().setValidateDefaults(false).parse(json));
    }

    @Override
    public WriterSchema writerSchema(int id) {
        calls++;
        if (down) {
            throw new RegistryUnavailableException("down", null);
        }
        Schema schema = schemas.get(id);
        return schema == null ? new WriterSchema.Unknown() : new WriterSchema.Known(schema);
    }

    @Override
    public int register(String subject, Schema schema) {
        return add(schema);
    }
}
