// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.structure;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZonedDateTime;

/** The folders are the data flow: dependencies point one way, and each module keeps out what is not its own. */
@AnalyzeClasses(packages = "io.slostream", importOptions = ImportOption.DoNotIncludeTests.class)
class ModuleArrowsTest {
    private static final String CONFLUENT_CLIENT = "org.apache.flink..";

    @ArchTest
    static final ArchRule modulesPointOneWay = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("schemas")
            .definedBy("io.slostream.schemas..")
            .optionalLayer("simulation")
            .definedBy("io.slostream.simulation..")
            .layer("alerting")
            .definedBy("io.slostream.alerting..")
            .layer("topology")
            .definedBy("io.slostream.topology..")
            .optionalLayer("sinks")
            .definedBy("io.slostream.sinks..")
            .layer("dashboards")
            .definedBy("io.slostream.dashboards..")
            .layer("broker")
            .definedBy("io.slostream.broker..")
            .layer("app")
            .definedBy("io.slostream.app..")
            .whereLayer("app")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("broker")
            .mayOnlyBeAccessedByLayers("app")
            .whereLayer("broker")
            .mayNotAccessAnyLayer()
            .whereLayer("sinks")
            .mayOnlyBeAccessedByLayers("app")
            .whereLayer("dashboards")
            .mayOnlyBeAccessedByLayers("app")
            .whereLayer("simulation")
            .mayOnlyBeAccessedByLayers("app")
            .whereLayer("topology")
            .mayOnlyBeAccessedByLayers("app")
            .whereLayer("alerting")
            .mayOnlyBeAccessedByLayers("topology", "dashboards", "app")
            .whereLayer("schemas")
            .mayOnlyBeAccessedByLayers("simulation", "alerting", "topology", "sinks", "dashboards", "app");

    @ArchTest
    static final ArchRule stagesPointAlongTheFlow = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("ingest")
            .definedBy("io.slostream.topology.ingest..")
            .layer("accumulate")
            .definedBy("io.slostream.topology.accumulate..")
            .layer("window")
            .definedBy("io.slostream.topology.window..")
            .layer("judge")
            .definedBy("io.slostream.topology.judge..")
            .layer("summary")
            .definedBy("io.slostream.topology.summary..")
            .whereLayer("summary")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("judge")
            .mayOnlyBeAccessedByLayers("summary")
            .whereLayer("window")
            .mayOnlyBeAccessedByLayers("judge")
            .whereLayer("accumulate")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("ingest")
            .mayOnlyBeAccessedByLayers("accumulate");

    @ArchTest
    static final ArchRule theCoreKnowsNoKafka = noClasses()
            .that()
            .resideInAnyPackage(
                    "io.slostream.alerting..",
                    "io.slostream.topology..",
                    "io.slostream.schemas..",
                    "io.slostream.simulation..")
            .and()
            .resideOutsideOfPackage("io.slostream.topology.streams..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.kafka..");

    @ArchTest
    static final ArchRule theCoreHasNoClock = noClasses()
            .that()
            .resideInAnyPackage("io.slostream.alerting..", "io.slostream.topology..", "io.slostream.simulation..")
            .and()
            // Measures how long a call takes, to break it off; which boundaries it judged decides no verdict.
            .doNotHaveFullyQualifiedName("io.slostream.topology.streams.JudgeProcessor")
            .should()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(LocalDateTime.class, "now")
            .orShould()
            .callMethod(ZonedDateTime.class, "now")
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(Clock.class);

    @ArchTest
    static final ArchRule alertingAndTopologyDoNoFileOrNetworkInput = noClasses()
            .that()
            .resideInAnyPackage("io.slostream.alerting..", "io.slostream.topology..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.net..", "java.nio.file..");

    @ArchTest
    static final ArchRule schemasHoldNoArithmetic = noClasses()
            .that()
            .resideInAPackage("io.slostream.schemas..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.kafka.streams..");

    @ArchTest
    static final ArchRule oneClassTouchesTheConfluentClient = noClasses()
            .that()
            .haveNameNotMatching("io\\.slostream\\.schemas\\.registry\\.ConfluentSchemaRegistry(\\$.*)?")
            .should()
            .dependOnClassesThat()
            .resideInAPackage(CONFLUENT_CLIENT);

    @ArchTest
    static final ArchRule sinksReadRecordsAndJudgeNothing = noClasses()
            .that()
            .resideInAPackage("io.slostream.sinks..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.slostream.alerting..", "io.slostream.topology..")
            .allowEmptyShould(true);
}
