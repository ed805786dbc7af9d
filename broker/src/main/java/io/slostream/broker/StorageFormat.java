// SPDX-License-Identifier: Apache-2.0
package io.slostream.broker;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/** What {@code kafka-storage format} does, without a process of its own. */
final class StorageFormat {
    private static final String META_PROPERTIES = "meta.properties";

    private StorageFormat() {}

    static void formatIfNew(Path data, BrokerOptions options) throws Exception {
        if (Files.exists(data.resolve(META_PROPERTIES))) {
            return;
        }
        List<String> users = Stream.concat(options.superUser().stream(), options.users().stream())
                .map(Credentials::scramArgument)
                .toList();
        // The formatter reports to a stream; stdout belongs to the host.
        try (PrintStream silence = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
            new Formatter()
                    .setPrintStream(silence)
                    .setNodeId(BrokerSettings.NODE_ID)
                    .setClusterId(Uuid.randomUuid().toString())
                    .setReleaseVersion(MetadataVersion.latestProduction())
                    .setControllerListenerName(BrokerSettings.CONTROLLER_LISTENER)
                    .setMetadataLogDirectory(data.toString())
                    .addDirectory(data.toString())
                    .setScramArguments(users)
                    .setIgnoreFormatted(false)
                    .run();
        }
    }
}
