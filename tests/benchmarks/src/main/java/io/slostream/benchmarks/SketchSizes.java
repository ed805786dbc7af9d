// SPDX-License-Identifier: Apache-2.0
package io.slostream.benchmarks;

import com.datadoghq.sketch.ddsketch.DDSketch;
import com.datadoghq.sketch.ddsketch.mapping.BitwiseLinearlyInterpolatedMapping;
import com.datadoghq.sketch.ddsketch.mapping.CubicallyInterpolatedMapping;
import com.datadoghq.sketch.ddsketch.mapping.IndexMapping;
import com.datadoghq.sketch.ddsketch.mapping.LogarithmicMapping;
import com.datadoghq.sketch.ddsketch.store.UnboundedSizeDenseStore;
import io.slostream.schemas.telemetry.TelemetryKind;
import io.slostream.simulation.event.SimulatedEvent;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import org.HdrHistogram.DoubleHistogram;

/**
 * Which sketch for quantiles: serialised bytes of a pane of 5 s and of a window of 5 min, and the greatest relative error
 * of p50, p95 and p99 of the window, over TTFT and TPOT of each specialist of {@link Traffic}.
 */
public final class SketchSizes {
    private static final long WINDOW_MS = 300_000;
    private static final int PANE_MS = 5_000;
    private static final double[] QUANTILES = {0.5, 0.95, 0.99};
    private static final double ACCURACY = 1.0 / 129;

    private SketchSizes() {}

    /** A sketch of some values: its bytes, and what it says of a quantile. */
    private record Sketched(int bytes, DoubleUnaryOperator quantile) {}

    /** Measures and prints. */
    public static void main(String[] args) {
        Map<String, Function<double[], Sketched>> sketches = new LinkedHashMap<>();
        for (int bits : new int[] {5, 6, 7}) {
            IndexMapping mapping = new BitwiseLinearlyInterpolatedMapping(bits);
            sketches.put("buckets of " + bits + " bits", values -> buckets(values, mapping));
        }
        sketches.put("DDSketch, logarithmic", values -> ddSketch(values, new LogarithmicMapping(ACCURACY)));
        sketches.put("DDSketch, cubic", values -> ddSketch(values, new CubicallyInterpolatedMapping(ACCURACY)));
        sketches.put("DDSketch, 6 bits", values -> ddSketch(values, new BitwiseLinearlyInterpolatedMapping(6)));
        sketches.put("HdrHistogram, 2 digits", SketchSizes::hdrHistogram);
        List<List<double[]>> series = series();
        System.out.printf("%-24s %8s %8s %8s%n", "sketch", "pane B", "window B", "error %");
        sketches.forEach((name, sketch) -> print(name, sketch, series));
    }

    private static void print(String name, Function<double[], Sketched> sketch, List<List<double[]>> series) {
        double ofPanes = 0;
        double ofWindows = 0;
        double error = 0;
        for (List<double[]> panes : series) {
            for (double[] pane : panes) {
                ofPanes += (double) sketch.apply(pane).bytes() / panes.size();
            }
            double[] all = panes.stream().flatMapToDouble(Arrays::stream).toArray();
            Sketched window = sketch.apply(all);
            ofWindows += window.bytes();
            Arrays.sort(all);
            for (double quantile : QUANTILES) {
                double exact = all[(int) Math.ceil(quantile * all.length) - 1];
                error = Math.max(error, Math.abs(window.quantile().applyAsDouble(quantile) - exact) / exact);
            }
        }
        System.out.printf(
                "%-24s %8.0f %8.0f %8.2f%n", name, ofPanes / series.size(), ofWindows / series.size(), 100 * error);
    }

    /** For each specialist and field the values of each pane. */
    private static List<List<double[]>> series() {
        Map<String, List<List<Double>>> series = new TreeMap<>();
        Traffic traffic = Traffic.calm();
        for (SimulatedEvent event = traffic.next();
                event.atMs() < Traffic.START_MS + WINDOW_MS;
                event = traffic.next()) {
            int pane = (int) ((event.atMs() - Traffic.START_MS) / PANE_MS);
            for (String field :
                    event.kind() == TelemetryKind.REQUEST ? List.of("ttft_ms", "tpot_ms") : List.<String>of()) {
                List<List<Double>> panes =
                        series.computeIfAbsent(event.specialist() + "/" + field, absent -> new ArrayList<>());
                while (panes.size() <= pane) {
                    panes.add(new ArrayList<>());
                }
                if (event.fields().get(field) instanceof Double value && value > 0) {
                    panes.get(pane).add(value);
                }
            }
        }
        return series.values().stream()
                .map(panes -> panes.stream()
                        .map(pane ->
                                pane.stream().mapToDouble(Double::doubleValue).toArray())
                        .toList())
                .toList();
    }

    /** Counts by bucket as the engine's packets and stores hold them. */
    private static Sketched buckets(double[] values, IndexMapping mapping) {
        TreeMap<Integer, Long> counts = new TreeMap<>();
        for (double value : values) {
            counts.merge(mapping.index(value), 1L, Long::sum);
        }
        int bytes = 0;
        int before = 0;
        for (Map.Entry<Integer, Long> entry : counts.entrySet()) {
            bytes += variableLength(entry.getKey() - before) + variableLength(entry.getValue());
            before = entry.getKey();
        }
        return new Sketched(bytes, quantile -> {
            long rank = (long) Math.ceil(quantile * values.length);
            int bucket = counts.firstKey();
            for (Map.Entry<Integer, Long> entry : counts.entrySet()) {
                bucket = entry.getKey();
                rank -= entry.getValue();
                if (rank <= 0) {
                    break;
                }
            }
            double low = mapping.lowerBound(bucket);
            double high = mapping.upperBound(bucket);
            return 2 * low * high / (low + high);
        });
    }

    private static int variableLength(long value) {
        return (70 - Long.numberOfLeadingZeros(value | 1)) / 7;
    }

    private static Sketched ddSketch(double[] values, IndexMapping mapping) {
        DDSketch sketch = new DDSketch(mapping, UnboundedSizeDenseStore::new);
        Arrays.stream(values).forEach(sketch);
        return new Sketched(sketch.serialize().remaining(), sketch::getValueAtQuantile);
    }

    private static Sketched hdrHistogram(double[] values) {
        DoubleHistogram histogram = new DoubleHistogram(2);
        Arrays.stream(values).forEach(histogram::recordValue);
        ByteBuffer bytes = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
        return new Sketched(
                histogram.encodeIntoByteBuffer(bytes), quantile -> histogram.getValueAtPercentile(100 * quantile));
    }
}
