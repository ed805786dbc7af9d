// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.sketch;

import static org.assertj.core.api.Assertions.assertThat;

import io.slostream.alerting.budget.Ratio;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BucketSumTest {
    private static final long SEED = 4_711;
    private static final List<Ratio> QUANTILES = List.of(Ratio.of("0.001"), Ratio.of("0.5"), Ratio.of("0.99"));

    /** Panes enter and leave as a window rolls; against the sorted buckets of all values in it. */
    @Test
    void shouldBeTheSortedValuesOfWhatIsInIt() {
        SplittableRandom random = new SplittableRandom(SEED);
        BucketSum sum = new BucketSum();
        Deque<List<Integer>> window = new ArrayDeque<>();

        for (int step = 0; step < 3_000; step++) {
            if (random.nextInt(3) > 0) {
                List<Integer> pane = pane(random);
                window.add(pane);
                sum.add(counts(pane));
            }
            while (window.size() > 20 || (!window.isEmpty() && random.nextInt(3) == 0)) {
                sum.subtract(counts(window.remove()));
            }
            List<Integer> sorted =
                    window.stream().flatMap(List::stream).sorted().toList();
            assertThat(sum.total()).as("seed %d, step %d", SEED, step).isEqualTo(sorted.size());
            for (Ratio quantile : sorted.isEmpty() ? List.<Ratio>of() : QUANTILES) {
                int rank = (int) Math.ceil(quantile.toDouble() * sorted.size());
                assertThat(sum.bucketAt(quantile))
                        .as("seed %d, step %d, %s", SEED, step, quantile)
                        .isEqualTo(sorted.get(rank - 1));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"0.5, 1, 1", "0.5, 2, 1", "0.5, 3, 2", "0.99, 100, 99", "0.99, 101, 100", "0.000000000001, 5, 1"})
    void shouldTakeTheNearestRank(String quantile, long total, long rank) {
        assertThat(BucketSum.nearestRank(Ratio.of(quantile), total)).isEqualTo(rank);
    }

    @Test
    void shouldTakeTheNearestRankOfMoreThanALongCanMultiply() {
        assertThat(BucketSum.nearestRank(Ratio.of("0.999999999999"), 1L << 47)).isEqualTo((1L << 47) - 140);
    }

    @Test
    void shouldAddCountsInAnyOrderToTheSame() {
        SplittableRandom random = new SplittableRandom(SEED);
        for (int walk = 0; walk < 200; walk++) {
            List<BucketCounts> parts = new ArrayList<>();
            List<Integer> all = new ArrayList<>();
            for (int part = 0; part < 5; part++) {
                List<Integer> pane = pane(random);
                parts.add(counts(pane));
                all.addAll(pane);
            }
            Collections.shuffle(parts, new java.util.Random(random.nextLong()));

            BucketCounts sum = parts.stream().reduce(BucketCounts.NONE, BucketCounts::plus);

            assertThat(sum).as("seed %d, walk %d", SEED, walk).isEqualTo(counts(all));
        }
    }

    private static List<Integer> pane(SplittableRandom random) {
        int size = random.nextInt(8);
        int spread = random.nextInt(50) == 0 ? ValueBuckets.COUNT : 300;
        List<Integer> pane = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            pane.add(random.nextInt(ValueBuckets.COUNT - spread, ValueBuckets.COUNT));
        }
        return pane;
    }

    private static BucketCounts counts(List<Integer> buckets) {
        int[] sorted = buckets.stream().mapToInt(Integer::intValue).sorted().toArray();
        BucketCounts.Builder counts = new BucketCounts.Builder(1);
        Arrays.stream(sorted).forEach(bucket -> counts.add(bucket, 1));
        return counts.build();
    }
}
