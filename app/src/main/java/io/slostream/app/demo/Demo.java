// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.demo;

import io.slostream.alerting.definition.Durations;
import io.slostream.app.run.EngineConfig;
import io.slostream.app.run.EngineRunner;
import io.slostream.schemas.registry.ConfluentSchemaRegistry;
import io.slostream.simulation.Story;
import io.slostream.topology.TimeGrid;
import io.slostream.topology.streams.EngineClock;
import io.slostream.topology.streams.EngineStatus;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * A story told to a real engine on a real broker, all in this JVM. The engine's clock is the story's; it starts before
 * the first event, so that what it counts depends on the story alone.
 */
final class Demo {
    private static final Duration RUNNING_WITHIN = Duration.ofSeconds(60);
    /** How long the engine may lag behind the end of the story. */
    private static final Duration JUDGED_WITHIN = Duration.ofMinutes(5);

    private static final long DRAW_EVERY_MS = 200;
    /** Five times the commit interval of the demo's engine. */
    private static final long COMMITTED_WITHIN_MS = 1_000;

    private static final Duration LOOK_FOR_SILENCE_EVERY = Duration.ofMillis(2);

    private final long seed;
    private final double speed;
    private final Story story;
    private final EngineConfig config;
    private final DemoCluster cluster;
    private final long commandNanos;
    private final Scene scene;
    private final StoryView view;
    private final Ending ending;
    private int act;
    /** When {@link #perSecond} was last taken, and how many events there were. */
    private long ratedNanos;

    private long ratedEvents;
    private long perSecond;
    private double firstVerdict;

    /** What happens when the story is told and judged, while the engine still runs. */
    @FunctionalInterface
    interface Ending {
        /**
         * Gets the result and the address of the page.
         *
         * @throws InterruptedException when it was still waiting
         */
        void told(DemoResult result, String page) throws InterruptedException;
    }

    /**
     * A demo, not yet begun.
     *
     * @param speed story time per wall time once the history is told
     * @param commandNanos {@link System#nanoTime} when the command began
     * @param ending the engine runs until it returns
     */
    Demo(
            long seed,
            double speed,
            Story story,
            EngineConfig config,
            DemoCluster cluster,
            long commandNanos,
            Scene scene,
            StoryView view,
            Ending ending) {
        this.seed = seed;
        this.speed = speed;
        this.story = story;
        this.config = config;
        this.cluster = cluster;
        this.commandNanos = commandNanos;
        this.scene = scene;
        this.view = view;
        this.ending = ending;
    }

    /** Tells the story to its end and waits until all of it is judged. */
    DemoResult play() throws InterruptedException {
        double brokerReady = seconds(System.nanoTime());
        long startMs = story.start().toEpochMilli();
        StoryClock clock = new StoryClock(startMs);
        EngineRunner engine = new EngineRunner(config, new EngineClock(wall -> clock.nowMs(), LOOK_FOR_SILENCE_EVERY));
        SceneReader reader = new SceneReader(cluster.clientSettings(), scene);
        StoryTeller teller = new StoryTeller(
                story.events(seed),
                clock,
                story.historyEnd().toEpochMilli(),
                speed,
                cluster.clientSettings(),
                new ConfluentSchemaRegistry(cluster.registryUrl(), Map.of()));
        try (engine;
                reader;
                teller) {
            engine.start();
            String page = "http://127.0.0.1:" + engine.healthPort() + "/";
            view.say("page " + page);
            reader.start();
            teller.start();
            ratedNanos = System.nanoTime();
            if (!engine.awaitRunning(RUNNING_WITHIN)) {
                throw new IllegalStateException("the engine was not running within " + RUNNING_WITHIN.toSeconds()
                        + " s: " + engine.awaitEnd().reason());
            }
            double engineRunning = seconds(System.nanoTime());
            view.say(String.format(Locale.ROOT, "engine running after %.1f s", engineRunning));
            Duration history = Duration.between(story.start(), story.historyEnd());
            if (!history.isZero()) {
                view.say("the story's first " + Durations.format(history.toMillis())
                        + " are sent at once, so that windows have a past");
            }
            watch(() -> !teller.isTold(), engine, reader, teller, clock);
            // Time goes on in silence, which closes the last boundaries.
            TimeGrid grid = config.definition().grid();
            long end = grid.evaluationFloor(Math.max(clock.nowMs(), story.end().toEpochMilli()));
            long deadline = System.nanoTime() + JUDGED_WITHIN.toNanos();
            watch(
                    () -> {
                        // As life does once nobody waits for it: an engine that is behind needs no more boundaries.
                        clock.reach(Math.max(end + grid.graceMs() + grid.paneMs(), clock.nowMs() + DRAW_EVERY_MS));
                        return !isJudged(engine, end) && System.nanoTime() < deadline;
                    },
                    engine,
                    reader,
                    teller,
                    clock);
            if (!isJudged(engine, end)) {
                throw new IllegalStateException("the engine has not judged the whole story " + JUDGED_WITHIN.toMinutes()
                        + " min after it ended");
            }
            // What was judged last is committed by then, and what is committed is read.
            TimeUnit.MILLISECONDS.sleep(COMMITTED_WITHIN_MS);
            engine.readAlerts();
            DemoResult result = result(engine, reader, teller, brokerReady, engineRunning);
            ending.told(result, page);
            return result;
        }
    }

    private DemoResult result(
            EngineRunner engine, SceneReader reader, StoryTeller teller, double brokerReady, double engineRunning) {
        double firstAlert = reader.firstAlertNanos() == 0 ? 0 : seconds(reader.firstAlertNanos());
        return new DemoResult(
                seed,
                teller.acknowledged(),
                engine.accounting(),
                engine.summary().alerts(),
                story.predicted() ? Optional.of(story.expected()) : Optional.empty(),
                new DemoResult.Seconds(
                        brokerReady, engineRunning, firstVerdict, firstAlert, seconds(System.nanoTime())));
    }

    private void watch(
            Supplier<Boolean> goOn, EngineRunner engine, SceneReader reader, StoryTeller teller, StoryClock clock)
            throws InterruptedException {
        while (goOn.get()) {
            teller.check();
            reader.check();
            if (engine.hasEnded()) {
                throw new IllegalStateException(
                        "the engine ended: " + engine.awaitEnd().reason());
            }
            lookForFirstVerdict(engine);
            long now = System.nanoTime();
            if (now - ratedNanos > TimeUnit.SECONDS.toNanos(1)) {
                perSecond = Math.round((teller.acknowledged() - ratedEvents) * 1e9 / (now - ratedNanos));
                ratedEvents = teller.acknowledged();
                ratedNanos = now;
            }
            draw(clock.nowMs(), teller.acknowledged());
            TimeUnit.MILLISECONDS.sleep(DRAW_EVERY_MS);
        }
        draw(clock.nowMs(), teller.acknowledged());
    }

    /** The first time that somebody who has just installed this sees it work. */
    private void lookForFirstVerdict(EngineRunner engine) {
        long startMs = story.start().toEpochMilli();
        if (firstVerdict == 0
                && engine.status().evaluated().values().stream().anyMatch(boundary -> boundary > startMs)) {
            firstVerdict = seconds(System.nanoTime());
            view.say(String.format(Locale.ROOT, "first boundary judged after %.1f s", firstVerdict));
        }
    }

    private void draw(long nowMs, long events) {
        List<Story.Act> acts = story.acts();
        while (act < acts.size() && story.beginOf(acts.get(act)).toEpochMilli() <= nowMs) {
            view.act(acts.get(act++).title());
        }
        scene.takeNews().forEach(view::alert);
        double length = story.length().toMillis();
        double done = Math.min(1, (nowMs - story.start().toEpochMilli()) / length);
        view.draw(new StoryView.Moment(nowMs, done, events, perSecond));
    }

    private boolean isJudged(EngineRunner engine, long endMs) {
        Map<EngineStatus.Evaluated, Long> evaluated = engine.status().evaluated();
        long kinds = config.definitions().indicators().stream()
                .map(indicator -> indicator.of())
                .distinct()
                .count();
        return evaluated.size() == kinds * config.verdictPartitions()
                && evaluated.values().stream().allMatch(boundary -> boundary >= endMs);
    }

    private double seconds(long nanos) {
        return Math.round((nanos - commandNanos) / 1e6) / 1e3;
    }
}
