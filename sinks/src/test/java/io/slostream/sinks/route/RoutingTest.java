// SPDX-License-Identifier: Apache-2.0
package io.slostream.sinks.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.slostream.sinks.delivery.Alerts;
import io.slostream.sinks.delivery.Notification;
import io.slostream.sinks.delivery.Severity;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RoutingTest {
    private final Notification page =
            new Alerts().owner("oncall").severity(Severity.PAGE).fires("math", 0);

    @Test
    void shouldAskForAllThatARouteNames() {
        assertThat(Route.ALL.matches(page)).isTrue();
        assertThat(new Route(Set.of("oncall"), Set.of("serving"), Set.of("page"), Set.of("math")).matches(page))
                .isTrue();
        assertThat(new Route(Set.of("other"), Set.of(), Set.of(), Set.of()).matches(page))
                .isFalse();
        assertThat(new Route(Set.of(), Set.of("infra"), Set.of(), Set.of()).matches(page))
                .isFalse();
        assertThat(new Route(Set.of(), Set.of(), Set.of("ticket"), Set.of()).matches(page))
                .isFalse();
        assertThat(new Route(Set.of("oncall"), Set.of(), Set.of(), Set.of("code", "law")).matches(page))
                .isFalse();
    }

    @Test
    void shouldReachAReceiverByAnyRoute() {
        Route other = new Route(Set.of("other"), Set.of(), Set.of(), Set.of());

        assertThat(new Routing(List.of(other)).matches(page)).isFalse();
        assertThat(new Routing(List.of(other, Route.ALL)).matches(page)).isTrue();
    }

    @Test
    void shouldSurviveItsOwnText() {
        Routing routing = new Routing(List.of(
                Route.ALL, new Route(Set.of("a b", "c,d;e"), Set.of("*"), Set.of("page"), Set.of("μ", "100%", "x+y"))));

        assertThat(Routing.parse(routing.text()).orElseThrow().text()).isEqualTo(routing.text());
        assertThat(Set.copyOf(Routing.parse(routing.text()).orElseThrow().routes()))
                .isEqualTo(Set.copyOf(routing.routes()));
        assertThat(Routing.parse("")).isEmpty();
        assertThat(Routing.parse("something else entirely")).isEmpty();
    }
}
