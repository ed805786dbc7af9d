// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.rocksdb.NativeLibraryLoader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * RocksDB's native library, unpacked into the state directory. By itself RocksDB makes a new file of 15 MB in the
 * temporary directory at each start and leaves it there when the JVM is killed or halted, and {@code run} halts at
 * SIGTERM; in the state directory it has one name, and each start replaces it.
 */
final class StateLibrary {
    private static final Logger LOG = LoggerFactory.getLogger(StateLibrary.class);
    /** RocksDB's own variable, which wins. */
    private static final String DIRECTORY_VARIABLE = "ROCKSDB_SHAREDLIB_DIR";

    private StateLibrary() {}

    /** Loads the library unless this JVM has it; where that cannot be done from here, RocksDB does it its own way. */
    static void load(Path directory, Map<String, String> environment) {
        if (environment.containsKey(DIRECTORY_VARIABLE)) {
            return;
        }
        try {
            NativeLibraryLoader.getInstance().loadLibrary(directory.toString());
        } catch (IOException | RuntimeException | UnsatisfiedLinkError e) {
            // A volume mounted noexec, or on Windows another process that has the file open.
            LOG.info(
                    "RocksDB's library is loaded from the temporary directory, not from {}: {}",
                    directory,
                    e.toString());
        }
    }
}
