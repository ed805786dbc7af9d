// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.streams;

import io.slostream.alerting.definition.DefinitionLoader;
import io.slostream.alerting.definition.DefinitionText;
import io.slostream.schemas.output.OutputFormat;
import io.slostream.schemas.registry.SchemaRegistry;
import io.slostream.schemas.telemetry.TelemetryKind;
import io.slostream.schemas.topic.TopicCatalog;
import io.slostream.testkit.Telemetry;
import io.slostream.testkit.oracle.OracleExclusion;
import io.slostream.topology.DefinitionVersions;
import io.slostream.topology.EngineDefinition;
import io.slostream.topology.StartPoint;
import io.slostream.topology.TimeGrid;
import io.slostream.topology.VersionedDefinition;
import io.slostream.topology.streams.EngineClock;
import io.slostream.topology.streams.EngineSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.LongFunction;

/**
 * What happens to an engine over some hours, told in times of day since its start boundary at 00:00, and played through
 * the topology. Times are {@code HH:mm}, {@code HH:mm:ss} or {@code HH:mm:ss.SSS}; the start boundary is 00:00.
 *
 * <p>An event arrives at its event time unless it says otherwise. What arrives at one instant is read in the order in
 * which it was told.
 */
final class Timeline {
    private static final long T0 = 1_767_571_200_000L; // 2026-01-05T00:00:00Z
    private static final long SECOND = 1_000;
    private static final Path SLOS = Path.of("../../slos");

    private final EngineDefinition definition;
    private final List<Step> steps = new ArrayList<>();
    private boolean readsExclusions;

    private Timeline(EngineDefinition definition) {
        this.definition = definition;
    }

    private record Step(long atMs, Consumer<DrivenEngine> action) {}

    /** A timeline under shipped SLO files. */
    static Timeline of(String... sloFiles) {
        List<DefinitionText> texts = new ArrayList<>();
        for (String file : sloFiles) {
            try {
                texts.add(new DefinitionText(file, Files.readString(SLOS.resolve(file))));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return new Timeline(new EngineDefinition(
                DefinitionLoader.load(texts), Optional.of(Set.of("math", "code")), TimeGrid.DEFAULT));
    }

    /** A stretch [from, to) in which something happens at even distances, the first time at its beginning. */
    Stretch from(String from, String to) {
        return new Stretch(ms(from), ms(to));
    }

    /** One stretch of the timeline. */
    final class Stretch {
        private final long fromMs;
        private final long toMs;

        private Stretch(long fromMs, long toMs) {
            this.fromMs = fromMs;
            this.toMs = toMs;
        }

        Timeline every(String distance, LongFunction<Telemetry> event) {
            long step = ms(distance) - T0;
            for (long t = fromMs; t < toMs; t += step) {
                arrives(t, event.apply(t));
            }
            return Timeline.this;
        }
    }

    /** One event. */
    Timeline at(String time, LongFunction<Telemetry> event) {
        return at(time, event, time);
    }

    /** One event that arrives at another time than its own: late, or from a producer whose clock runs ahead. */
    Timeline at(String time, LongFunction<Telemetry> event, String arriving) {
        arrives(ms(arriving), event.apply(ms(time)));
        return this;
    }

    /** Many events at one instant. */
    Timeline at(String time, int times, LongFunction<Telemetry> event) {
        for (int i = 0; i < times; i++) {
            at(time, event);
        }
        return this;
    }

    /** An exclusion that is filed at a time of day; the engine reads their topic. */
    Timeline excluding(String filed, String specialist, String from, String to) {
        readsExclusions = true;
        OracleExclusion exclusion =
                new OracleExclusion(ms(filed), Optional.of(specialist), Optional.empty(), ms(from), ms(to));
        byte[] value = exclusion.json("e" + steps.size(), ms(filed)).getBytes(StandardCharsets.UTF_8);
        steps.add(new Step(ms(filed), engine -> engine.append(TelemetryKind.EXCLUSION.topic(), null, value)));
        return this;
    }

    /** A record that is no event. */
    Timeline poison(String time, TelemetryKind kind, byte[] key, byte[] value) {
        steps.add(new Step(ms(time), engine -> engine.append(kind.topic(), key, value)));
        return this;
    }

    /** The engine is stopped and started again. */
    Timeline restart(String time) {
        steps.add(new Step(ms(time), DrivenEngine::restart));
        return this;
    }

    /** A restart after which one store is empty. */
    Timeline restartWithout(String store, String time) {
        steps.add(new Step(ms(time), engine -> engine.restartWithout(store)));
        return this;
    }

    private void arrives(long arrivalMs, Telemetry event) {
        String topic = TelemetryKind.byType(event.type()).orElseThrow().topic();
        byte[] value = event.json("e" + steps.size(), Optional.empty()).getBytes(StandardCharsets.UTF_8);
        steps.add(new Step(arrivalMs, engine -> engine.append(topic, null, value)));
    }

    /** Plays everything, then waits in silence; every boundary up to {@code until} has been judged. */
    Played playUntil(String until, Path stateDir) {
        TreeMap<TelemetryKind, Integer> partitions = new TreeMap<>();
        definition.slos().indicators().forEach(indicator -> partitions.put(indicator.of(), 1));
        StartPoint start = StartPoint.at(T0);
        if (readsExclusions) {
            partitions.put(TelemetryKind.EXCLUSION, 1);
            start = start.withExclusions();
        }
        EngineSettings settings = new EngineSettings(
                "engine",
                "app",
                new DefinitionVersions(VersionedDefinition.first(0, definition), Duration.ZERO),
                partitions,
                1,
                start,
                OutputFormat.JSON,
                SchemaRegistry.none(),
                10 * SECOND,
                Long.MAX_VALUE / 4,
                EngineClock.WALL);
        steps.sort(Comparator.comparingLong(Step::atMs));
        long end = ms(until);
        try (DrivenEngine engine = new DrivenEngine(settings, stateDir, T0)) {
            for (Step step : steps) {
                engine.advanceTo(step.atMs());
                step.action().accept(engine);
            }
            TimeGrid grid = definition.grid();
            engine.advanceTo(end + grid.graceMs() + grid.paneMs());
            return new Played(
                    T0,
                    end,
                    engine.written(TopicCatalog.TRANSITIONS),
                    engine.written(TopicCatalog.ALERTS),
                    engine.written(TopicCatalog.SUMMARIES),
                    engine.written(TopicCatalog.DEAD_LETTERS),
                    engine.ticks(),
                    engine.accounting());
        }
    }

    static long ms(String time) {
        String[] parts = time.split("[:.]");
        long ms = Long.parseLong(parts[0]) * 3_600 * SECOND + Long.parseLong(parts[1]) * 60 * SECOND;
        if (parts.length > 2) {
            ms += Long.parseLong(parts[2]) * SECOND;
        }
        return T0 + ms + (parts.length > 3 ? Long.parseLong(parts[3]) : 0);
    }
}
