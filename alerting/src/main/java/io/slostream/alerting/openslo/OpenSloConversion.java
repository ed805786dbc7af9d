// SPDX-License-Identifier: Apache-2.0
package io.slostream.alerting.openslo;

import io.slostream.alerting.definition.DefinitionText;
import io.slostream.alerting.yaml.FileError;
import io.slostream.alerting.yaml.Problems;
import io.slostream.alerting.yaml.Problems.SourcePlace;
import io.slostream.alerting.yaml.YamlDocuments;
import io.slostream.alerting.yaml.YamlValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Converts SLOs of <a href="https://github.com/OpenSLO/OpenSLO">OpenSLO</a> v1 to definitions of ours: ratios and
 * thresholds over events, with burn-rate alerts. What has no exact counterpart is refused, all of it at once, and so is
 * what our own loader would not take. Text comes in, text goes out.
 *
 * <p>A file holds objects of any of the seven kinds, one a document or a list of them; an SLO refers to others of the
 * same file, or has them in place.
 *
 * @param yaml one definition for each SLO, in the order of the file; empty when there are errors
 * @param errors everything that is wrong or has no counterpart, in line order
 * @param notes what is good to know of a conversion that is right, in line order
 */
public record OpenSloConversion(String yaml, List<FileError> errors, List<FileError> notes) {
    /** What our loader reads of one file. */
    private static final int MAX_LENGTH = 3_000_000;

    private static final int MANY = 10_000;

    public OpenSloConversion {
        errors = List.copyOf(errors);
        notes = List.copyOf(notes);
    }

    /** Converts one file's text; never throws for what stands in it. */
    public static OpenSloConversion of(DefinitionText source) {
        Problems problems = new Problems(source.fileName());
        Notes notes = new Notes();
        List<OpenSloObject> objects = objects(YamlDocuments.read(source.text(), problems));
        if (problems.count() == 0 && objects.stream().noneMatch(isKind("SLO"))) {
            problems.add(SourcePlace.START, "", "the file holds no SLO", "add a document with kind: SLO");
        }
        List<Draft> drafts = drafts(objects, notes, problems);
        if (!drafts.isEmpty()) {
            new Verification(drafts, problems).run();
        }
        return problems.count() == 0
                ? new OpenSloConversion(Verification.text(drafts), List.of(), notes.inOrder())
                : new OpenSloConversion("", problems.inOrder(), notes.inOrder());
    }

    private static List<OpenSloObject> objects(List<YamlValue> documents) {
        List<OpenSloObject> objects = new ArrayList<>();
        for (YamlValue document : documents) {
            // Tools of OpenSLO write all objects as one list.
            List<YamlValue> values = document.isScalar() || document.isMapping()
                    ? List.of(document)
                    : document.list(MANY).orElse(List.of());
            values.forEach(value -> OpenSloObject.read(value).ifPresent(objects::add));
        }
        return objects;
    }

    private static Predicate<OpenSloObject> isKind(String kind) {
        return object -> object.kind().equals(kind);
    }

    /** What others refer to is read before them, and once. */
    private static List<Draft> drafts(List<OpenSloObject> objects, Notes notes, Problems problems) {
        References<String> dataSourceTypes = new References<>("DataSource");
        of("DataSource", objects).forEach(o -> dataSourceTypes.add(o, dataSourceType(o)));
        of("Service", objects).forEach(o -> o.spec().ifPresent(v -> v.map(List.of("description"))));
        of("AlertNotificationTarget", objects)
                .forEach(o -> o.spec().ifPresent(v -> v.map(List.of("description", "target"))));
        SliReader sliReader = new SliReader(new MetricSources(dataSourceTypes));
        References<Sli> slis = new References<>("SLI");
        of("SLI", objects).forEach(o -> slis.add(o, o.spec().flatMap(sliReader::read)));
        References<Condition> conditions = new References<>("AlertCondition");
        of("AlertCondition", objects).forEach(o -> conditions.add(o, ConditionReader.read(o.metadata(), o.spec())));
        PolicyReader policyReader = new PolicyReader(conditions, notes);
        References<Policy> policies = new References<>("AlertPolicy");
        of("AlertPolicy", objects).forEach(o -> policies.add(o, o.spec().flatMap(policyReader::read)));

        SloConverter converter =
                new SloConverter(new Indicators(slis, sliReader), new AlertPolicies(policies, policyReader), notes);
        List<Draft> drafts = new ArrayList<>();
        long length = 0;
        for (OpenSloObject slo : of("SLO", objects)) {
            Draft draft = converter.convert(slo);
            length += draft.text().length();
            if (length > MAX_LENGTH) {
                // An indicator that many refer to is written out for each of them.
                problems.add(
                        slo.self().place(),
                        "",
                        "up to here the definitions have more than " + MAX_LENGTH + " characters",
                        "split the file");
                break;
            }
            drafts.add(draft);
        }
        return drafts;
    }

    private static List<OpenSloObject> of(String kind, List<OpenSloObject> objects) {
        return objects.stream().filter(isKind(kind)).toList();
    }

    /** Its connection is nobody's business here, and may be secret. */
    private static Optional<String> dataSourceType(OpenSloObject object) {
        return object.spec()
                .flatMap(v -> v.map(List.of("description", "type", "connectionDetails")))
                .flatMap(map -> map.require("type", MetricSources.TYPE))
                .flatMap(YamlValue::text);
    }
}
