package org.logbraid.system.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/**
 * Dependencies point one way: between the modules, and between the stages of each. {@link BrokenRulesTest} sees each rule
 * fail.
 */
@AnalyzeClasses(packages = "org.logbraid", importOptions = ProductionClasses.class)
class DependencyRulesTest {
    @ArchTest
    static final ArchRule COMMON_KNOWS_NEITHER_SIDE = noClasses()
            .that()
            .resideInAPackage("org.logbraid.common..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.logbraid.agent..", "org.logbraid.collector..", "org.logbraid.deploy..");

    @ArchTest
    static final ArchRule AGENTS_DO_NOT_KNOW_COLLECTORS = noClasses()
            .that()
            .resideInAPackage("org.logbraid.agent..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.logbraid.collector..", "org.logbraid.deploy..");

    @ArchTest
    static final ArchRule COLLECTORS_DO_NOT_KNOW_AGENTS = noClasses()
            .that()
            .resideInAPackage("org.logbraid.collector..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.logbraid.agent..", "org.logbraid.deploy..");

    @ArchTest
    static final ArchRule THE_QUORUM_CORE_IS_PURE = noClasses()
            .that()
            .haveSimpleName("QuorumCore")
            .or()
            .haveSimpleName("Lead")
            .or()
            .haveSimpleName("Follow")
            .or()
            .haveSimpleName("Forming")
            .or()
            .haveSimpleName("Changes")
            .or()
            .haveSimpleName("Progress")
            .or()
            .haveSimpleName("Votes")
            .or()
            .haveSimpleName("LogEnd")
            .or()
            .haveSimpleName("LogTime")
            .or()
            .haveSimpleName("Elections")
            .or()
            .haveSimpleName("Leader")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.logbraid.common.disk..",
                    "org.logbraid.common.channel..",
                    "org.logbraid.common.clock..",
                    "java.util.random..",
                    "java.util.concurrent..");

    @ArchTest
    static final ArchRule THE_AGENTS_STAGES_DO_NOT_LOOK_BACK = noClasses()
            .that()
            .resideInAPackage("org.logbraid.agent.framing..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.logbraid.agent.tail..", "org.logbraid.agent.batching..", "org.logbraid.agent.handover..");

    @ArchTest
    static final ArchRule THE_HANDOVER_DOES_NOT_KNOW_FILES = noClasses()
            .that()
            .resideInAPackage("org.logbraid.agent.handover..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.logbraid.agent.tail..", "org.logbraid.agent.framing..", "org.logbraid.agent.batching..");

    @ArchTest
    static final ArchRule THE_JOURNAL_KNOWS_NO_OTHER_STAGE = noClasses()
            .that()
            .resideInAPackage("org.logbraid.collector.journal..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.logbraid.collector.quorum..",
                    "org.logbraid.collector.intake..",
                    "org.logbraid.collector.merge..",
                    "org.logbraid.collector.output..",
                    "org.logbraid.collector.status..",
                    "org.logbraid.collector.verify..");

    @ArchTest
    static final ArchRule THE_QUORUM_DOES_NOT_KNOW_WHAT_COMES_AFTER_IT = noClasses()
            .that()
            .resideInAPackage("org.logbraid.collector.quorum..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.logbraid.collector.intake..",
                    "org.logbraid.collector.merge..",
                    "org.logbraid.collector.output..",
                    "org.logbraid.collector.status..");

    @ArchTest
    static final ArchRule THE_MERGE_DOES_NOT_KNOW_WHO_SPEAKS_TO_AGENTS = noClasses()
            .that()
            .resideInAPackage("org.logbraid.collector.merge..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.logbraid.collector.intake..", "org.logbraid.collector.status..");

    @ArchTest
    static final ArchRule EVERY_CLASS_BELONGS_TO_A_STAGE = classes()
            .that()
            .resideInAPackage("org.logbraid.collector..")
            .should()
            .resideInAnyPackage(
                    "org.logbraid.collector",
                    "org.logbraid.collector.entry",
                    "org.logbraid.collector.intake",
                    "org.logbraid.collector.quorum",
                    "org.logbraid.collector.peers..",
                    "org.logbraid.collector.join",
                    "org.logbraid.collector.journal..",
                    "org.logbraid.collector.merge",
                    "org.logbraid.collector.output",
                    "org.logbraid.collector.peers..",
                    "org.logbraid.collector.join",
                    "org.logbraid.collector.status",
                    "org.logbraid.collector.verify");
}
