// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.run;

import io.slostream.app.UsageException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.streams.StreamsConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The cluster as an administrator sees it. What fails is told apart: wrong configuration or missing rights (trying again
 * does not help) from a cluster that does not answer.
 */
public final class Cluster implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Cluster.class);
    private static final Duration ATTEMPT = Duration.ofSeconds(5);
    private static final Duration CALL = Duration.ofSeconds(30);
    private static final long BETWEEN_NAMES_MS = 2_000;

    private final Admin admin;

    private Cluster(Admin admin) {
        this.admin = admin;
    }

    /**
     * A connection that has been tried.
     *
     * @param within how long to go on trying
     * @throws UsageException when the cluster refuses us, or the configuration is no configuration
     * @throws EngineFailedException when nobody answers
     */
    public static Cluster connect(StreamsConfig config, String clientId, Duration within) {
        Map<String, Object> settings = new HashMap<>(config.getAdminConfigs(clientId));
        settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) ATTEMPT.toMillis());
        settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) CALL.toMillis());
        String servers = String.valueOf(settings.get(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG));
        long deadline = System.nanoTime() + within.toNanos();
        Admin admin = create(settings, servers, within, deadline);
        try {
            awaitAnswer(admin, servers, within, deadline);
            return new Cluster(admin);
        } catch (RuntimeException e) {
            admin.close(Duration.ZERO);
            throw e;
        }
    }

    /** A name that cannot be resolved yet is no wrong configuration: where machines start, names come a moment later. */
    private static Admin create(Map<String, Object> settings, String servers, Duration within, long deadline) {
        while (true) {
            try {
                return Admin.create(settings);
            } catch (KafkaException e) {
                if (!causes(e).contains("No resolvable bootstrap")) {
                    throw new UsageException("the Kafka client refuses the configuration: " + causes(e), e);
                }
                if (System.nanoTime() > deadline) {
                    throw new EngineFailedException(
                            "no name in spec.bootstrap " + servers + " could be resolved within " + within.toSeconds()
                                    + " s; check it for mistakes, and the name service",
                            e);
                }
                LOG.warn("No name of {} can be resolved yet, trying again", servers);
                Pause.ofMs(BETWEEN_NAMES_MS);
            }
        }
    }

    private static void awaitAnswer(Admin admin, String servers, Duration within, long deadline) {
        while (true) {
            try {
                admin.describeCluster().nodes().get(ATTEMPT.toMillis(), TimeUnit.MILLISECONDS);
                return;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new EngineFailedException("interrupted while connecting to " + servers, e);
            } catch (ExecutionException | TimeoutException e) {
                Throwable cause = e instanceof ExecutionException ? e.getCause() : e;
                if (cause instanceof AuthenticationException || cause instanceof ConfigException) {
                    throw new UsageException(
                            "the cluster at " + servers + " refuses to talk to us: " + cause.getMessage()
                                    + "; correct security.protocol, the sasl.* or the ssl.* properties under spec.kafka",
                            cause);
                }
                if (System.nanoTime() > deadline) {
                    throw new EngineFailedException(
                            "no broker answered at " + servers + " within " + within.toSeconds()
                                    + " s; check spec.bootstrap, that the brokers run, and security.protocol (last answer: "
                                    + cause + ")",
                            cause);
                }
                LOG.warn("No answer from {} yet, trying again: {}", servers, cause.toString());
            }
        }
    }

    /** The client. */
    public Admin admin() {
        return admin;
    }

    /** What tells this cluster from another at the same address. */
    String id() {
        return answer(admin.describeCluster().clusterId(), "ask for the cluster's id");
    }

    /**
     * The answer to a request.
     *
     * @param doing what is being done, for messages: "read the offsets of group x"
     * @throws UsageException when we may not
     * @throws EngineFailedException when there is no usable answer
     */
    public static <T> T answer(KafkaFuture<T> future, String doing) {
        try {
            return orThrow(future);
        } catch (AuthorizationException e) {
            throw new UsageException(
                    "not allowed to " + doing + ": " + e.getMessage() + "; grant the right to the engine's principal",
                    e);
        } catch (KafkaException e) {
            throw new EngineFailedException("could not " + doing + ": " + causes(e), e);
        }
    }

    /** The answer to a request, with the broker's own exception when there is none. */
    public static <T> T orThrow(KafkaFuture<T> future) {
        try {
            return future.get(2 * CALL.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EngineFailedException("interrupted", e);
        } catch (TimeoutException e) {
            throw new org.apache.kafka.common.errors.TimeoutException(e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException known ? known : new KafkaException(e.getCause());
        }
    }

    /** The messages of a chain of causes, each once. */
    public static String causes(Throwable failure) {
        StringBuilder text = new StringBuilder();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String message = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
            if (text.indexOf(message) < 0) {
                text.append(text.isEmpty() ? "" : ": ").append(message);
            }
        }
        return text.toString();
    }

    @Override
    public void close() {
        admin.close(ATTEMPT);
    }
}
