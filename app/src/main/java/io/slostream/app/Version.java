// SPDX-License-Identifier: Apache-2.0
package io.slostream.app;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The version that the build wrote into the artefact. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() throws IOException {
        Properties properties = new Properties();
        try (InputStream in = Version.class.getResourceAsStream("/slostream.properties")) {
            if (in == null) {
                throw new IOException("slostream.properties is missing from the class path");
            }
            properties.load(in);
        }
        return new String[] {"slostream " + properties.getProperty("version")};
    }
}
