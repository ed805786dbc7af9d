// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.history;

import io.slostream.alerting.definition.DefinitionSet;
import io.slostream.alerting.definition.SloDefinition;
import io.slostream.app.UsageException;
import io.slostream.app.review.History;
import io.slostream.app.run.RecordedEngine;
import io.slostream.topology.DefinitionVersions;
import io.slostream.topology.EngineDefinition;
import io.slostream.topology.TimeGrid;

/**
 * How a history is judged: by which definitions, and with how much of what arrived.
 *
 * @param versions the definitions, complete
 * @param untilMs arrival time to which sources are read, epoch milliseconds
 * @param completion where a source's clock goes when it has been read
 */
record Judging(DefinitionVersions versions, long untilMs, HistorySource.Completion completion) {
    /** As the options have it. */
    static Judging of(RecordedEngine engine, HistoryOptions options) {
        DefinitionVersions versions =
                options.slos().map(slos -> changed(engine, slos)).orElse(engine.versions());
        TimeGrid grid = versions.first().definition().grid();
        if (!options.asKnownNow()) {
            long untilMs = options.toMs().isPresent() ? options.toMs().getAsLong() + grid.graceMs() : Long.MAX_VALUE;
            return new Judging(versions, untilMs, HistorySource.Completion.AS_IT_IS);
        }
        // What came after the last boundary asked for may belong before it: all is read, and then closed at once.
        long latestMs = options.toMs().orElse(Long.MAX_VALUE - History.EVER_MS);
        return new Judging(
                versions.mapped(definition -> definition.on(definition.grid().withGrace(History.EVER_MS))),
                Long.MAX_VALUE,
                clockMs -> Math.max(clockMs, Math.min(clockMs - grid.graceMs(), latestMs) + History.EVER_MS));
    }

    private static DefinitionVersions changed(RecordedEngine engine, DefinitionSet slos) {
        for (SloDefinition slo : slos.slos()) {
            if (!engine.kinds().contains(slo.indicator().of())) {
                throw new UsageException("SLO " + slo.name() + " reads "
                        + slo.indicator().of().topic() + ", which " + engine.applicationId()
                        + " has not read: nobody can say from when it was complete");
            }
        }
        DefinitionVersions versions =
                DefinitionVersions.constant(changed(engine.versions().newest().definition(), slos));
        // Adoptions of the engine's versions are none of these: nobody waits for them.
        versions.knowTo(Long.MAX_VALUE);
        return versions;
    }

    /** The newest definition with these SLOs in the place of those of the same name. */
    static EngineDefinition changed(EngineDefinition definition, DefinitionSet slos) {
        return definition.with(definition.slos().with(slos));
    }
}
