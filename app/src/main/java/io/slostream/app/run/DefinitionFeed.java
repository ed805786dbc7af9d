// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.run;

import io.slostream.schemas.topic.TopicCatalog;
import io.slostream.topology.DefinitionVersions;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Learns of versions while the engine runs: follows the definition log on a thread of its own. It decides nothing; what
 * counts and judges under which version is said by the telemetry topics.
 */
final class DefinitionFeed implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DefinitionFeed.class);
    private static final long AGAIN_AFTER_MS = 5_000;
    private static final long CLOSE_WITHIN_MS = 2_000;

    private final DefinitionLog log;
    private final DefinitionChain chain;
    private final Thread thread;
    private volatile boolean closed;

    /** A feed of what this log brings to a chain that holds what the log held until now. */
    DefinitionFeed(DefinitionLog log, DefinitionChain chain) {
        this.log = log;
        this.chain = chain;
        this.thread = new Thread(this::follow, "slostream-definitions");
        thread.setDaemon(true);
    }

    DefinitionFeed start() {
        thread.start();
        return this;
    }

    private void follow() {
        while (!closed) {
            try {
                log.follow(chain.versions().knownTo() + 1, new Follower());
            } catch (RuntimeException e) {
                LOG.warn("Cannot read {}, trying again: {}", TopicCatalog.DEFINITIONS.name(), Cluster.causes(e));
                pause();
            }
        }
    }

    /** Between the log and the versions. */
    private final class Follower implements DefinitionLog.Follower {
        private final DefinitionVersions versions = chain.versions();

        @Override
        public void take(DefinitionEntry entry) {
            long before = versions.newest().version();
            chain.add(entry, DefinitionFeed::complain);
            long newest = versions.newest().version();
            if (newest != before) {
                LOG.info("Definitions: version {} follows version {}", newest, before);
            }
        }

        @Override
        public void readTo(long offset) {
            versions.knowTo(offset);
        }

        @Override
        public OptionalLong question() {
            return versions.openQuestion();
        }

        @Override
        public void answer(long question) {
            versions.answer(question);
        }

        @Override
        public boolean isClosed() {
            return closed;
        }

        @Override
        public void hurryBy(Runnable hurry) {
            versions.readBy(hurry);
        }
    }

    private static void complain(long version, String why) {
        LOG.error(
                "Definitions: version {} cannot be read and changes nothing here ({}); run the version of slostream"
                        + " that wrote it",
                version,
                why);
    }

    private void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(AGAIN_AFTER_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            closed = true;
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join(CLOSE_WITHIN_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
