// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.integration;

import io.slostream.app.notify.NotifyConfigReader;
import io.slostream.app.notify.NotifyRunner;
import io.slostream.broker.EmbeddedBroker;
import io.slostream.schemas.topic.TopicCatalog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A broker with a topic of alerts, shared by tests: each has notifiers of a name of its own, which hear of the alerts of
 * an owner of the same name and of nothing else.
 */
final class NotifyBench implements AutoCloseable {
    private final Path directory;
    private final EmbeddedBroker broker;

    NotifyBench(Path directory) throws Exception {
        this.directory = directory;
        this.broker = EmbeddedBroker.builder().start();
        new Topics(broker).create(List.of(TopicCatalog.ALERTS));
    }

    EmbeddedBroker broker() {
        return broker;
    }

    /** One test on this bench. */
    Case begin(String name) {
        return new Case(name);
    }

    @Override
    public void close() {
        broker.close();
    }

    /** What a test has opened, closed with it, the last first. */
    final class Case implements AutoCloseable {
        private final String name;
        private final List<AutoCloseable> opened = new ArrayList<>();
        private final AlertLog log;

        private Case(String name) {
            this.name = name;
            this.log = open(new AlertLog(broker)).owner(name);
        }

        <T extends AutoCloseable> T open(T resource) {
            opened.add(resource);
            return resource;
        }

        /** Alerts of this test's owner. */
        AlertLog log() {
            return log;
        }

        Pager pager() throws IOException {
            return open(new Pager());
        }

        /** A notifier of all that this test's owner has, to receivers written in one line each. */
        NotifyRunner notifier(String... sinks) throws Exception {
            return notifierOf("sinks:\n  - " + String.join("\n  - ", sinks) + "\nroutes:\n  - { owner: " + name
                    + ", to: [" + String.join(", ", names(sinks)) + "] }\n");
        }

        private static List<String> names(String[] sinks) {
            return List.of(sinks).stream()
                    .map(sink -> sink.replaceFirst("^\\{ (name: )?", "").replaceFirst("[:,].*", ""))
                    .toList();
        }

        /** A notifier with this specification. */
        NotifyRunner notifierOf(String spec) throws Exception {
            NotifyRunner runner = open(new NotifyRunner(NotifyConfigReader.read(write("notify", spec))));
            runner.start();
            return runner;
        }

        /** A notifier in a process of its own. */
        EngineProcess process(String file, String spec) throws Exception {
            EngineProcess process = EngineProcess.start(
                    directory, "notify", "-c", write(file, spec).toString());
            opened.add(process);
            return process;
        }

        private Path write(String file, String spec) throws IOException {
            return Files.writeString(
                    directory.resolve(name + "-" + file + ".yaml"),
                    "apiVersion: slostream/v1\nkind: Notify\nmetadata: { name: " + name + " }\nspec:\n  bootstrap: "
                            + broker.bootstrap() + "\n  http: { port: 0 }\n" + spec.indent(2));
        }

        @Override
        public void close() {
            for (int i = opened.size() - 1; i >= 0; i--) {
                try {
                    opened.get(i).close();
                } catch (Exception e) {
                    throw new IllegalStateException("could not be closed: " + opened.get(i), e);
                }
            }
        }
    }
}
