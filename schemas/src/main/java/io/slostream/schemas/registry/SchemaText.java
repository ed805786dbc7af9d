// SPDX-License-Identifier: Apache-2.0
package io.slostream.schemas.registry;

import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;

/** Turns schema text from outside into a schema, or into a reason why not; never throws for bad text. */
final class SchemaText {
    /** Longest schema text accepted, characters: far above any telemetry schema, far below harm. */
    static final int MAX_LENGTH = 1 << 20;

    private SchemaText() {}

    static WriterSchema parse(String text) {
        if (text.length() > MAX_LENGTH) {
            return new WriterSchema.Unusable("the schema text is longer than " + MAX_LENGTH + " characters");
        }
        try {
            // Defaults matter to a reader only, and other languages write some that Java refuses.
            return new WriterSchema.Known(
                    new Schema.Parser().setValidateDefaults(false).parse(text));
        } catch (AvroRuntimeException e) {
            return new WriterSchema.Unusable("the schema text is not valid Avro: " + e.getMessage());
        } catch (StackOverflowError e) {
            return new WriterSchema.Unusable("the schema is nested too deep to be parsed");
        }
    }
}
