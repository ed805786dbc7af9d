// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.judge;

import io.slostream.alerting.budget.Ratio;
import io.slostream.alerting.definition.Distribution;
import io.slostream.alerting.definition.Quantity.CappedRatio;
import io.slostream.alerting.definition.SloDefinition;
import io.slostream.topology.sketch.BucketSum;
import io.slostream.topology.sketch.ValueBuckets;
import io.slostream.topology.window.SeriesSketches;
import io.slostream.topology.window.SketchRing;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** The quantiles that one SLO of one series shows. They stand in summaries and decide nothing. */
final class SloQuantiles {
    private final Optional<Distribution> distribution;
    /** The values, null where nobody asks for quantiles. */
    private final BucketSum sum;

    SloQuantiles(SloDefinition slo, SeriesSketches sketches) {
        distribution = slo.distribution();
        sum = distribution.flatMap(sketches::ringOf).map(SketchRing::sum).orElse(null);
    }

    /** Adds all that the quantiles say. */
    void addTo(ContentHash content) {
        if (sum == null) {
            return;
        }
        content.add(sum.total());
        if (sum.total() > 0) {
            distribution.get().quantiles().forEach(quantile -> content.add(sum.bucketAt(quantile)));
        }
    }

    /** The quantiles at the present boundary, ascending. */
    List<SloStatus.QuantileReading> readings() {
        return distribution
                .map(shown -> shown.quantiles().stream()
                        .map(quantile -> reading(shown, quantile))
                        .toList())
                .orElse(List.of());
    }

    private SloStatus.QuantileReading reading(Distribution shown, Ratio quantile) {
        OptionalDouble value = sum.total() == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(capped(shown, ValueBuckets.value(sum.bucketAt(quantile))));
        return new SloStatus.QuantileReading(shown.quantity().name(), shown.window(), quantile, value, sum.total());
    }

    /** The value of a bucket may lie beyond a cap that lies in the bucket; no value does. */
    private static double capped(Distribution shown, double value) {
        return shown.quantity() instanceof CappedRatio ratio
                ? Math.max(-ratio.cap(), Math.min(ratio.cap(), value))
                : value;
    }
}
