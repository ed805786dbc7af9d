// SPDX-License-Identifier: Apache-2.0
package io.slostream.app;

import io.slostream.app.replay.InputStreams;
import io.slostream.app.replay.ReplayListener;
import io.slostream.app.replay.VerdictFormat;
import io.slostream.schemas.telemetry.RejectReason;
import io.slostream.topology.accumulate.Accounting;
import io.slostream.topology.accumulate.Outcome;
import io.slostream.topology.judge.Verdict;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** Tells a person what a replay does: findings to stdout, dead letters, clock jumps and progress to stderr. */
final class ReplayReporter implements ReplayListener, AutoCloseable {
    /** Dead letters of one reason that are shown one by one; the rest is counted. */
    private static final int SHOWN_PER_REASON = 5;

    private static final int SHOWN_JUMPS = 5;

    private final VerdictFormat format;
    private final PrintWriter out;
    private final PrintWriter err;
    private final Set<String> specialists;
    private final Progress progress;
    private final Map<RejectReason, Long> deadLetters = new EnumMap<>(RejectReason.class);
    private final Map<Outcome, Uncounted> uncounted = new EnumMap<>(Outcome.class);
    private long jumps;

    /** Events of one class: how many, and what is to be said of the first. */
    private record Uncounted(long count, String first) {}

    ReplayReporter(VerdictFormat format, PrintWriter out, PrintWriter err, List<Path> inputs, Set<String> specialists)
            throws IOException {
        this.format = format;
        this.out = out;
        this.err = err;
        this.specialists = specialists;
        long bytes = 0;
        boolean sizesAreKnown = true;
        for (Path input : inputs) {
            boolean isKnown = Files.isRegularFile(input) && !InputStreams.isGzip(input);
            sizesAreKnown &= isKnown;
            bytes += isKnown ? Files.size(input) : 0;
        }
        this.progress = new Progress("replay", Progress.Unit.READ, sizesAreKnown ? bytes : 0, err);
    }

    @Override
    public void verdict(Verdict verdict) {
        if (specialists.isEmpty() || specialists.contains(verdict.key().group())) {
            out.println(format.verdict(verdict));
        }
    }

    @Override
    public void deadLetter(Path file, long line, RejectReason reason, String detail) {
        long count = deadLetters.merge(reason, 1L, Long::sum);
        if (count <= SHOWN_PER_REASON) {
            progress.interrupt();
            err.println(file + ":" + line + ": dead letter (" + reason.code() + "): " + detail);
        }
    }

    @Override
    public void uncounted(Path file, long line, Outcome outcome, Supplier<String> why) {
        uncounted.compute(
                outcome,
                (key, known) -> known == null
                        ? new Uncounted(1, file + ":" + line + ": " + why.get())
                        : new Uncounted(known.count() + 1, known.first()));
    }

    @Override
    public void clockJump(Path file, long line, long fromMs, long toMs) {
        jumps++;
        if (jumps <= SHOWN_JUMPS) {
            progress.interrupt();
            err.println(file + ":" + line + ": time jumps from " + Instant.ofEpochMilli(fromMs) + " to "
                    + Instant.ofEpochMilli(toMs)
                    + "; unless the file has a gap here, put it in event order or give its lines an arrival_time:"
                    + " earlier lines after this one miss the verdicts of their time");
        }
    }

    @Override
    public void progress(long bytes, long records) {
        if (out.checkError()) {
            throw new UsageException(Main.OUTPUT_LOST);
        }
        progress.update(bytes, records);
    }

    /**
     * Says where the lines went.
     *
     * @return whether any was counted, if there were any
     */
    boolean finish(Accounting accounting) {
        progress.finish();
        out.println(format.accounting(accounting));
        deadLetters.forEach((reason, count) -> {
            if (count > SHOWN_PER_REASON) {
                err.println(count + " dead letters (" + reason.code() + "), the first " + SHOWN_PER_REASON + " shown");
            }
        });
        if (jumps > SHOWN_JUMPS) {
            err.println(jumps + " jumps of the clock over an hour, the first " + SHOWN_JUMPS + " shown");
        }
        uncounted.forEach((outcome, events) -> err.println(events.count()
                + (outcome == Outcome.LATE ? " late, " : " excluded as unmeasured, ") + "the first " + events.first()));
        if (accounting.counted() > 0 || accounting.in() == 0) {
            return true;
        }
        boolean wanted = accounting.excluded() < accounting.in() || uncounted.containsKey(Outcome.EXCLUDED);
        err.println("no line was counted: "
                + (wanted ? "see above what is wrong with them" : "no definition of --slo wants events like these"));
        return false;
    }

    @Override
    public void close() {
        progress.finish();
        out.flush();
        err.flush();
    }
}
