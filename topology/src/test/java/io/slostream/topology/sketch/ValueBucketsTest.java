// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.sketch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValueBucketsTest {
    private static final long SEED = 77;

    @Test
    void shouldStandForEveryValueWithinTheRelativeError() {
        SplittableRandom random = new SplittableRandom(SEED);

        for (int i = 0; i < 200_000; i++) {
            double magnitude = Math.scalb(1 + random.nextDouble(), random.nextInt(-20, 40));
            double value = random.nextBoolean() ? magnitude : -magnitude;

            double stands = ValueBuckets.value(ValueBuckets.of(value));

            assertThat(Math.abs(stands - value))
                    .as("seed %d: %s stands for %s", SEED, stands, value)
                    .isLessThanOrEqualTo(ValueBuckets.RELATIVE_ERROR * magnitude * (1 + 1e-12));
        }
    }

    @Test
    void shouldKeepTheOrderOfValues() {
        double[] ascending = {
            Double.NEGATIVE_INFINITY,
            -1e300,
            -3e12,
            -5,
            -4.9,
            -1e-6,
            -1e-9,
            0,
            1e-9,
            1e-6,
            0.5,
            1,
            1.02,
            80,
            1e12,
            1e300
        };

        for (int i = 1; i < ascending.length; i++) {
            assertThat(ValueBuckets.of(ascending[i]))
                    .as("%s after %s", ascending[i], ascending[i - 1])
                    .isGreaterThanOrEqualTo(ValueBuckets.of(ascending[i - 1]));
        }
    }

    @Test
    void shouldGiveEachBucketAValueThatLiesInIt() {
        for (int bucket = 0; bucket < ValueBuckets.COUNT; bucket++) {
            assertThat(ValueBuckets.of(ValueBuckets.value(bucket))).isEqualTo(bucket);
        }
    }

    /** Whatever producers send, it is one of so many buckets. */
    @ParameterizedTest
    @CsvSource({
        "0, 3840",
        "-0.0, 3840",
        "9.5e-7, 3840",
        "1, 5121",
        "-1, 2559",
        "1.1e12, 7680",
        "1e300, 7680",
        "Infinity, 7680",
        "-1e300, 0",
        "4.9e-324, 3840"
    })
    void shouldBoundWhatLiesOutsideTheRange(double value, int bucket) {
        assertThat(ValueBuckets.of(value)).isEqualTo(bucket);
    }

    /** Pinned, so that a new version of the library cannot move a bucket under counts that are stored. */
    @ParameterizedTest
    @CsvSource({"80, 80.4968944099379, 5521", "500, 501.99203187251, 5694", "0.85, 0.8476382488479263, 5101"})
    void shouldBeTheSameOnEveryMachine(double value, double stands, int bucket) {
        assertThat(ValueBuckets.of(value)).isEqualTo(bucket);
        assertThat(ValueBuckets.value(bucket)).isEqualTo(stands);
    }
}
