// SPDX-License-Identifier: Apache-2.0
package io.slostream.schemas.registry;

import org.apache.avro.Schema;

/** What the registry says about a schema id. That it says nothing at all is an exception, not one of these. */
public sealed interface WriterSchema {

    /** The id is registered. */
    record Known(Schema schema) implements WriterSchema {}

    /** The registry answered that it has no schema with this id. */
    record Unknown() implements WriterSchema {}

    /**
     * The id is registered but no Avro reader can use it: another schema language, or text that does not parse.
     *
     * @param why one sentence for a person
     */
    record Unusable(String why) implements WriterSchema {}
}
