// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.run;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.streams.StreamsConfig;

/**
 * Ends the engine when another cluster answers at its address: a broker that was made anew, with everything on it gone.
 * Kafka's clients take it for the old one and wait for topics, groups and transactions that never come back.
 */
final class ClusterWatch implements AutoCloseable {
    private static final long LOOK_EVERY_MS = 10_000;
    private static final int ANSWER_WITHIN_MS = 5_000;

    private final Admin admin;
    private final String servers;
    private final String clusterId;
    private final Consumer<EngineEnd> end;
    private final Thread thread;

    private ClusterWatch(Admin admin, String servers, String clusterId, Consumer<EngineEnd> end) {
        this.admin = admin;
        this.servers = servers;
        this.clusterId = clusterId;
        this.end = end;
        this.thread = new Thread(this::lookOn, "slostream-cluster-watch");
    }

    /**
     * Looks again and again until it is closed.
     *
     * @param clusterId of the cluster that the engine started with
     * @param end told once, when another answers
     */
    static ClusterWatch watch(StreamsConfig config, String clientId, String clusterId, Consumer<EngineEnd> end) {
        Map<String, Object> settings = new HashMap<>(config.getAdminConfigs(clientId));
        settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, ANSWER_WITHIN_MS);
        settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, ANSWER_WITHIN_MS);
        ClusterWatch watch = new ClusterWatch(
                Admin.create(settings),
                String.valueOf(settings.get(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG)),
                clusterId,
                end);
        watch.thread.setDaemon(true);
        watch.thread.start();
        return watch;
    }

    private void lookOn() {
        try (admin) {
            while (true) {
                Thread.sleep(LOOK_EVERY_MS);
                Optional<EngineEnd> another = another();
                if (another.isPresent()) {
                    end.accept(another.get());
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Looks once: the end of the engine when another cluster answers. */
    Optional<EngineEnd> another() throws InterruptedException {
        String now = answer();
        return now.equals(clusterId)
                ? Optional.empty()
                : Optional.of(new EngineEnd(
                        EngineEnd.FAILED,
                        "another cluster answers at " + servers + ": its id is " + now + ", at the start it was "
                                + clusterId + "; topics, offsets and state of the old one are gone, so what was"
                                + " counted ends here. Started again, the engine begins anew"));
    }

    /** The id that is answered; that of the start when nobody answers, which others tell. */
    private String answer() throws InterruptedException {
        try {
            return admin.describeCluster().clusterId().get(2L * ANSWER_WITHIN_MS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            return clusterId;
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
