// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.page;

import io.slostream.app.serve.OutputFeed;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.avro.generic.GenericRecord;

/** The last word of every alert that ever spoke: as many as alerts and groups were ever declared. Thread-safe. */
final class AlertBoard implements OutputFeed.Reader {
    /** Far above what is declared anywhere; what spoke longest ago gives way. */
    static final int MOST = 50_000;

    private final Map<String, AlertWord> words = new LinkedHashMap<>();
    /** Words since they were last taken. */
    private final Map<String, AlertWord> news = new HashMap<>();

    @Override
    public synchronized void record(String key, GenericRecord alert) {
        AlertWord word = AlertWord.of(alert);
        AlertWord before = words.remove(key);
        words.put(key, word);
        if (!word.equals(before)) {
            news.put(key, word);
        }
        if (words.size() > MOST) {
            words.remove(words.keySet().iterator().next());
        }
    }

    @Override
    public synchronized void gone(String key) {
        words.remove(key);
        news.remove(key);
    }

    /** Whoever looks from now on is told everything first. */
    synchronized void forgetNews() {
        news.clear();
    }

    /** What was said since this was asked last, newest first. */
    synchronized List<AlertWord> takeNews() {
        List<AlertWord> taken = newestFirst(news.values());
        news.clear();
        return taken;
    }

    /** Those that a question wants, newest first. */
    synchronized List<AlertWord> find(Predicate<AlertWord> wanted) {
        return newestFirst(words.values().stream().filter(wanted).toList());
    }

    private static List<AlertWord> newestFirst(Iterable<AlertWord> some) {
        List<AlertWord> sorted = new ArrayList<>();
        some.forEach(sorted::add);
        sorted.sort(Comparator.comparingLong(AlertWord::at)
                .reversed()
                .thenComparing(AlertWord::slo)
                .thenComparing(AlertWord::alert)
                .thenComparing(AlertWord::group));
        return sorted;
    }
}
