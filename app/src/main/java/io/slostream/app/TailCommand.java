// SPDX-License-Identifier: Apache-2.0
package io.slostream.app;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.slostream.alerting.definition.Durations;
import io.slostream.alerting.yaml.Quoted;
import io.slostream.alerting.yaml.Suggestions;
import io.slostream.app.tail.TailSettings;
import io.slostream.app.tail.TailStart;
import io.slostream.app.tail.TailTopic;
import io.slostream.app.tail.TopicTail;
import io.slostream.schemas.output.OutputFormat;
import io.slostream.schemas.output.PrintableText;
import io.slostream.schemas.output.RecordDecoder;
import io.slostream.schemas.output.RecordEncoder;
import io.slostream.schemas.registry.SchemaRegistry;
import io.slostream.schemas.topic.TopicSpec;
import io.slostream.sinks.console.ConsoleFormat;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.NetworkClient;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code slostream tail}: a pager's-eye view of what the engine writes; records on stdout, everything else on stderr. */
@Command(
        name = "tail",
        mixinStandardHelpOptions = true,
        description = "Shows alerts, transitions, summaries or dead letters as they are written, until Ctrl-C.",
        footer = {
            "",
            "Reads committed records only, without a consumer group: watching leaves no trace on the cluster.",
            "Exit codes: 0 limit reached or stopped, 2 bad usage, no broker, no topic or no registry."
        })
final class TailCommand implements Callable<Integer> {
    /** Where {@code slostream broker} listens, and most brokers on a machine for trying things out. */
    private static final String HERE = "localhost:9092";

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration STOPPING = Duration.ofSeconds(5);

    enum Format {
        TEXT,
        NDJSON
    }

    /** Says which words there are, each once. */
    static final class TopicWord implements ITypeConverter<TailTopic> {
        @Override
        public TailTopic convert(String word) {
            return Arrays.stream(TailTopic.values())
                    .filter(topic -> topic.toString().equalsIgnoreCase(word))
                    .findFirst()
                    .orElseThrow(() -> new TypeConversionException(
                            Quoted.of(word) + " is no topic; " + Suggestions.advice(word, "there are", words())));
        }

        private static List<String> words() {
            return Arrays.stream(TailTopic.values()).map(TailTopic::toString).toList();
        }
    }

    @Parameters(paramLabel = "TOPIC", converter = TopicWord.class, description = "one of ${COMPLETION-CANDIDATES}")
    private TailTopic topic;

    @Option(
            names = "--bootstrap",
            paramLabel = "HOST:PORT",
            description = "a broker, or several with commas (default: " + HERE + " without --properties)")
    private String bootstrap;

    @ArgGroup
    private Begin begin = new Begin();

    /** At most one of these. */
    static final class Begin {
        @Option(names = "--from-beginning", description = "show what the topic holds first")
        private boolean beginning;

        @Option(
                names = "--since",
                paramLabel = "DURATION",
                description = "show what is not older than this first, by record timestamp, for example 2h")
        private String since;
    }

    @Option(names = "--format", defaultValue = "TEXT", description = "text or ndjson (default: ${DEFAULT-VALUE})")
    private Format format;

    @Option(names = "--color", description = "colour the state of each line")
    private boolean color;

    @Option(names = "--registry", paramLabel = "URL", description = "schema registry, for records in Avro")
    private String registry;

    @Option(
            names = "--properties",
            paramLabel = "FILE",
            description = "settings of the Kafka client and of the registry client, for example of TLS and SASL")
    private Path propertiesFile;

    @Option(names = "--limit", paramLabel = "N", description = "stop after so many records (default: never)")
    private Long limit;

    @Spec
    private CommandSpec spec;

    private final Function<Map<String, Object>, Consumer<byte[], byte[]>> consumers;

    TailCommand() {
        this(KafkaConsumer::new);
    }

    TailCommand(Function<Map<String, Object>, Consumer<byte[], byte[]>> consumers) {
        this.consumers = consumers;
    }

    @Override
    public Integer call() {
        if (limit != null && limit <= 0) {
            throw new UsageException("--limit " + limit + ": write a number of 1 or more");
        }
        // Each attempt to connect is a warning there; that Kafka does not answer is said in one sentence here.
        ((Logger) LoggerFactory.getLogger(NetworkClient.class)).setLevel(Level.OFF);
        TailStart start = start();
        Properties properties = ClientFile.read(propertiesFile);
        Map<String, Object> settings =
                TailSettings.consumer(properties, bootstrap == null && propertiesFile == null ? HERE : bootstrap);
        RecordDecoder decoder = new RecordDecoder(ClientFile.registry(properties, registry));
        try (Consumer<byte[], byte[]> consumer = connect(settings)) {
            Lines lines = new Lines(
                    topic.spec(),
                    spec.commandLine().getOut(),
                    spec.commandLine().getErr());
            TopicTail tail = new TopicTail(consumer, topic.spec(), decoder, registry != null, lines, PATIENCE);
            try (StopHook hook = new StopHook(consumer::wakeup, STOPPING)) {
                tail.run(start, limit == null ? Long.MAX_VALUE : limit);
                hook.done();
            }
        }
        return 0;
    }

    private TailStart start() {
        if (begin.beginning) {
            return TailStart.BEGINNING;
        } else if (begin.since == null) {
            return TailStart.END;
        }
        try {
            return new TailStart(Math.max(0, System.currentTimeMillis() - Durations.parseMs(begin.since)));
        } catch (IllegalArgumentException e) {
            throw new UsageException("--since " + begin.since + ": " + e.getMessage(), e);
        }
    }

    private Consumer<byte[], byte[]> connect(Map<String, Object> settings) {
        try {
            return consumers.apply(settings);
        } catch (KafkaException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new UsageException(
                    "the Kafka client cannot start: " + cause.getMessage() + "; check --bootstrap and --properties", e);
        }
    }

    /** Records as lines. */
    private final class Lines implements TopicTail.Output {
        private final TopicSpec spec;
        private final PrintWriter out;
        private final PrintWriter err;
        private final ConsoleFormat text = new ConsoleFormat(color);
        private final RecordEncoder json = new RecordEncoder(OutputFormat.JSON, SchemaRegistry.none());

        Lines(TopicSpec spec, PrintWriter out, PrintWriter err) {
            this.spec = spec;
            this.out = out;
            this.err = err;
        }

        @Override
        public void record(GenericRecord record) {
            out.println(
                    format == Format.TEXT
                            ? text.line(record)
                            : new String(json.encode(spec, record), StandardCharsets.UTF_8));
        }

        @Override
        public void unreadable(String where, String why) {
            err.println(where + ": unreadable: " + PrintableText.of(why));
        }

        @Override
        public void notice(String sentence) {
            err.println(sentence);
        }

        @Override
        public boolean flush() {
            err.flush();
            return !out.checkError();
        }
    }
}
