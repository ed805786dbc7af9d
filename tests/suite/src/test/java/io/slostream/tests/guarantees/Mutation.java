// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.guarantees;

import io.slostream.alerting.budget.Ratio;
import io.slostream.alerting.definition.AlertDefinition;
import io.slostream.alerting.definition.Compat;
import io.slostream.alerting.definition.DefinitionSet;
import io.slostream.alerting.definition.NoDataPolicy;
import io.slostream.alerting.definition.NoDataPolicy.AlertAfter;
import io.slostream.alerting.definition.SloDefinition;
import io.slostream.alerting.definition.Tier;
import io.slostream.topology.Exclusion;
import io.slostream.topology.Packet;
import io.slostream.topology.Partial;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Faults that a wrong engine could have, each put between the stages; the oracle must see every one of them. */
enum Mutation {
    NONE,
    /** Counts become visible one boundary too late. */
    BOUNDARY_ONE_LATE {
        @Override
        Packet packet(Packet packet) {
            return partials(packet, partial -> withBoundary(partial, partial.boundaryMs() + Scenario.PANE_MS));
        }
    },
    /** Boundaries are evaluated one pane before they are complete. */
    WATERMARK_ONE_EARLY {
        @Override
        Packet packet(Packet packet) {
            return packet.watermarkMs() == Packet.NO_WATERMARK
                    ? packet
                    : new Packet(
                            packet.source(),
                            packet.sources(),
                            packet.kinds(),
                            packet.version(),
                            packet.sinceMs(),
                            packet.partials(),
                            packet.evidence(),
                            packet.sketches(),
                            packet.exclusions(),
                            packet.watermarkMs() + Scenario.PANE_MS);
        }
    },
    /** Counts are applied when their packet arrives, not at their boundary. */
    APPLIED_ON_ARRIVAL {
        @Override
        Packet packet(Packet packet) {
            return partials(packet, partial -> withBoundary(partial, 0));
        }
    },
    /** All partitions of a task share one arrival clock. */
    ONE_CLOCK_PER_TASK,
    /** Evaluation does not wait for sources that have not spoken. */
    DOES_NOT_WAIT_FOR_ALL {
        @Override
        Packet packet(Packet packet) {
            return new Packet(
                    packet.source(),
                    1,
                    packet.kinds(),
                    packet.version(),
                    packet.sinceMs(),
                    packet.partials(),
                    packet.evidence(),
                    packet.sketches(),
                    packet.exclusions(),
                    packet.watermarkMs());
        }
    },
    /** Long and short windows change places with the next window of the alert, thresholds stay. */
    SWAPPED_WINDOWS {
        @Override
        AlertDefinition alert(AlertDefinition alert) {
            List<Long> windows = new ArrayList<>();
            alert.tiers().forEach(tier -> tier.bounds().forEach(bound -> windows.add(bound.windowMs())));
            List<Tier> tiers = new ArrayList<>();
            int next = windows.size();
            for (Tier tier : alert.tiers()) {
                List<Tier.Bound> bounds = new ArrayList<>();
                for (Tier.Bound bound : tier.bounds()) {
                    bounds.add(new Tier.Bound(windows.get(--next), bound.limit()));
                }
                tiers.add(new Tier(tier.severity(), tier.rate(), bounds));
            }
            return with(alert, tiers, alert.holdMs());
        }
    },
    /** The hold duration is one evaluation too long. */
    HOLD_ONE_LONGER {
        @Override
        AlertDefinition alert(AlertDefinition alert) {
            return with(alert, alert.tiers(), alert.holdMs() + Scenario.PANE_MS);
        }
    },
    /** The hold duration is one evaluation too short. */
    HOLD_ONE_SHORTER {
        @Override
        AlertDefinition alert(AlertDefinition alert) {
            return with(alert, alert.tiers(), Math.max(0, alert.holdMs() - Scenario.PANE_MS));
        }
    },
    /** Silence alerts one evaluation too late. */
    SILENCE_ONE_LONGER {
        @Override
        AlertDefinition alert(AlertDefinition alert) {
            return alert.noData() instanceof AlertAfter policy
                    ? with(alert, new AlertAfter(policy.delayMs() + Scenario.PANE_MS, policy.severity()))
                    : alert;
        }
    },
    /** Silence never alerts. */
    SILENCE_ONLY_FREEZES {
        @Override
        AlertDefinition alert(AlertDefinition alert) {
            return alert.noData() instanceof AlertAfter ? with(alert, NoDataPolicy.FREEZE) : alert;
        }
    },
    /** Silence resolves, as in Prometheus, where it must not; and the other way round. */
    SILENCE_TAKEN_THE_OTHER_WAY {
        @Override
        AlertDefinition alert(AlertDefinition alert) {
            boolean like = alert.compat() == Compat.PROMETHEUS;
            return new AlertDefinition(
                    alert.name(),
                    alert.tiers(),
                    alert.holdMs(),
                    alert.keepFiringForMs(),
                    0,
                    0,
                    Ratio.ZERO,
                    like ? NoDataPolicy.FREEZE : NoDataPolicy.NOT_MET,
                    like ? Compat.NONE : Compat.PROMETHEUS);
        }
    },
    /** Exclusions become visible one boundary too late. */
    EXCLUSION_ONE_LATE {
        @Override
        Packet packet(Packet packet) {
            return exclusions(packet, exclusion -> {
                Exclusion.Key key = exclusion.key();
                return with(
                        exclusion,
                        new Exclusion.Key(key.boundaryMs() + Scenario.PANE_MS, key.partition(), key.position()),
                        exclusion.fromMs());
            });
        }
    },
    /** Exclusions mask what is counted from now on, not what has been counted already. */
    EXCLUSION_FORGETS_THE_PAST {
        @Override
        Packet packet(Packet packet) {
            return exclusions(
                    packet,
                    exclusion -> with(
                            exclusion,
                            exclusion.key(),
                            Math.max(exclusion.fromMs(), exclusion.key().boundaryMs())));
        }
    },
    /** An aborted transaction's counts are kept: the store is not rolled back. */
    ABORT_KEEPS_STATE,
    /** A packet is delivered a second time now and then. */
    DOUBLE_DELIVERY;

    Packet packet(Packet packet) {
        return packet;
    }

    AlertDefinition alert(AlertDefinition alert) {
        return alert;
    }

    DefinitionSet definitions(DefinitionSet set) {
        return DefinitionSet.of(set.slos().stream()
                .map(slo -> new SloDefinition(
                        slo.name(),
                        slo.owner(),
                        slo.dashboard(),
                        slo.category(),
                        slo.description(),
                        slo.indicator(),
                        slo.goal(),
                        slo.alerts().stream().map(this::alert).toList(),
                        slo.distribution()))
                .toList());
    }

    private static AlertDefinition with(AlertDefinition alert, List<Tier> tiers, long holdMs) {
        return new AlertDefinition(
                alert.name(),
                tiers,
                holdMs,
                alert.keepFiringForMs(),
                alert.minimumEvents(),
                alert.minimumBadEvents(),
                alert.minimumCoverage(),
                alert.noData(),
                alert.compat());
    }

    private static AlertDefinition with(AlertDefinition alert, NoDataPolicy policy) {
        return new AlertDefinition(
                alert.name(),
                alert.tiers(),
                alert.holdMs(),
                alert.keepFiringForMs(),
                alert.minimumEvents(),
                alert.minimumBadEvents(),
                alert.minimumCoverage(),
                policy,
                alert.compat());
    }

    private static Packet partials(Packet packet, UnaryOperator<Partial> change) {
        return new Packet(
                packet.source(),
                packet.sources(),
                packet.kinds(),
                packet.version(),
                packet.sinceMs(),
                packet.partials().stream().map(change).toList(),
                packet.evidence(),
                packet.sketches(),
                packet.exclusions(),
                packet.watermarkMs());
    }

    private static Packet exclusions(Packet packet, UnaryOperator<Exclusion> change) {
        return new Packet(
                packet.source(),
                packet.sources(),
                packet.kinds(),
                packet.version(),
                packet.sinceMs(),
                packet.partials(),
                packet.evidence(),
                packet.sketches(),
                packet.exclusions().stream().map(change).toList(),
                packet.watermarkMs());
    }

    private static Exclusion with(Exclusion exclusion, Exclusion.Key key, long fromMs) {
        return new Exclusion(
                key,
                exclusion.specialist(),
                exclusion.slo(),
                fromMs,
                Math.max(fromMs, exclusion.toMs()),
                exclusion.reason(),
                exclusion.who());
    }

    private static Partial withBoundary(Partial partial, long boundaryMs) {
        return new Partial(
                partial.series(), partial.level(), partial.paneStartMs(), boundaryMs, partial.good(), partial.total());
    }
}
