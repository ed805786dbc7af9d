// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.slostream.broker.EmbeddedBroker;
import io.slostream.schemas.topic.TopicCatalog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code slostream apply} on a fleet of two processes that is running, with an alert open. */
@Timeout(value = 240, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ApplyCommandIT {
    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    private Path directory;

    private EmbeddedBroker broker;
    private EngineFiles files;

    @BeforeEach
    void startBroker() {
        broker = EmbeddedBroker.builder().start();
        files = new EngineFiles(directory, broker.bootstrap());
    }

    @AfterEach
    void stopBroker() {
        broker.close();
    }

    @Test
    void shouldChangeARunningFleetAndLeaveNoAlertOpen() throws Exception {
        new Topics(broker).create(List.of(TopicCatalog.ALERTS));
        String config = files.write().toString();
        String second = files.instance("two").write().toString();
        try (EngineProcess one = EngineProcess.start(directory, "run", "-c", config);
                EngineProcess two = EngineProcess.start(directory, "run", "-c", second);
                Canaries canaries = Canaries.start(broker, 4);
                CommittedReader alerts = new CommittedReader(broker, TopicCatalog.ALERTS)) {
            GenericRecord fired = alerts.await("the alert", SOON, alert -> is(alert, EngineFiles.ALERT, "firing"));

            files.alert("CanaryBroken").write();
            assertThat(apply(config, "--dry-run"))
                    .contains("changed canary-fast", "new alerts: CanaryBroken", "nothing was written");
            assertThat(apply(config)).contains("alerts that resolve if they fire: CanaryFailing", "is written");

            GenericRecord resolved = alerts.await("its end", SOON, alert -> is(alert, EngineFiles.ALERT, "resolved"));
            assertThat(resolved.get("reason")).hasToString("removed");
            GenericRecord next = alerts.await("the new alert", SOON, alert -> is(alert, "CanaryBroken", "firing"));
            assertThat((Long) next.get("definition_version")).isGreaterThan((Long) fired.get("definition_version"));
            assertThat((Long) next.get("at")).isGreaterThanOrEqualTo((Long) resolved.get("at"));
            assertThat(apply(config)).contains("nothing to change");

            Files.writeString(directory.resolve("slo.yaml"), "kind: SLO\n");
            try (EngineProcess refused = EngineProcess.start(directory, "apply", "-c", config)) {
                assertThat(refused.awaitExit(60)).isEqualTo(2);
                assertThat(refused.stderr()).contains("slo.yaml:1:1: the key apiVersion is missing");
            }
            assertThat(one.isAlive() && two.isAlive())
                    .as(one.stderr() + two.stderr())
                    .isTrue();
            canaries.stop();
        }
        // Restarted, the fleet goes on under what is in force and says that its file says otherwise.
        files.alert("Another").instance("one").write();
        try (EngineProcess again = EngineProcess.start(directory, "run", "-c", config)) {
            Await.until("running", SOON, () -> again.isRunning() || !again.isAlive());
            assertThat(again.stderr()).contains("are not those in force", "slostream apply");
            assertThat(again.terminate()).as(again.stderr()).isZero();
        }
    }

    private String apply(String... arguments) throws Exception {
        String[] all = new String[arguments.length + 2];
        all[0] = "apply";
        all[1] = "-c";
        System.arraycopy(arguments, 0, all, 2, arguments.length);
        try (EngineProcess apply = EngineProcess.start(directory, all)) {
            assertThat(apply.awaitExit(60)).as(apply.stderr()).isZero();
            return apply.stdout();
        }
    }

    private static boolean is(GenericRecord alert, String name, String state) {
        return alert.get("alert").toString().equals(name)
                && alert.get("state").toString().equals(state)
                && alert.get("group").toString().equals("math");
    }
}
