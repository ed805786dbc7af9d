// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.accumulate;

import static org.assertj.core.api.Assertions.assertThat;

import io.slostream.topology.sketch.BucketCounts;
import io.slostream.topology.sketch.ValueBuckets;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class BucketTableTest {
    private static final long SEED = 99;

    @Test
    void shouldCountLikeAMapThroughGrowthAndRestarts() {
        SplittableRandom random = new SplittableRandom(SEED);
        for (int walk = 0; walk < 60; walk++) {
            Map<Integer, Map<Integer, Long>> expected = new TreeMap<>();
            BucketTable table = new BucketTable(null);
            int spread = random.nextInt(1, ValueBuckets.COUNT);
            for (int i = 0; i < 3_000; i++) {
                int sketch = random.nextInt(4) * 70_000;
                int bucket = ValueBuckets.COUNT - 1 - random.nextInt(spread);
                table.add(sketch, bucket);
                expected.computeIfAbsent(sketch, absent -> new TreeMap<>()).merge(bucket, 1L, Long::sum);
                if (random.nextInt(100) == 0) {
                    table = new BucketTable(table.slots().clone());
                }
            }

            assertThat(counted(table)).as("seed %d, walk %d", SEED, walk).isEqualTo(expected);
        }
    }

    /** All buckets of a sketch, and it holds no more whatever comes. */
    @Test
    void shouldBeBoundedByTheNumberOfBuckets() {
        BucketTable table = new BucketTable(null);

        for (int round = 0; round < 3; round++) {
            for (int bucket = 0; bucket < ValueBuckets.COUNT; bucket++) {
                table.add(0, bucket);
            }
        }

        assertThat(table.slots()).hasSize(16_384 + 1);
        assertThat(counted(table).get(0))
                .hasSize(ValueBuckets.COUNT)
                .allSatisfy((bucket, count) -> assertThat(count).isEqualTo(3));
    }

    private static Map<Integer, Map<Integer, Long>> counted(BucketTable table) {
        Map<Integer, Map<Integer, Long>> result = new TreeMap<>();
        BucketTable.forEach(table.slots(), (counts, sketch) -> result.put(sketch, asMap(counts)));
        return result;
    }

    private static Map<Integer, Long> asMap(BucketCounts counts) {
        Map<Integer, Long> result = new TreeMap<>();
        for (int i = 0; i < counts.size(); i++) {
            result.put(counts.bucket(i), counts.count(i));
        }
        return result;
    }
}
