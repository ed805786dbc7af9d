// SPDX-License-Identifier: Apache-2.0
package io.slostream.simulation.incident;

import io.slostream.schemas.telemetry.TelemetryKind;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Reads incidents from the command line: {@code KIND:SPECIALIST@START+LENGTH[=VALUE]}, for example
 * {@code correctness:code@2h10m+60m=0.4}. Start and length are durations such as {@code 2h10m} or {@code 90s}; the start
 * counts from the start of the simulation.
 */
public final class IncidentText {
    private static final Pattern FORM =
            Pattern.compile("(?<kind>[a-z]+):(?<who>[^@]+)@(?<start>[^+=]+)\\+(?<length>[^=]+)(?:=(?<value>.+))?");
    private static final Pattern DURATION =
            Pattern.compile("(?:(\\d{1,6})d)?(?:(\\d{1,8})h)?(?:(\\d{1,9})m)?(?:(\\d{1,9})s)?");
    private static final long[] UNIT_MS = {86_400_000, 3_600_000, 60_000, 1_000};
    private static final String USAGE =
            "write KIND:SPECIALIST@START+LENGTH[=VALUE], for example correctness:code@2h10m+60m=0.4";

    private IncidentText() {}

    /** The kinds with what their value means; the name in lower case is what users write. */
    private enum Kind {
        CORRECTNESS("share of evaluations that pass", OptionalDouble.empty()),
        CANARY("share of probes that pass", OptionalDouble.of(0)),
        CAPACITY("share of replicas that is left", OptionalDouble.empty()),
        SLOWDOWN("share of speed that is left", OptionalDouble.empty()),
        ERRORS("share of requests that fail", OptionalDouble.empty()),
        TOOLS("share of tool calls that fail", OptionalDouble.empty()),
        ECC("memory errors of an accelerator a day", OptionalDouble.empty()),
        COST("factor of what accelerators cost", OptionalDouble.empty()),
        STORAGE("share of the storage's speed that is left", OptionalDouble.empty()),
        TRAINING("share of checkpoints that clear their floor", OptionalDouble.of(0)),
        STALE("age in days of the checkpoint that serves", OptionalDouble.empty()),
        ROUTER("factor of the router's z-loss and of its preference for one expert", OptionalDouble.empty()),
        SILENCE("the one kind of telemetry that is silent", OptionalDouble.empty());

        private final String meaning;
        private final OptionalDouble fallback;

        Kind(String meaning, OptionalDouble fallback) {
            this.meaning = meaning;
            this.fallback = fallback;
        }

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * The incident that the text means.
     *
     * @throws IllegalArgumentException when the text means none; the message quotes it and says what to write
     */
    public static Incident parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("'" + text + "' is no incident; " + USAGE);
        }
        try {
            long start = duration("START", matcher.group("start"));
            long length = duration("LENGTH", matcher.group("length"));
            if (length == 0) {
                throw new IllegalArgumentException("LENGTH is 0");
            }
            Incident.Span span = new Incident.Span(matcher.group("who"), start, start + length);
            return incident(kind(matcher.group("kind")), span, Optional.ofNullable(matcher.group("value")));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("incident '" + text + "': " + e.getMessage(), e);
        }
    }

    private static Incident incident(Kind kind, Incident.Span span, Optional<String> value) {
        return switch (kind) {
            case CORRECTNESS -> new Incident.CorrectnessLoss(span, number(kind, value));
            case CANARY -> new Incident.CanaryFailure(span, number(kind, value));
            case CAPACITY -> new Incident.CapacityLoss(span, number(kind, value));
            case SLOWDOWN -> new Incident.Slowdown(span, number(kind, value));
            case ERRORS -> new Incident.Errors(span, number(kind, value));
            case TOOLS -> new Incident.ToolFailures(span, number(kind, value));
            case ECC -> new Incident.MemoryErrors(span, number(kind, value));
            case COST -> new Incident.PriceChange(span, number(kind, value));
            case STORAGE -> new Incident.SlowStorage(span, number(kind, value));
            case TRAINING -> new Incident.TrainingFailure(span, number(kind, value));
            case STALE -> new Incident.StaleCheckpoint(span, number(kind, value));
            case ROUTER -> new Incident.RouterDrift(span, number(kind, value));
            case SILENCE -> new Incident.Silence(span, value.map(IncidentText::telemetryKind));
        };
    }

    private static Kind kind(String word) {
        return Arrays.stream(Kind.values())
                .filter(kind -> kind.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("'" + word + "' is no kind of incident; there are "
                        + Arrays.stream(Kind.values()).map(Kind::word).collect(Collectors.joining(", "))));
    }

    private static double number(Kind kind, Optional<String> value) {
        if (value.isEmpty()) {
            return kind.fallback.orElseThrow(() -> new IllegalArgumentException(
                    kind.word() + " needs a value: the " + kind.meaning + ", for example =0.4"));
        }
        try {
            return Double.parseDouble(value.get());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "'" + value.get() + "' is no number; it is the " + kind.meaning + ", for example 0.4", e);
        }
    }

    private static TelemetryKind telemetryKind(String word) {
        return TelemetryKind.byType(word)
                .filter(TelemetryKind.counted()::contains)
                .orElseThrow(() -> new IllegalArgumentException("'" + word + "' is no kind of telemetry; there are "
                        + TelemetryKind.counted().stream()
                                .map(TelemetryKind::type)
                                .collect(Collectors.joining(", "))));
    }

    private static long duration(String what, String text) {
        Matcher matcher = DURATION.matcher(text);
        if (text.isEmpty() || !matcher.matches()) {
            throw new IllegalArgumentException(
                    what + " is '" + text + "', which is no duration; write for example 90s, 60m or 2h10m");
        }
        long sum = 0;
        for (int unit = 0; unit < UNIT_MS.length; unit++) {
            String number = matcher.group(unit + 1);
            sum += number == null ? 0 : Long.parseLong(number) * UNIT_MS[unit];
        }
        return sum;
    }
}
