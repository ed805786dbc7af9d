// SPDX-License-Identifier: Apache-2.0
package io.slostream.schemas.topic;

import static org.assertj.core.api.Assertions.assertThat;

import io.slostream.schemas.telemetry.RejectReason;
import io.slostream.schemas.telemetry.SampleName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The tables of the README are what outsiders read, so they name all that there is. */
class ReadmeTest {
    private static final Path README = Path.of("README.md"); // tests run in the module's folder

    @Test
    void shouldNameEveryTopicReasonAndSample() throws IOException {
        String readme = Files.readString(README);

        for (TopicSpec topic : TopicCatalog.all()) {
            assertThat(readme)
                    .contains(
                            "| `" + topic.name() + "` | `" + topic.valueSchema().getName() + "` |");
        }
        for (RejectReason reason : RejectReason.values()) {
            assertThat(readme).contains("| `" + reason.code() + "` |");
        }
        for (SampleName name : SampleName.values()) {
            String shape = name.isCounter() ? "counter" : "gauge";
            assertThat(readme).contains("| `" + name.word() + "` | `" + name.unit() + "` | " + shape);
        }
    }
}
