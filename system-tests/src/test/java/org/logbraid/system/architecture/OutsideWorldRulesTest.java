package org.logbraid.system.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.UUID;

/**
 * Clocks, chance, files, threads and the network are each reached in one place and passed in everywhere else, so that a
 * simulation can stand for them. {@link BrokenRulesTest} sees each rule fail.
 */
@AnalyzeClasses(packages = "org.logbraid", importOptions = ProductionClasses.class)
class OutsideWorldRulesTest {
    @ArchTest
    static final ArchRule THE_WALL_CLOCK_IS_READ_IN_ONE_PLACE = noClasses()
            .that()
            .resideOutsideOfPackages("org.logbraid.common.clock..", "org.logbraid.deploy..", "org.logbraid.bench..")
            .should()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethodWhere(DescribedPredicate.describe(
                    "they are java.time's now()",
                    call -> call.getTargetOwner().getPackageName().equals("java.time")
                            && call.getName().equals("now")))
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.time.Clock");

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
            .haveFullyQualifiedName("java.util.concurrent.ThreadLocalRandom")
            .orShould()
            .callMethod(Math.class, "random")
            .orShould()
            .callMethod(UUID.class, "randomUUID");

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
            .callConstructor(Thread.class)
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.util.concurrent.Executors")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.util.Timer");

    /** Names of hosts may be asked for, but nobody else connects, listens or sends. */
    @ArchTest
    static final ArchRule THE_NETWORK_IS_REACHED_IN_ITS_PLACES = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "org.logbraid.common.channel.jgroups..",
                    "org.logbraid.collector.peers.jgroups..",
                    "org.logbraid.collector.status..",
                    "org.logbraid.deploy..",
                    "org.logbraid.bench..")
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.net.Socket")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.net.ServerSocket")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.net.DatagramSocket")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.net.URLConnection")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.nio.channels.SocketChannel")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.nio.channels.ServerSocketChannel")
            .orShould()
            .dependOnClassesThat()
            .resideInAPackage("java.net.http..");
}
