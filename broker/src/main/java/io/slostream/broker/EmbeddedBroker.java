// SPDX-License-Identifier: Apache-2.0
package io.slostream.broker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.config.SaslConfigs;

/**
 * A genuine Kafka broker and controller (KRaft, one node) inside this JVM, on loopback.
 *
 * <p>Started by {@link #builder()}; ready for clients when {@link Builder#start} returns. A failing broker never ends
 * the JVM. Several may run side by side. {@link #stop} is a clean stop; to test what a kill does, use
 * {@link BrokerProcess}. Not for production: one replica of everything.
 */
public final class EmbeddedBroker implements AutoCloseable {
    private final Path data;
    private final boolean temporary;
    private final int port;
    private final int controllerPort;
    private final BrokerOptions options;
    private DirectoryLock lock;
    private RunningServer server;

    private EmbeddedBroker(Path data, boolean temporary, int port, BrokerOptions options) {
        this.data = data;
        this.temporary = temporary;
        this.port = port == 0 ? FreePorts.pick() : port;
        this.controllerPort = FreePorts.pick(this.port);
        this.options = options;
    }

    /** A broker with a temporary directory and a free port, unless told otherwise. */
    public static Builder builder() {
        return new Builder();
    }

    /** The address for {@code bootstrap.servers}; the same for the whole life of this object. */
    public String bootstrap() {
        return BrokerSettings.address(port);
    }

    /** Where the broker keeps its log. */
    public Path dataDirectory() {
        return data;
    }

    /** What a client needs to connect to a broker without users. */
    public Map<String, Object> clientConfig() {
        Map<String, Object> config = new HashMap<>();
        config.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrap());
        return config;
    }

    /** What a client needs to connect as this user. */
    public Map<String, Object> clientConfig(String user, String password) {
        Map<String, Object> config = clientConfig();
        config.put(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, "SASL_PLAINTEXT");
        config.put(SaslConfigs.SASL_MECHANISM, "SCRAM-SHA-256");
        config.put(SaslConfigs.SASL_JAAS_CONFIG, new Credentials(user, password).scramLogin());
        return config;
    }

    /** Stops the broker cleanly and keeps its data; does nothing when it is stopped. */
    public synchronized void stop() {
        RunningServer running = server;
        server = null;
        try {
            if (running != null) {
                running.stop();
            }
        } finally {
            unlock();
        }
    }

    /**
     * Stops the broker if it runs and starts it again with the same port and data.
     *
     * @throws IllegalStateException when it does not start
     */
    public synchronized void restart() {
        stop();
        start();
    }

    /** Stops the broker and removes its directory if that is temporary; may be called again. */
    @Override
    public synchronized void close() {
        try {
            stop();
        } finally {
            if (temporary) {
                Directories.delete(data);
            }
        }
    }

    private void start() {
        try {
            lock = DirectoryLock.take(data);
            StorageFormat.formatIfNew(data, options);
            server = RunningServer.start(
                    BrokerSettings.of(data, port, controllerPort, options.superUser(), options.overrides()));
        } catch (Exception e) {
            unlock();
            throw new IllegalStateException("the broker did not start on " + bootstrap() + " with data in " + data, e);
        }
    }

    private void unlock() {
        if (lock != null) {
            try {
                lock.close();
            } catch (IOException e) {
                throw new UncheckedIOException("cannot unlock " + data, e);
            }
            lock = null;
        }
    }

    /** What an {@link EmbeddedBroker} is started with. */
    public static final class Builder {
        private static final int PORT_ATTEMPTS = 5;

        private Path dataDirectory;
        private int port;
        private Credentials superUser;
        private final Map<String, String> users = new HashMap<>();
        private final Map<String, String> overrides = new HashMap<>();

        private Builder() {}

        /** Keeps the log here, also after close; formatted when new. Without it a temporary directory is used. */
        public Builder dataDirectory(Path directory) {
            dataDirectory = directory;
            return this;
        }

        /** The port for clients; 0, the default, picks a free one. */
        public Builder port(int clientPort) {
            port = clientPort;
            return this;
        }

        /** Sets a server property by its Kafka name, over ours. */
        public Builder property(String name, Object value) {
            overrides.put(name, value.toString());
            return this;
        }

        /**
         * Makes clients log in (SASL/SCRAM-SHA-256) and turns authorisation on; this user may do everything, and the
         * broker itself acts as this user. Users are stored when the directory is formatted and stay as they are.
         *
         * @throws IllegalArgumentException for characters beyond letters, digits and {@code . _ ~ -}
         */
        public Builder superUser(String name, String password) {
            superUser = new Credentials(name, password);
            return this;
        }

        /**
         * Adds a user who may do what ACLs allow, at first nothing; needs a {@link #superUser}.
         *
         * @throws IllegalArgumentException for characters beyond letters, digits and {@code . _ ~ -}
         */
        public Builder user(String name, String password) {
            users.put(name, new Credentials(name, password).password());
            return this;
        }

        /**
         * Starts the broker; when this returns it serves clients.
         *
         * @throws IllegalStateException when it does not start, for example because the port or the directory is taken
         */
        public EmbeddedBroker start() {
            if (superUser == null && !users.isEmpty()) {
                throw new IllegalArgumentException("users need a super user, who grants them their rights");
            }
            List<Credentials> others = users.entrySet().stream()
                    .map(user -> new Credentials(user.getKey(), user.getValue()))
                    .toList();
            BrokerOptions options = new BrokerOptions(Optional.ofNullable(superUser), others, overrides);
            for (int attempt = 1; ; attempt++) {
                EmbeddedBroker broker = create(options);
                try {
                    broker.start();
                    return broker;
                } catch (RuntimeException e) {
                    broker.close();
                    // Somebody may take a port between our look and the broker's.
                    if (attempt == PORT_ATTEMPTS || port != 0 || !Directories.isPortTaken(e)) {
                        throw e;
                    }
                }
            }
        }

        private EmbeddedBroker create(BrokerOptions options) {
            try {
                Path data = dataDirectory == null
                        ? Files.createTempDirectory("slostream-broker-")
                        : Files.createDirectories(dataDirectory);
                return new EmbeddedBroker(data.toAbsolutePath(), dataDirectory == null, port, options);
            } catch (IOException e) {
                throw new UncheckedIOException("no directory for the broker's data: " + e.getMessage(), e);
            }
        }
    }
}
