// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.run;

import io.slostream.app.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Where state and schema cache lie. They hold telemetry: nobody else's business. */
final class StateDirectory {
    private StateDirectory() {}

    /**
     * Makes the directory if it is missing.
     *
     * @throws UsageException when it cannot be made or written
     */
    static void prepare(Path directory) {
        try {
            if (!Files.isDirectory(directory)) {
                Files.createDirectories(directory);
                if (directory.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
                }
            }
        } catch (IOException e) {
            throw new UsageException("spec.stateDir " + directory + " cannot be made: " + e.getMessage(), e);
        }
        if (!Files.isWritable(directory)) {
            throw new UsageException("spec.stateDir " + directory + " cannot be written; correct its owner or mode");
        }
    }

    /**
     * Whether what lies there belongs to another definition log than this one, for example that of a cluster which is gone.
     * What nobody has signed yet belongs to anybody.
     */
    static boolean isOfAnother(String log, Path directory, String applicationId) {
        Path signature = signature(directory, applicationId);
        try {
            return Files.exists(signature) && !Files.readString(signature).equals(log);
        } catch (IOException e) {
            throw new UsageException(signature + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** From now on what lies there belongs to this definition log. */
    static void sign(String log, Path directory, String applicationId) {
        Path signature = signature(directory, applicationId);
        try {
            Files.writeString(signature, log);
        } catch (IOException e) {
            throw new UsageException(signature + " cannot be written: " + e.getMessage(), e);
        }
    }

    private static Path signature(Path directory, String applicationId) {
        return directory.resolve(applicationId + ".log-id");
    }
}
