package org.logbraid.system.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/**
 * Dependencies point one way, and each library is named in one place. Each rule was seen to fail: by an import of the other
 * side in a class of the first, and by a mention of the library in a class of another package.
 */
@AnalyzeClasses(
        packages = "org.logbraid",
        importOptions = {ImportOption.DoNotIncludeTests.class, DependencyRulesTest.DoNotIncludeTestJars.class})
class DependencyRulesTest {
    /** What tests share comes as folders of classes in a test run, and as jars once they are packaged. */
    static final class DoNotIncludeTestJars implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("-tests.jar");
        }
    }

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
    static final ArchRule JGROUPS_IS_NAMED_IN_ITS_PLACE = noClasses()
            .that()
            .resideOutsideOfPackage("org.logbraid.common.channel.jgroups..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.jgroups..");

    @ArchTest
    static final ArchRule CHRONICLE_IS_NAMED_IN_ITS_PLACE = noClasses()
            .that()
            .resideOutsideOfPackage("org.logbraid.collector.journal.chronicle..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("net.openhft..");

    @ArchTest
    static final ArchRule PICOCLI_IS_NAMED_IN_ITS_PLACE = noClasses()
            .that()
            .resideOutsideOfPackage("org.logbraid.deploy..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("picocli..");

    @ArchTest
    static final ArchRule YAML_IS_NAMED_IN_ITS_PLACE = noClasses()
            .that()
            .resideOutsideOfPackage("org.logbraid.common.settings..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.snakeyaml..");

    @ArchTest
    static final ArchRule LZ4_IS_NAMED_IN_ITS_PLACE = noClasses()
            .that()
            .doNotHaveFullyQualifiedName("org.logbraid.common.frame.Lz4")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("net.jpountz..");

    @ArchTest
    static final ArchRule THE_WALL_CLOCK_IS_READ_IN_ONE_PLACE = noClasses()
            .that()
            .resideOutsideOfPackages("org.logbraid.common.clock..", "org.logbraid.deploy..", "org.logbraid.bench..")
            .should()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(java.time.Instant.class, "now");

    @ArchTest
    static final ArchRule CHANCE_IS_AN_ARGUMENT = noClasses()
            .that()
            .resideOutsideOfPackages("org.logbraid.deploy..", "org.logbraid.bench..")
            .and()
            .doNotHaveSimpleName("AgentProcess")
            .and()
            .doNotHaveSimpleName("CollectorProcess")
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.util.Random")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.security.SecureRandom")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.util.concurrent.ThreadLocalRandom");

    @ArchTest
    static final ArchRule FILES_ARE_TOUCHED_IN_THEIR_PLACES = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "org.logbraid.common.disk..",
                    "org.logbraid.common.settings..",
                    "org.logbraid.collector.journal.chronicle..",
                    "org.logbraid.deploy..",
                    "org.logbraid.bench..")
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.nio.file.Files")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.nio.channels.FileChannel")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.io.RandomAccessFile")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.io.FileOutputStream")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.io.FileInputStream");

    @ArchTest
    static final ArchRule THREADS_ARE_MADE_IN_THEIR_PLACES = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "org.logbraid.common.cycle..",
                    "org.logbraid.common.channel.jgroups..",
                    "org.logbraid.collector.status..",
                    "org.logbraid.deploy..",
                    "org.logbraid.bench..")
            .should()
            .callConstructor(Thread.class, Runnable.class, String.class)
            .orShould()
            .callConstructor(Thread.class, Runnable.class)
            .orShould()
            .callConstructor(Thread.class);

    @ArchTest
    static final ArchRule THE_QUORUM_CORE_IS_PURE = noClasses()
            .that()
            .haveSimpleName("QuorumCore")
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
                    "org.logbraid.collector.journal..",
                    "org.logbraid.collector.merge",
                    "org.logbraid.collector.output",
                    "org.logbraid.collector.status",
                    "org.logbraid.collector.verify");
}
