package org.logbraid.system.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Each library is named in one place, so that it can be exchanged there. {@link BrokenRulesTest} sees each rule fail. */
@AnalyzeClasses(packages = "org.logbraid", importOptions = ProductionClasses.class)
class LibraryRulesTest {
    @ArchTest
    static final ArchRule JGROUPS_IS_NAMED_IN_ITS_PLACE = noClasses()
            .that()
            .resideOutsideOfPackages("org.logbraid.common.channel.jgroups..", "org.logbraid.collector.peers.jgroups..")
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
    static final ArchRule PROGRESS_BARS_ARE_NAMED_IN_THEIR_PLACE = noClasses()
            .that()
            .resideOutsideOfPackage("org.logbraid.deploy..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("me.tongfei..");

    @ArchTest
    static final ArchRule THE_HTTP_SERVER_IS_NAMED_IN_ITS_PLACE = noClasses()
            .that()
            .resideOutsideOfPackage("org.logbraid.collector.status..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.sun.net.httpserver..");

    /** JCTools' queues and SLF4J's loggers may be named everywhere; no other library may, without a rule of its own. */
    @ArchTest
    static final ArchRule NO_OTHER_LIBRARY_IS_NAMED = classes()
            .that()
            .resideInAPackage("org.logbraid..")
            .and()
            .resideOutsideOfPackage("org.logbraid.bench..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "", // arrays of numbers
                    "java..",
                    "org.logbraid..",
                    "org.jspecify..",
                    "org.slf4j..",
                    "org.jctools..",
                    "org.jgroups..",
                    "net.openhft..",
                    "picocli..",
                    "org.snakeyaml..",
                    "net.jpountz..",
                    "me.tongfei..",
                    "com.sun.net.httpserver..");
}
