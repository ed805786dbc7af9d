// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.simulate;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.slostream.alerting.definition.Durations;
import io.slostream.app.ClientFile;
import io.slostream.app.Progress;
import io.slostream.app.StopHook;
import io.slostream.app.TraceFiles;
import io.slostream.app.UsageException;
import io.slostream.schemas.telemetry.TelemetryKind;
import io.slostream.simulation.Ensemble;
import io.slostream.simulation.EventSource;
import io.slostream.simulation.Story;
import io.slostream.simulation.event.SimulatedEvent;
import io.slostream.simulation.incident.Incident;
import io.slostream.simulation.incident.IncidentText;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code slostream simulate}: what is asked for, where it goes, and how fast. */
@Command(
        name = "simulate",
        mixinStandardHelpOptions = true,
        description = "Writes telemetry of a seeded model of eight specialists, or of public traces, to a file or to a"
                + " cluster. Same seed and options, same events.",
        footer = {
            "",
            "An incident is KIND:SPECIALIST@START+LENGTH[=VALUE]; START counts from --start.",
            "Kinds: correctness, canary, capacity, slowdown, errors, silence.",
            "For example: --incident canary:math@30m+20m --incident errors:code@1h+5m=0.2",
            "To a cluster, SIGTERM and Ctrl-C end it as its end does.",
            "Exit codes: 0 done or stopped, 2 bad usage, an unwritable file, no broker, no topic or no registry."
        })
public final class SimulateCommand implements Callable<Integer> {
    private static final String STANDARD_OUTPUT = "-";
    /** The end of the year 9999, as for event times. */
    private static final long LATEST_MS = 253_402_300_799_999L;

    private static final long DEFAULT_DURATION_MS = 7_200_000;
    private static final double MAX_SCALE = 10_000;
    private static final long LOOK_EVERY = 256;
    /** What a broker may take to acknowledge the last events. */
    private static final Duration STOPPING = Duration.ofSeconds(10);

    @Option(names = "--output", paramLabel = "FILE", description = "NDJSON file, overwritten; - for standard output")
    private String output;

    @Option(names = "--bootstrap", paramLabel = "HOST:PORT", description = "a broker, or several with commas")
    private String bootstrap;

    @Option(
            names = "--properties",
            paramLabel = "FILE",
            description = "settings of the Kafka client and of the registry client, for example of TLS and SASL")
    private Path propertiesFile;

    @Option(names = "--registry", paramLabel = "URL", description = "schema registry: values in Avro instead of JSON")
    private String registry;

    @Option(names = "--seed", defaultValue = "1", description = "of the model (default: ${DEFAULT-VALUE})")
    private long seed;

    @Option(
            names = "--start",
            paramLabel = "INSTANT",
            description = "time of the first events (default: now on a cluster without --rate, else"
                    + " 2026-01-05T00:00:00Z)")
    private String start;

    @Option(
            names = "--duration",
            paramLabel = "DURATION",
            description = "how long the specialists are asked (default: 2h, with --trace as long as the traces)")
    private String duration;

    @Option(
            names = "--rate",
            paramLabel = "N",
            description = "events a second to a cluster, or max (default: as fast as life)")
    private String rate;

    @Option(
            names = "--scale",
            defaultValue = "1",
            paramLabel = "X",
            description = "times the requests, on machines for them (default: ${DEFAULT-VALUE})")
    private double scale;

    @Option(
            names = "--incident",
            paramLabel = "TEXT",
            description = "something that goes wrong; may be given several times")
    private List<String> incidents = List.of();

    @Option(
            names = "--trace",
            split = ",",
            paramLabel = "NAME=FILE",
            description = "specialists that get the requests of files of the Azure LLM inference trace 2023; their"
                    + " latencies are modelled")
    private Map<String, Path> traces = Map.of();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        boolean toCluster = requireOneTarget();
        Pace pace = toCluster ? Pace.of(rate) : Pace.atOnce();
        Ensemble ensemble = ensemble();
        long lengthMs = lengthMs(ensemble);
        List<Incident> parsed = parseIncidents(lengthMs);
        long startMs = startMs(pace, lengthMs);
        EventSource events;
        try {
            events = ensemble.events(seed, startMs, lengthMs, parsed);
        } catch (IllegalArgumentException e) {
            throw new UsageException("--incident: " + e.getMessage(), e);
        }
        CountDownLatch stopped = new CountDownLatch(1);
        try (EventSink sink = toCluster ? cluster(pace) : lines();
                // A file that is cut short is not what was asked for; a producer is stopped when there is enough.
                StopHook hook = toCluster ? new StopHook(stopped::countDown, STOPPING) : null) {
            if (toCluster) {
                PrintWriter err = spec.commandLine().getErr();
                err.println("simulate: " + Durations.format(lengthMs) + " of events "
                        + (pace.isLife() ? "as fast as life" : "at the rate that is asked for") + "; Ctrl-C ends it");
                err.flush();
            }
            Map<TelemetryKind, Long> written = write(events, sink, pace, startMs, lengthMs, stopped);
            sink.finish();
            if (spec.commandLine().getOut().checkError()) {
                // Said, and made an exit code, where every command's output is looked at.
                return 0;
            }
            PrintWriter said = STANDARD_OUTPUT.equals(output)
                    ? spec.commandLine().getErr()
                    : spec.commandLine().getOut();
            said.println(line(written));
            if (!said.checkError() && hook != null) {
                hook.done();
            }
        }
        return 0;
    }

    private boolean requireOneTarget() {
        boolean toCluster = bootstrap != null || propertiesFile != null;
        if (toCluster == (output != null)) {
            throw new UsageException(
                    "name one target: --output FILE (- for standard output), or --bootstrap HOST:PORT");
        }
        if (!toCluster && (registry != null || rate != null)) {
            throw new UsageException((registry != null ? "--registry" : "--rate")
                    + ": is for a cluster; files are NDJSON, written as fast as can be");
        }
        return toCluster;
    }

    private Ensemble ensemble() {
        if (!(scale > 0) || scale > MAX_SCALE) {
            throw new UsageException("--scale " + scale + ": write a number above 0, at most 10000");
        }
        if (traces.isEmpty()) {
            return Ensemble.standard().scaled(scale, Math.max(1, scale));
        }
        if (scale != 1) {
            throw new UsageException("--scale: the requests of a trace are what they are; leave it out with --trace");
        }
        return TraceFiles.ensemble(traces);
    }

    private long lengthMs(Ensemble ensemble) {
        if (duration == null) {
            return ensemble.traceLengthMs().orElse(DEFAULT_DURATION_MS);
        }
        try {
            long lengthMs = Durations.parseMs(duration);
            if (lengthMs > 0) {
                return lengthMs;
            }
        } catch (IllegalArgumentException e) {
            throw new UsageException("--duration " + duration + ": " + e.getMessage(), e);
        }
        throw new UsageException("--duration " + duration + ": nothing would happen; write for example 2h");
    }

    private long startMs(Pace pace, long lengthMs) {
        long startMs = pace.isLife() ? System.currentTimeMillis() : Story.DEFAULT_START.toEpochMilli();
        if (start != null) {
            try {
                startMs = Instant.parse(start).toEpochMilli();
            } catch (DateTimeParseException | ArithmeticException e) {
                throw new UsageException(
                        "--start " + start + ": write an instant in ISO-8601 with zone, for example"
                                + " 2026-01-05T00:00:00Z",
                        e);
            }
        }
        if (startMs < 0 || startMs > LATEST_MS || lengthMs > LATEST_MS - startMs) {
            throw new UsageException("--start and --duration: events would lie outside the years 1970 to 9999");
        }
        return startMs;
    }

    private List<Incident> parseIncidents(long lengthMs) {
        List<Incident> parsed = new ArrayList<>();
        List<String> faults = new ArrayList<>();
        for (String text : incidents) {
            try {
                Incident incident = IncidentText.parse(text);
                parsed.add(incident);
                if (incident.span().fromMs() >= lengthMs) {
                    faults.add("--incident " + text + ": would begin after the end; give a longer --duration");
                }
            } catch (IllegalArgumentException e) {
                faults.add("--incident: " + e.getMessage());
            }
        }
        if (!faults.isEmpty()) {
            throw new UsageException(String.join(System.lineSeparator(), faults));
        }
        return parsed;
    }

    private EventSink lines() {
        return output.equals(STANDARD_OUTPUT)
                ? LineSink.standardOutput(spec.commandLine().getOut())
                : LineSink.file(Path.of(output));
    }

    private EventSink cluster(Pace pace) {
        // What fails is said in one sentence here; the client says it again at every attempt.
        ((Logger) LoggerFactory.getLogger("org.apache.kafka")).setLevel(Level.OFF);
        Properties properties = ClientFile.read(propertiesFile);
        Map<String, Object> settings = ClientFile.kafka(properties, bootstrap);
        try (TelemetryTopics topics = new TelemetryTopics(settings)) {
            topics.require();
            if ((start != null || !pace.isLife()) && topics.haveTheBrokersTime()) {
                PrintWriter err = spec.commandLine().getErr();
                err.println("the topics take the broker's time (LogAppendTime), and these events are not of now: an"
                        + " engine will find them late, or dead letters; leave out --rate and --start, or use topics"
                        + " with CreateTime and spec.trustProducerTime");
                err.flush();
            }
        }
        return ClusterSink.open(settings, registry == null ? null : ClientFile.registry(properties, registry));
    }

    private Map<TelemetryKind, Long> write(
            EventSource events, EventSink sink, Pace pace, long startMs, long lengthMs, CountDownLatch stopped)
            throws IOException, InterruptedException {
        Map<TelemetryKind, Long> written = new EnumMap<>(TelemetryKind.class);
        Progress progress = new Progress(
                "simulate",
                Progress.Unit.SIMULATED,
                lengthMs,
                spec.commandLine().getErr());
        try {
            long startNanos = System.nanoTime();
            long number = 0;
            boolean wanted = true;
            while (wanted && events.hasNext()) {
                SimulatedEvent event = events.next();
                long sinceStartMs = event.atMs() - startMs;
                long early = pace.dueNanos(sinceStartMs, number) - (System.nanoTime() - startNanos);
                if (early > 0 ? stopped.await(early, TimeUnit.NANOSECONDS) : stopped.getCount() == 0) {
                    break;
                }
                wanted = sink.take(event);
                written.merge(event.kind(), 1L, Long::sum);
                number++;
                if (early > 0 || number % LOOK_EVERY == 0) {
                    progress.update(Math.min(sinceStartMs, lengthMs), number);
                }
            }
        } finally {
            progress.finish();
        }
        return written;
    }

    /** For example: {@code 1,234 events: request 1,000, canary 234}. */
    private static String line(Map<TelemetryKind, Long> written) {
        long all = written.values().stream().mapToLong(Long::longValue).sum();
        return String.format(Locale.ROOT, "%,d events: ", all)
                + written.entrySet().stream()
                        .map(kind -> String.format(
                                Locale.ROOT, "%s %,d", kind.getKey().type(), kind.getValue()))
                        .collect(Collectors.joining(", "));
    }
}
