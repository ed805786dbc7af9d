// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.run;

import io.slostream.app.UsageException;
import io.slostream.schemas.topic.TopicCatalog;
import io.slostream.topology.DefinitionVersions;
import io.slostream.topology.EngineDefinition;
import io.slostream.topology.SourcePartition;
import io.slostream.topology.VersionedDefinition;
import java.time.Duration;
import java.util.List;

/**
 * From the entries of the definition log to the versions of one engine: the set that it began with, then every set that
 * was applied. A set that this program cannot read leaves the one before it in force.
 */
final class DefinitionChain {
    /** An entry stands in the log before anything adopts it, so reading it to its end takes a moment and no more. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final DefinitionVersions versions;

    /** Told of a set that cannot be read. */
    @FunctionalInterface
    interface Complaint {
        void unreadable(long version, String why);
    }

    private DefinitionChain(DefinitionVersions versions) {
        this.versions = versions;
    }

    /**
     * The versions that these entries hold.
     *
     * @param start the start record in force, one of the entries
     */
    static DefinitionChain of(List<DefinitionEntry> entries, DefinitionEntry start, Complaint complaint) {
        DefinitionEntry first = entries.stream()
                .filter(entry -> entry.kind().equals(DefinitionEntry.DEFINITION_SET)
                        && entry.offset() < start.offset()
                        && entry.hash().equals(start.hash()))
                .findFirst()
                .orElseThrow(() -> new UsageException("the start record at offset " + start.offset() + " of "
                        + TopicCatalog.DEFINITIONS.name() + " has no definition set before it; the topic was tampered"
                        + " with, so begin anew with another applicationId"));
        DefinitionChain chain = new DefinitionChain(
                new DefinitionVersions(VersionedDefinition.first(first.offset(), read(first)), PATIENCE));
        entries.stream().filter(entry -> entry.offset() > start.offset()).forEach(entry -> chain.add(entry, complaint));
        return chain;
    }

    private static EngineDefinition read(DefinitionEntry first) {
        try {
            return CanonicalReader.read(first.definitions());
        } catch (IllegalArgumentException e) {
            throw new UsageException(
                    "the definitions at offset " + first.offset() + " of " + TopicCatalog.DEFINITIONS.name()
                            + " cannot be read by this version of slostream: " + e.getMessage()
                            + "; run the version that wrote them, or begin anew with another applicationId",
                    e);
        }
    }

    /** Takes in the next entry of the log. */
    void add(DefinitionEntry entry, Complaint complaint) {
        if (entry.isApplied()) {
            try {
                versions.add(entry.offset(), CanonicalReader.read(entry.definitions()), entry.token());
            } catch (IllegalArgumentException e) {
                complaint.unreadable(entry.offset(), e.getMessage());
            }
        }
        // Without an adoption of its own, which nobody has written into it: what it holds was sent when that version
        // counted.
        if (entry.kind().equals(DefinitionEntry.GROWTH)) {
            entry.offsets()
                    .keySet()
                    .forEach(partition -> versions.joined(
                            new SourcePartition(partition.topic(), partition.partition()), entry.offset()));
        }
        versions.knowTo(entry.offset());
    }

    /** Takes in what follows in the log. */
    void addAllOf(List<DefinitionEntry> entries, Complaint complaint) {
        long known = versions.knownTo();
        entries.stream().filter(entry -> entry.offset() > known).forEach(entry -> add(entry, complaint));
    }

    DefinitionVersions versions() {
        return versions;
    }
}
