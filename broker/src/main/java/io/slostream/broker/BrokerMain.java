// SPDX-License-Identifier: Apache-2.0
package io.slostream.broker;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;

/**
 * A broker in a JVM of its own: {@code [--data DIR] [--port N] [--set name=value]...}.
 *
 * <p>Prints {@code READY <bootstrap>} on stdout once clients are served. Stops cleanly on SIGTERM and when stdin ends,
 * so it does not outlive the process that started it. Exit codes: 0 stopped, 1 did not start or failed, 2 usage.
 */
public final class BrokerMain {
    private static final String USAGE = "usage: [--data DIR] [--port N] [--set name=value]...";

    private BrokerMain() {}

    /** Runs until stdin ends or the process is told to stop. */
    public static void main(String[] args) throws IOException {
        EmbeddedBroker.Builder builder = EmbeddedBroker.builder();
        try {
            parse(args, builder);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(2);
        }
        EmbeddedBroker broker = start(builder);
        ExitTrap.release();
        Runtime.getRuntime().addShutdownHook(new Thread(broker::close, "stop-broker"));
        PrintStream out = System.out;
        out.println("READY " + broker.bootstrap());
        out.flush();
        awaitEnd();
        System.exit(0);
    }

    private static void parse(String[] args, EmbeddedBroker.Builder builder) {
        if (args.length % 2 != 0) {
            throw new IllegalArgumentException(USAGE);
        }
        for (int i = 0; i < args.length; i += 2) {
            String value = args[i + 1];
            switch (args[i]) {
                case "--data" -> builder.dataDirectory(Path.of(value));
                case "--port" -> builder.port(Integer.parseInt(value));
                case "--set" -> {
                    int equals = value.indexOf('=');
                    if (equals < 1) {
                        throw new IllegalArgumentException(USAGE);
                    }
                    builder.property(value.substring(0, equals), value.substring(equals + 1));
                }
                default -> throw new IllegalArgumentException(USAGE);
            }
        }
    }

    private static EmbeddedBroker start(EmbeddedBroker.Builder builder) {
        try {
            return builder.start();
        } catch (RuntimeException e) {
            System.err.println(e.getMessage() + ": " + e.getCause());
            System.exit(1);
            throw e;
        }
    }

    private static void awaitEnd() throws IOException {
        int read;
        do {
            read = System.in.read();
        } while (read >= 0);
    }
}
