// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.review;

import io.slostream.schemas.topic.TopicCatalog;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;

/**
 * Recorded verdicts against replayed ones, key by key. Two records of a boundary are identical when every field is; what is
 * left over on both sides and tells the same change is one change that moved.
 *
 * @param identical records that are the same, by topic
 * @param beyond replayed records of boundaries that the engine had not judged yet
 * @param compacted replayed alerts that the compacted topic has let go of since, because a later one of the key is there
 * @param differences everything else, by boundary and key
 */
public record VerdictComparison(
        Map<String, Long> identical, long beyond, long compacted, List<Difference> differences) {
    private static final Comparator<Difference> ORDER = Comparator.comparingLong(Difference::atMs)
            .thenComparing(Difference::key)
            .thenComparing(Difference::topic)
            .thenComparing(Difference::sort);

    public VerdictComparison {
        identical = Map.copyOf(identical);
        differences = List.copyOf(differences);
    }

    /** Records of one key in one topic. */
    private record Line(String topic, String key) {}

    /**
     * Compares.
     *
     * @param recorded of any time; those outside the range only say what compaction has let go of
     * @param replayed of the range
     * @param fromMs first boundary of the range
     * @param toMs last boundary of the range
     * @param judgedMs the last boundary that the engine is known to have judged
     */
    public static VerdictComparison of(
            Collection<RecordedVerdict> recorded,
            Collection<RecordedVerdict> replayed,
            long fromMs,
            long toMs,
            long judgedMs) {
        Map<Line, TreeMap<Long, RecordedVerdict>> left = new HashMap<>();
        Map<Line, TreeMap<Long, RecordedVerdict>> right = new HashMap<>();
        Map<Line, Long> newest = new HashMap<>();
        for (RecordedVerdict verdict : recorded) {
            Line line = new Line(verdict.topic(), verdict.key());
            newest.merge(line, verdict.atMs(), Math::max);
            if (verdict.atMs() >= fromMs && verdict.atMs() <= toMs) {
                left.computeIfAbsent(line, absent -> new TreeMap<>()).put(verdict.atMs(), verdict);
            }
        }
        replayed.forEach(
                verdict -> right.computeIfAbsent(new Line(verdict.topic(), verdict.key()), absent -> new TreeMap<>())
                        .put(verdict.atMs(), verdict));

        Map<String, Long> identical = new TreeMap<>();
        List<Difference> differences = new ArrayList<>();
        long compacted = 0;
        long beyond = 0;
        List<Line> lines = new ArrayList<>(left.keySet());
        right.keySet().stream().filter(line -> !left.containsKey(line)).forEach(lines::add);
        for (Line line : lines) {
            List<RecordedVerdict> missing = new ArrayList<>();
            TreeMap<Long, RecordedVerdict> extra = new TreeMap<>(right.getOrDefault(line, new TreeMap<>()));
            for (RecordedVerdict one : left.getOrDefault(line, new TreeMap<>()).values()) {
                RecordedVerdict other = extra.remove(one.atMs());
                if (other == null) {
                    missing.add(one);
                } else if (one.value().equals(other.value())) {
                    identical.merge(line.topic(), 1L, Long::sum);
                } else {
                    differences.add(changed(one, other));
                }
            }
            List<RecordedVerdict> surplus = new ArrayList<>(extra.values());
            if (line.topic().equals(TopicCatalog.ALERTS.name())) {
                long before = surplus.size();
                surplus.removeIf(one -> one.atMs() < newest.getOrDefault(line, Long.MIN_VALUE));
                compacted += before - surplus.size();
            }
            long early = surplus.size();
            surplus.removeIf(one -> one.atMs() > judgedMs);
            beyond += early - surplus.size();
            pair(missing, surplus, differences);
        }
        differences.sort(ORDER);
        return new VerdictComparison(identical, beyond, compacted, differences);
    }

    /** The same change, in the order in which it happened, is one that moved; what has no partner is missing or extra. */
    private static void pair(List<RecordedVerdict> missing, List<RecordedVerdict> extra, List<Difference> differences) {
        for (RecordedVerdict one : missing) {
            RecordedVerdict partner = extra.stream()
                    .filter(other -> other.state().equals(one.state()))
                    .findFirst()
                    .orElse(null);
            if (partner == null) {
                differences.add(difference(
                        Difference.Sort.MISSING, one, OptionalLong.of(one.atMs()), OptionalLong.empty(), ""));
            } else {
                extra.remove(partner);
                differences.add(difference(
                        Difference.Sort.SHIFTED,
                        one,
                        OptionalLong.of(one.atMs()),
                        OptionalLong.of(partner.atMs()),
                        ""));
            }
        }
        extra.forEach(one -> differences.add(
                difference(Difference.Sort.EXTRA, one, OptionalLong.empty(), OptionalLong.of(one.atMs()), "")));
    }

    private static Difference changed(RecordedVerdict one, RecordedVerdict other) {
        GenericRecord left = one.value();
        GenericRecord right = other.value();
        String fields = left.getSchema().getFields().stream()
                .map(Schema.Field::name)
                .filter(name -> !String.valueOf(left.get(name)).equals(String.valueOf(right.get(name))))
                .map(name -> name + " " + left.get(name) + " is " + right.get(name))
                .collect(Collectors.joining("; "));
        return difference(
                Difference.Sort.CHANGED, one, OptionalLong.of(one.atMs()), OptionalLong.of(other.atMs()), fields);
    }

    private static Difference difference(
            Difference.Sort sort, RecordedVerdict of, OptionalLong recordedAt, OptionalLong replayedAt, String detail) {
        return new Difference(sort, of.topic(), of.key(), of.state(), recordedAt, replayedAt, detail);
    }

    /** How many differ in this way, in one topic. */
    public long count(String topic, Difference.Sort sort) {
        return differences.stream()
                .filter(difference -> difference.topic().equals(topic) && difference.sort() == sort)
                .count();
    }

    /** Whether everything that was recorded was replayed, and nothing else. */
    public boolean isSame() {
        return differences.isEmpty();
    }
}
