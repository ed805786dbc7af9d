// SPDX-License-Identifier: Apache-2.0
package io.slostream.schemas.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

/** The field tables of the README say what the schemas say; {@code -Dgolden.update=true} writes them anew. */
class FieldTablesTest {
    private static final Path README = Path.of("README.md"); // tests run in the module's folder
    private static final String BEGIN = "<!-- fields: written by FieldTablesTest -->\n";
    private static final String END = "<!-- end of fields -->";

    @Test
    void shouldShowEveryFieldAsItsSchemaHasIt() throws IOException {
        String readme = Files.readString(README);
        int begin = readme.indexOf(BEGIN) + BEGIN.length();
        int end = readme.indexOf(END);
        assertThat(begin).isBetween(BEGIN.length(), end);
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(README, readme.substring(0, begin) + tables() + readme.substring(end));
        }

        assertThat(Files.readString(README)).contains(BEGIN + tables() + END);
    }

    private static String tables() {
        StringBuilder text = new StringBuilder();
        for (TelemetryKind kind : TelemetryKind.values()) {
            text.append("\n### ")
                    .append(kind.type())
                    .append("\n\n")
                    .append(kind.schema().getDoc())
                    .append(" Topic `")
                    .append(kind.topic())
                    .append("`.\n\n| field | type | needed | from | to | meaning |\n|---|---|---|---|---|---|\n");
            kind.fields().forEach(field -> text.append(row(field, kind.schema())));
        }
        return text.append('\n').toString();
    }

    private static String row(TelemetryField field, Schema schema) {
        return String.join(
                        " | ",
                        "| `" + field.name() + "`",
                        field.type().name().toLowerCase(Locale.ROOT),
                        field.nullable() ? "" : "yes",
                        bound(field.minimum()),
                        bound(field.maximum()),
                        schema.getField(field.name()).doc().replace("|", "\\|") + " |\n")
                .replace("  ", " ");
    }

    private static String bound(double value) {
        if (Double.isInfinite(value)) {
            return "";
        }
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }
}
