// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.summary;

import static io.slostream.topology.TopologyFixtures.DAY;
import static io.slostream.topology.TopologyFixtures.HOUR;
import static io.slostream.topology.TopologyFixtures.MINUTE;
import static io.slostream.topology.TopologyFixtures.SECOND;
import static io.slostream.topology.TopologyFixtures.T0;
import static io.slostream.topology.TopologyFixtures.alert;
import static io.slostream.topology.TopologyFixtures.passed;
import static io.slostream.topology.TopologyFixtures.slo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.slostream.alerting.budget.Ratio;
import io.slostream.alerting.definition.AlertDefinition;
import io.slostream.alerting.definition.Compat;
import io.slostream.alerting.definition.DefinitionSet;
import io.slostream.alerting.definition.NoDataPolicy;
import io.slostream.alerting.definition.Severity;
import io.slostream.alerting.definition.SloDefinition;
import io.slostream.alerting.definition.Tier;
import io.slostream.alerting.definition.Window;
import io.slostream.alerting.state.AlertState;
import io.slostream.alerting.state.AlertTransition;
import io.slostream.alerting.state.AlertTransition.Kind;
import io.slostream.alerting.state.AlertTransition.Reason;
import io.slostream.alerting.state.Phase;
import io.slostream.alerting.state.Standing;
import io.slostream.alerting.state.TierState;
import io.slostream.schemas.output.OutputFormat;
import io.slostream.schemas.output.RecordDecoder;
import io.slostream.schemas.output.RecordEncoder;
import io.slostream.schemas.registry.ConfluentSchemaRegistry;
import io.slostream.schemas.registry.SchemaRegistry;
import io.slostream.topology.BadEvent;
import io.slostream.topology.Exclusion;
import io.slostream.topology.judge.AlertKey;
import io.slostream.topology.judge.MinutePane;
import io.slostream.topology.judge.SloStatus;
import io.slostream.topology.judge.Verdict;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.LongStream;
import org.apache.avro.generic.GenericRecord;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class OutputRecordsTest {
    private static final SloDefinition SLO = slo(
            "correctness",
            passed(),
            30 * DAY,
            alert("Burning", "0.3", 0, 0, NoDataPolicy.FREEZE, HOUR, 5 * MINUTE),
            alert("Low", "0.15", 30 * MINUTE, 0, NoDataPolicy.FREEZE, HOUR));
    private static final OutputRecords RECORDS = new OutputRecords(DefinitionSet.of(List.of(SLO)), "abc123", -1);

    private static final Verdict.Reading SHORT = reading(5 * MINUTE, 6, 10, 5 * MINUTE);
    private static final Verdict.Reading LONG = reading(HOUR, 60, 100, HOUR * 9 / 10);
    private static final Verdict.Reading PERIOD = reading(30 * DAY, 950, 1_000, 3 * DAY);

    @Test
    void shouldWriteATransitionInFull() {
        OutputRecord record = RECORDS.transition(firing());

        assertThat(record.key()).isEqualTo("correctness/Burning/coder 7");
        assertThat(record.timestampMs()).isEqualTo(T0);
        assertThat(json(record))
                .isEqualTo(("{'slo':'correctness','alert':'Burning','group':'coder 7','state':'firing',"
                                + "'severity':'page','at':1795478400000,'sequence':1795478400000,"
                                + "'started_at':1795478400000,'fired_at':1795478400000,'resolved_at':null,"
                                + "'reason':'condition','owner':'serving-oncall','dashboard':'serving','category':'slo',"
                                + "'summary':'correctness Burning for coder 7 fires (page): 1h 40/100 bad (burn 4.00),"
                                + " 5m 4/10 bad (burn 4.00); 50.0 % of the 30d budget left, at this rate for 90h.',"
                                + "'objective':'0.9','windows':["
                                + "{'window':'5m','good':6,'total':10,'ratio':0.6,'burn_rate':4.0,'coverage':1.0},"
                                + "{'window':'1h','good':60,'total':100,'ratio':0.6,'burn_rate':4.0,'coverage':0.9}],"
                                + "'budget_remaining':0.5,'exhaustion_ms':324000000,'coverage':0.9,'evidence':["
                                + "{'topic':'telemetry.evaluations.v1','partition':3,'offset':77,'event_time':1795478399999},"
                                + "{'topic':'telemetry.evaluations.v1','partition':0,'offset':78,'event_time':1795478399998}],"
                                + "'link':'/slos/correctness?alert=Burning&group=coder%207"
                                + "&from=1795474800000&to=1795478400000',"
                                + "'definition_hash':'abc123','definition_version':-1,'previous_state':'inactive'}")
                        .replace('\'', '"'));
    }

    @Test
    void shouldTellPagersWhatTheAuditSays() {
        OutputRecord alert = RECORDS.alert(firing());

        assertThat(alert.topic().name()).isEqualTo("slo.alerts.v1");
        assertThat(json(alert) + "}")
                .isEqualTo(json(RECORDS.transition(firing())).replace(",\"previous_state\":\"inactive\"", "") + "}");
    }

    @Test
    void shouldSayEveryKindInOneSentence() {
        String counts = ": 1h 40/100 bad (burn 4.00), 5m 4/10 bad (burn 4.00); 50.0 % of the 30d budget left, at this"
                + " rate for 90h.";

        assertThat(sentence(verdict(Kind.PENDING, Reason.CONDITION, T0, TierState.NEVER)))
                .isEqualTo("correctness Burning for coder 7 is pending (page)" + counts);
        assertThat(sentence(verdict(Kind.FIRING, Reason.SEVERITY, T0 - HOUR, T0 - MINUTE)))
                .isEqualTo("correctness Burning for coder 7 fires on, now (page)" + counts);
        assertThat(sentence(verdict(Kind.FIRING, Reason.START, T0 - HOUR, T0 - MINUTE)))
                .isEqualTo("correctness Burning for coder 7 has been firing for 1m (page)" + counts);
        assertThat(sentence(verdict(Kind.RESOLVED, Reason.RECOVERED, T0 - HOUR, T0 - 35 * MINUTE)))
                .isEqualTo("correctness Burning for coder 7 resolved after 35m" + counts);
        assertThat(sentence(verdict(Kind.RESOLVED, Reason.NO_DATA, T0 - HOUR, T0 - 35 * MINUTE)))
                .isEqualTo("correctness Burning for coder 7 resolved after 35m, without data" + counts);
        assertThat(sentence(verdict(Kind.CANCELLED, Reason.COVERAGE, T0 - MINUTE, TierState.NEVER)))
                .isEqualTo("correctness Burning for coder 7 no longer pending after 1m, a window was not counted long"
                        + " enough" + counts);
        assertThat(sentence(verdict(Kind.NO_DATA, Reason.NO_DATA, TierState.NEVER, TierState.NEVER)))
                .isEqualTo("correctness Burning for coder 7 has no data" + counts);
        assertThat(sentence(verdict(Kind.FIRING, Reason.NO_DATA, T0 - 10 * MINUTE, T0)))
                .isEqualTo("correctness Burning for coder 7 fires (page), without data for 10m" + counts);
        assertThat(sentence(verdict(Kind.FIRING, Reason.NO_DATA, T0, T0)))
                .isEqualTo("correctness Burning for coder 7 fires (page), without data" + counts);
        assertThat(sentence(verdict(Kind.RESOLVED, Reason.DATA_BACK, T0 - HOUR, T0 - 35 * MINUTE)))
                .isEqualTo("correctness Burning for coder 7 resolved after 35m, data is back" + counts);
        assertThat(sentence(verdict(Kind.RESOLVED, Reason.REDEFINED, T0 - HOUR, T0 - 35 * MINUTE)))
                .isEqualTo("correctness Burning for coder 7 resolved after 35m, its definition changed" + counts);
        assertThat(sentence(verdict(Kind.SUPPRESSED, Reason.MINIMUM_EVENTS, TierState.NEVER, TierState.NEVER)))
                .isEqualTo(
                        "correctness Burning for coder 7 is met and held back, a window has too few events" + counts);
    }

    /** Of two tiers the one that lacks data speaks, though the other one stands first. */
    @Test
    void shouldSayWhichWindowIsSilent() {
        Tier talking = new Tier(Severity.PAGE, Optional.empty(), List.of(new Tier.Bound(HOUR, Ratio.of("0.5"))));
        Tier silent = new Tier(
                Severity.TICKET,
                Optional.empty(),
                List.of(new Tier.Bound(HOUR, Ratio.of("0.3")), new Tier.Bound(5 * MINUTE, Ratio.of("0.3"))));
        AlertDefinition alert = new AlertDefinition(
                "Burning",
                List.of(talking, silent),
                0,
                0,
                0,
                0,
                Ratio.ZERO,
                new NoDataPolicy.AlertAfter(10 * MINUTE, Severity.PAGE),
                Compat.NONE);
        OutputRecords records =
                new OutputRecords(DefinitionSet.of(List.of(slo("correctness", passed(), 30 * DAY, alert))), "abc", -1);
        Verdict.Reading empty = reading(5 * MINUTE, 0, 0, 5 * MINUTE);
        Verdict verdict = new Verdict(
                new AlertKey("correctness", "Burning", "coder"),
                transition(Kind.FIRING, Reason.NO_DATA, T0 - 10 * MINUTE, T0),
                Standing.NO_DATA,
                List.of(LONG, empty),
                empty,
                PERIOD,
                List.of());

        assertThat(records.alert(verdict).value().get("summary"))
                .hasToString("correctness Burning for coder fires (page), without data for 10m: 1h 40/100 bad"
                        + " (burn 4.00), 5m without events; 50.0 % of the 30d budget left.");
        assertThat(records.alert(verdict).value().get("reason")).hasToString("no_data");
    }

    @Test
    void shouldCarryTheCoordinatesOfBadEvents() {
        GenericRecord value =
                RECORDS.alert(verdict(Kind.FIRING, Reason.CONDITION, T0, T0)).value();

        assertThat(value.get("evidence"))
                .asInstanceOf(InstanceOfAssertFactories.list(GenericRecord.class))
                .extracting(
                        e -> e.get("topic").toString(),
                        e -> e.get("partition"),
                        e -> e.get("offset"),
                        e -> e.get("event_time"))
                .containsExactly(
                        tuple("telemetry.evaluations.v1", 3, 77L, T0 - 1),
                        tuple("telemetry.evaluations.v1", 0, 78L, T0 - 2));
    }

    @Test
    void shouldWriteTheCountsOfAMinute() {
        OutputRecord record =
                RECORDS.pane(new MinutePane("correctness", "coder", T0 - MINUTE, T0, 3, 4, MINUTE / 2, false));

        assertThat(record.topic().name()).isEqualTo("slo.panes.v1");
        assertThat(record.key()).isEqualTo("correctness/coder");
        assertThat(record.timestampMs()).isEqualTo(T0);
        assertThat(json(record))
                .startsWith("{\"kind\":\"counts\",\"slo\":\"correctness\",\"series\":\"")
                .endsWith("\"group\":\"coder\",\"minute\":1795478340000,\"boundary\":1795478400000,\"good\":3,"
                        + "\"total\":4,\"coverage\":0.5,\"alert\":null,\"definition_version\":-1}");
        assertThat(json(RECORDS.pane(new MinutePane("correctness", "coder", T0 - MINUTE, T0, 3, 4, 0, true))))
                .startsWith("{\"kind\":\"late\"");
    }

    @Test
    void shouldWriteAnAlertStateFromWhichItCanGoOn() {
        TierState pending = new TierState(
                Phase.PENDING, T0 - MINUTE, TierState.NEVER, TierState.NEVER, T0 - 5 * SECOND, 10 * SECOND);
        AlertState state = new AlertState(
                List.of(pending, TierState.INACTIVE),
                new TierState(Phase.PENDING, T0 - SECOND, TierState.NEVER, TierState.NEVER, TierState.NEVER, 0),
                T0 - MINUTE,
                TierState.NEVER,
                Optional.empty(),
                true,
                false);

        OutputRecord record = RECORDS.alertState(new AlertKey("correctness", "Burning", "coder"), state, T0);

        assertThat(record.key()).isEqualTo("correctness/coder");
        assertThat(json(record))
                .contains("{\"alert\":\"Burning\",\"state\":\"pending\",\"severity\":null,\"started_at\":1795478340000,"
                        + "\"fired_at\":null,\"no_data_reported\":true,\"suppressed_reported\":false,\"tiers\":["
                        + "{\"state\":\"pending\",\"started_at\":1795478340000,\"fired_at\":null,\"clear_since\":null,"
                        + "\"frozen_from\":1795478395000,\"frozen_ms\":10000},"
                        + "{\"state\":\"inactive\",\"started_at\":null,\"fired_at\":null,\"clear_since\":null,"
                        + "\"frozen_from\":null,\"frozen_ms\":0}],\"silence\":{\"state\":\"pending\",\"started_at\":1795478399000,"
                        + "\"fired_at\":null,\"clear_since\":null,\"frozen_from\":null,\"frozen_ms\":0}}");
    }

    @Test
    void shouldSayWhenTheBudgetIsOverspent() {
        Verdict verdict = with(reading(5 * MINUTE, 6, 10, 0), reading(30 * DAY, 760, 1_000, 30 * DAY));

        assertThat(sentence(verdict)).endsWith("; the 30d budget is spent 2.40 times.");
        assertThat(RECORDS.transition(verdict).value().get("budget_remaining")).isEqualTo(-1.4);
        assertThat(RECORDS.transition(verdict).value().get("exhaustion_ms")).isEqualTo(0L);
    }

    @Test
    void shouldNotSpeakOfTheBudgetOfAPeriodThatHasHardlyBeenCounted() {
        Verdict after30Seconds = with(reading(5 * MINUTE, 0, 10, 0), reading(30 * DAY, 0, 10, 30_000));
        Verdict justBefore = with(SHORT, reading(30 * DAY, 950, 1_000, 3 * DAY - 1));

        assertThat(sentence(after30Seconds)).endsWith("5m 10/10 bad (burn 10.00).");
        assertThat(sentence(justBefore)).doesNotContain("budget");
        // The numbers stay what they are defined to be.
        assertThat(RECORDS.transition(after30Seconds).value().get("budget_remaining"))
                .isEqualTo(-9.0);
    }

    @Test
    void shouldSayNothingOfABudgetWithoutTraffic() {
        Verdict.Reading empty = reading(5 * MINUTE, 0, 0, 5 * MINUTE);
        Verdict verdict = new Verdict(
                new AlertKey("correctness", "Low", "coder"),
                transition(Kind.NO_DATA, Reason.NO_DATA, TierState.NEVER, TierState.NEVER),
                Standing.INACTIVE,
                List.of(reading(HOUR, 0, 0, HOUR)),
                empty,
                reading(30 * DAY, 0, 0, DAY),
                List.of());

        OutputRecord record = RECORDS.transition(verdict);

        assertThat(sentence(verdict)).isEqualTo("correctness Low for coder has no data: 1h without events.");
        assertThat(record.value().get("budget_remaining")).isNull();
        assertThat(record.value().get("exhaustion_ms")).isNull();
        assertThat(json(record))
                .contains("{\"window\":\"1h\",\"good\":0,\"total\":0,\"ratio\":null,\"burn_rate\":null,");
    }

    @Test
    void shouldNotRunOutWhileNothingIsBad() {
        Verdict verdict = with(reading(5 * MINUTE, 10, 10, 0), PERIOD);

        assertThat(RECORDS.transition(verdict).value().get("exhaustion_ms")).isNull();
        assertThat(sentence(verdict)).endsWith("; 50.0 % of the 30d budget left.");
    }

    @Test
    void shouldWriteASummary() {
        SloStatus status = new SloStatus(
                "correctness",
                "coder",
                T0,
                List.of(SHORT, LONG, PERIOD),
                List.of(
                        new SloStatus.AlertStatus("Burning", Standing.FIRING, Optional.of(Severity.PAGE), T0 - HOUR),
                        new SloStatus.AlertStatus("Low", Standing.INACTIVE, Optional.empty(), TierState.NEVER)));

        OutputRecord record = RECORDS.summary(status);

        assertThat(record.key()).isEqualTo("correctness/coder");
        assertThat(json(record))
                .isEqualTo(("{'slo':'correctness','group':'coder','at':1795478400000,'state':'firing',"
                                + "'severity':'page','category':'slo','dashboard':'serving','owner':'serving-oncall',"
                                + "'objective':'0.9','windows':["
                                + "{'window':'5m','good':6,'total':10,'ratio':0.6,'burn_rate':4.0,'coverage':1.0},"
                                + "{'window':'1h','good':60,'total':100,'ratio':0.6,'burn_rate':4.0,'coverage':0.9},"
                                + "{'window':'30d','good':950,'total':1000,'ratio':0.95,'burn_rate':0.5,'coverage':0.1}],"
                                + "'budget_remaining':0.5,'exhaustion_ms':324000000,'quantiles':[],'alerts':["
                                + "{'alert':'Burning','state':'firing','since':1795474800000},"
                                + "{'alert':'Low','state':'inactive','since':null}],"
                                + "'late':null,'excluded_events':0,'exclusions_total':0,'exclusions':[],"
                                + "'definition_hash':'abc123','definition_version':-1}")
                        .replace('\'', '"'));
    }

    @Test
    void shouldListTheNewestOfManyExclusionsSoThatTheRecordCanBeSent() {
        String longest = "\u4e00".repeat(200);
        List<Exclusion> exclusions = LongStream.range(0, 1_000)
                .mapToObj(i -> new Exclusion(
                        new Exclusion.Key(T0, 0, i),
                        Optional.empty(),
                        Optional.empty(),
                        T0 - HOUR + i,
                        T0,
                        longest,
                        longest))
                .toList();
        SloStatus status =
                new SloStatus("correctness", "coder", T0, List.of(SHORT, PERIOD), List.of(), List.of(), 0, exclusions);

        OutputRecord record = RECORDS.summary(status);

        assertThat(record.value().get("exclusions_total")).isEqualTo(1_000L);
        assertThat((List<?>) record.value().get("exclusions"))
                .extracting(listed -> ((GenericRecord) listed).get("from"))
                .containsExactlyElementsOf(LongStream.range(980, 1_000)
                        .mapToObj(i -> T0 - HOUR + i)
                        .toList());
        assertThat(json(record).getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(30_000);
    }

    @Test
    void shouldWriteQuantilesAndThatThereAreNone() {
        SloStatus status = new SloStatus(
                "correctness",
                "coder",
                T0,
                List.of(SHORT, PERIOD),
                List.of(),
                List.of(
                        new SloStatus.QuantileReading(
                                "ttft_ms", Window.of(5 * MINUTE), Ratio.of("0.95"), OptionalDouble.of(80.5), 1_000),
                        new SloStatus.QuantileReading(
                                "ttft_ms", Window.of(5 * MINUTE), Ratio.of("0.99"), OptionalDouble.empty(), 0)),
                0,
                List.of());

        assertThat(json(RECORDS.summary(status)))
                .contains(("'quantiles':["
                                + "{'field':'ttft_ms','window':'5m','quantile':0.95,'value':80.5,'count':1000},"
                                + "{'field':'ttft_ms','window':'5m','quantile':0.99,'value':null,'count':0}]")
                        .replace('\'', '"'));
    }

    @Test
    void shouldCallAQuietSloOkAndASilentOneNoData() {
        List<SloStatus.AlertStatus> inactive =
                List.of(new SloStatus.AlertStatus("Low", Standing.INACTIVE, Optional.empty(), TierState.NEVER));
        Verdict.Reading empty = reading(5 * MINUTE, 0, 0, 0);

        assertThat(state(new SloStatus("correctness", "coder", T0, List.of(SHORT, PERIOD), inactive)))
                .isEqualTo("ok");
        assertThat(state(new SloStatus("correctness", "coder", T0, List.of(empty, PERIOD), inactive)))
                .isEqualTo("no_data");
    }

    @Test
    void shouldFitTheSchemasInAvroToo() {
        SchemaRegistry registry = new ConfluentSchemaRegistry("mock://output-records", Map.of());
        RecordEncoder encoder = new RecordEncoder(OutputFormat.AVRO, registry);
        RecordDecoder decoder = new RecordDecoder(registry);
        SloStatus status = new SloStatus("correctness", "coder", T0, List.of(SHORT, PERIOD), List.of());

        for (OutputRecord record :
                List.of(RECORDS.transition(firing()), RECORDS.alert(firing()), RECORDS.summary(status))) {
            byte[] bytes = encoder.encode(record.topic(), record.value());
            assertThat(decoder.decode(record.topic(), bytes).toString())
                    .isEqualTo(record.value().toString());
        }
    }

    @Test
    void shouldKeepHostileNamesOutOfTheSentenceAndTheLink() {
        Verdict verdict = new Verdict(
                new AlertKey("correctness", "Low", "a\n/&?b\u202e"),
                transition(Kind.FIRING, Reason.CONDITION, T0, T0),
                Standing.PENDING,
                List.of(LONG),
                SHORT,
                PERIOD,
                List.of());

        OutputRecord record = RECORDS.transition(verdict);

        assertThat(sentence(verdict)).startsWith("correctness Low for a\ufffd/&?b\ufffd fires");
        assertThat(record.value().get("link").toString()).contains("&group=a%0A%2F%26%3Fb%E2%80%AE&");
    }

    @Test
    void shouldRefuseAnSloThatItDoesNotKnow() {
        SloStatus status = new SloStatus("other", "coder", T0, List.of(SHORT), List.of());

        assertThatThrownBy(() -> RECORDS.summary(status))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no SLO other among [correctness]");
    }

    private static Verdict firing() {
        return verdict(Kind.FIRING, Reason.CONDITION, T0, T0);
    }

    private static Verdict verdict(Kind kind, Reason reason, long startedAt, long firedAt) {
        return new Verdict(
                new AlertKey("correctness", "Burning", "coder 7"),
                transition(kind, reason, startedAt, firedAt),
                Standing.INACTIVE,
                List.of(LONG, SHORT),
                SHORT,
                PERIOD,
                List.of(new BadEvent(T0 - 1, 3, 77), new BadEvent(T0 - 2, 0, 78)));
    }

    private static Verdict with(Verdict.Reading present, Verdict.Reading period) {
        return new Verdict(
                new AlertKey("correctness", "Burning", "coder 7"),
                transition(Kind.FIRING, Reason.CONDITION, T0, T0),
                Standing.INACTIVE,
                List.of(LONG, present),
                present,
                period,
                List.of());
    }

    private static AlertTransition transition(Kind kind, Reason reason, long startedAt, long firedAt) {
        return new AlertTransition(kind, Severity.PAGE, T0, startedAt, firedAt, TierState.NEVER, reason);
    }

    private static Verdict.Reading reading(long windowMs, long good, long total, long coveredMs) {
        return new Verdict.Reading(Window.of(windowMs), good, total, Optional.of(Ratio.of("0.1")), coveredMs, windowMs);
    }

    private static String sentence(Verdict verdict) {
        return RECORDS.transition(verdict).value().get("summary").toString();
    }

    private static String state(SloStatus status) {
        return RECORDS.summary(status).value().get("state").toString();
    }

    private static String json(OutputRecord record) {
        byte[] bytes =
                new RecordEncoder(OutputFormat.JSON, SchemaRegistry.none()).encode(record.topic(), record.value());
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
