// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.notify;

import io.slostream.schemas.topic.TopicCatalog;
import java.util.Optional;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;

/** Failures after which another attempt would end the same, and what to do about them. */
final class Refusal {
    private final NotifyConfig config;

    Refusal(NotifyConfig config) {
        this.config = config;
    }

    /** What somebody has to put right first; empty for a failure that may pass. */
    Optional<String> words(String sink, Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof FencedInstanceIdException) {
                return Optional.of("another notifier " + config.name() + " has joined as instanceId "
                        + config.instanceId() + "; give each instance another spec.instanceId");
            } else if (cause instanceof AuthorizationException || cause instanceof AuthenticationException) {
                return Optional.of("the cluster refuses: " + cause.getMessage() + "; " + remedy(sink, cause));
            }
        }
        return Optional.empty();
    }

    private String remedy(String sink, Throwable cause) {
        if (cause instanceof GroupAuthorizationException) {
            return "grant READ on group " + NotifyClients.groupOf(config, sink);
        } else if (cause instanceof TopicAuthorizationException topics) {
            return topics.unauthorizedTopics().contains(TopicCatalog.ALERTS.name())
                    ? "grant READ on topic " + TopicCatalog.ALERTS.name()
                    : "grant READ and WRITE on topic " + DeadNotifications.TOPIC.name();
        }
        return "correct the rights, or the login under spec.kafka";
    }
}
