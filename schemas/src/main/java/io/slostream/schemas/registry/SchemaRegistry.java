// SPDX-License-Identifier: Apache-2.0
package io.slostream.schemas.registry;

import org.apache.avro.Schema;

/** Looks up writer schemas by id and registers our own. Implementations are safe for use by several threads. */
public interface SchemaRegistry {

    /**
     * The schema with this id.
     *
     * @param id any int; hostile records carry arbitrary ids
     * @throws RegistryUnavailableException when the registry gave no usable answer; the record must wait
     */
    WriterSchema writerSchema(int id);

    /**
     * Registers a schema, or finds it when it is registered already.
     *
     * @param subject {@code <topic>-value}
     * @return the id, positive
     * @throws RegistryUnavailableException when the registry gave no usable answer; trying again may help
     * @throws SchemaRefusedException when the registry refused the schema; trying again does not help
     */
    int register(String subject, Schema schema);

    /** A registry without any schema, for installations that carry JSON only: every id is unknown. */
    static SchemaRegistry none() {
        return NoSchemaRegistry.INSTANCE;
    }
}
