// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SeriesTest {

    /** CRC-32 of the name modulo 8: a change would send a series to a partition that does not hold its state. */
    @ParameterizedTest
    @CsvSource({"coder, 3", "Größe, 5", "__other__, 5"})
    void shouldLieWhereItAlwaysLay(String group, int partition) {
        assertThat(new Series(0, group).partition(8)).isEqualTo(partition);
    }

    @Test
    void shouldSpreadTheSlisOfOneGroupOverNeighbours() {
        int first = new Series(0, "coder").partition(8);

        assertThat(IntStream.range(0, 8).map(sli -> new Series(sli, "coder").partition(8)))
                .containsExactlyElementsOf(IntStream.range(0, 8)
                        .map(sli -> (first + sli) % 8)
                        .boxed()
                        .toList());
    }

    @Test
    void shouldStayWithinThePartitions() {
        for (int partitions = 1; partitions <= 64; partitions++) {
            for (int group = 0; group < 200; group++) {
                assertThat(new Series(group, "specialist-" + group).partition(partitions))
                        .isBetween(0, partitions - 1);
            }
        }
    }

    @Test
    void shouldOrderBySliThenGroup() {
        assertThat(new Series(0, "b")).isLessThan(new Series(1, "a"));
        assertThat(new Series(1, "a")).isLessThan(new Series(1, "b"));
    }
}
