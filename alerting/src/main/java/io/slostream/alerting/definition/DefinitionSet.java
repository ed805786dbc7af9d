// SPDX-License-Identifier: Apache-2.0
package io.slostream.alerting.definition;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All SLOs that are judged together, in name order, with the distinct SLIs that they read.
 *
 * @param slos in name order
 * @param indicators distinct indicators in order of first use; the position is the SLI number in packets and stores
 */
public record DefinitionSet(List<SloDefinition> slos, List<Indicator> indicators) {

    public DefinitionSet {
        slos = List.copyOf(slos);
        indicators = List.copyOf(indicators);
    }

    /** The set of these SLOs; their names must differ. */
    public static DefinitionSet of(List<SloDefinition> slos) {
        List<SloDefinition> sorted = new ArrayList<>(slos);
        sorted.sort(Comparator.comparing(SloDefinition::name));
        LinkedHashSet<Indicator> indicators = new LinkedHashSet<>();
        sorted.forEach(slo -> indicators.add(slo.indicator()));
        return new DefinitionSet(sorted, List.copyOf(indicators));
    }

    /** These SLOs with others in the place of those of the same name, and besides. */
    public DefinitionSet with(DefinitionSet others) {
        Map<String, SloDefinition> merged = new LinkedHashMap<>();
        slos.forEach(slo -> merged.put(slo.name(), slo));
        others.slos.forEach(slo -> merged.put(slo.name(), slo));
        return of(List.copyOf(merged.values()));
    }

    /** The SLO of a name. */
    public Optional<SloDefinition> slo(String name) {
        return slos.stream().filter(slo -> slo.name().equals(name)).findFirst();
    }

    /** Number of the SLI that an SLO reads. */
    public int indicatorOf(SloDefinition slo) {
        return indicators.indexOf(slo.indicator());
    }

    /** Hash of everything that decides verdicts here: hex SHA-256 over the definitions' canonical text. */
    public String hash() {
        return sha256(slos.toString());
    }

    /** Hash of one SLO, as it stands in its alerts. */
    public static String hashOf(SloDefinition slo) {
        return sha256(slo.toString());
    }

    /** Hex SHA-256 of a canonical text. */
    public static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
