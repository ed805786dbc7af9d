// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Users may tune what they like, except what the promises rest on. */
class EnginePropertiesTest {
    @Test
    void shouldLetUsersHaveTheLastWordOnTuning() {
        assertThat(properties(Map.of())).containsEntry("session.timeout.ms", 15_000);
        assertThat(properties(Map.of("session.timeout.ms", "6000"))).containsEntry("session.timeout.ms", "6000");
        assertThat(properties(Map.of("sasl.mechanism", "PLAIN"))).containsEntry("sasl.mechanism", "PLAIN");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "processing.guarantee",
                "application.id",
                "isolation.level",
                "consumer.isolation.level",
                "main.consumer.auto.offset.reset",
                "producer.transactional.id",
                "group.instance.id",
                "processing.exception.handler",
                "production.exception.handler",
                "enable.transactional.statestores"
            })
    void shouldRefuseWhatThePromisesRestOn(String property) {
        assertThat(EngineProperties.isFixed(property)).isTrue();
        assertThatThrownBy(() -> properties(Map.of(property, "x")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(property);
    }

    private static Properties properties(Map<String, String> overrides) {
        return new EngineProperties("engine", "localhost:9092", "state", "one", 1, 1_000, overrides).toProperties();
    }
}
