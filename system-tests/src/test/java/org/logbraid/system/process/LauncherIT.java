package org.logbraid.system.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code deploy/logbraid}, the one thing that a user starts. */
class LauncherIT {
    /** All that it calls; no mvn is among them. */
    private static final List<String> TOOLS =
            List.of("sh", "env", "dirname", "readlink", "sed", "find", "head", "flock", "mkdir", "rm", "mv");

    private static final Path JDKS = Path.of("/usr/lib/jvm");
    private static final Path OWN_JDK = Path.of(System.getProperty("java.home"));

    @RegisterExtension
    final Cluster cluster = new Cluster();

    private final Marked marked = new Marked();

    /** The mark, this JVM's JDK, and a path of the tools alone. */
    private Map<String, String> environment() throws IOException {
        Path tools = Files.createDirectories(cluster.folder().resolve("tools"));
        for (String tool : TOOLS) {
            Path link = tools.resolve(tool);
            if (Files.notExists(link)) {
                Files.createSymbolicLink(link, Path.of("/usr/bin", tool));
            }
        }
        Map<String, String> environment = new HashMap<>(marked.environment());
        environment.put("PATH", tools.toString());
        environment.put("JAVA_HOME", OWN_JDK.toString());
        return environment;
    }

    private Installation installed(String folder) throws IOException {
        return Installation.in(cluster.folder().resolve(folder));
    }

    private String[] collector() {
        return new String[] {
            "collector", "--bind=127.0.0.1:0", "--http=off", "--data=" + cluster.data(), "--out=" + cluster.merged(),
        };
    }

    private static void assertTellsItsVersion(LogbraidProcess process) throws InterruptedException {
        assertThat(process.exitStatus()).as(process::errors).isZero();
        assertThat(process.output()).startsWith("logbraid 0.");
        assertThat(process.errors()).isEmpty();
    }

    @Test
    void replacesItselfByTheJvmAndLeavesNothingBehind() throws Exception {
        // when
        var collector = cluster.launch(installed("checkout"), environment(), collector())
                .awaitReady();

        // then
        assertThat(marked.alive())
                .singleElement()
                .asString()
                .startsWith(collector.pid() + " ")
                .contains("/bin/java ");

        // when
        assertThat(collector.terminate()).as(collector::errors).isZero();

        // then
        assertThat(marked.alive()).isEmpty();
    }

    @Test
    void refusesAJavaHomeWithoutAJdkInASentence() throws Exception {
        var environment = environment();
        environment.put("JAVA_HOME", "/nowhere/jdk");

        var launched = cluster.launch(installed("checkout"), environment, "--version");

        assertThat(launched.exitStatus()).isEqualTo(1);
        assertThat(launched.errors())
                .isEqualTo("logbraid: JAVA_HOME names no JDK: there is no '/nowhere/jdk/bin/java';"
                        + " set it to the folder of a JDK of version 17 or later");
    }

    @Test
    void usesTheJdkThatJavaHomeNames() throws Exception {
        // given
        Optional<Path> other = otherJdk();
        assumeThat(other).as("a second JDK").isPresent();
        var environment = environment();
        environment.put("JAVA_HOME", other.get().toString());

        // when
        var collector =
                cluster.launch(installed("checkout"), environment, collector()).awaitReady();

        // then
        assertThat(Path.of("/proc", String.valueOf(collector.pid()), "exe").toRealPath())
                .startsWith(other.get().toRealPath());
        assertThat(collector.terminate()).as(collector::errors).isZero();
    }

    private static Optional<Path> otherJdk() throws IOException {
        if (Files.notExists(JDKS)) {
            return Optional.empty();
        }
        List<Path> found = new ArrayList<>();
        try (Stream<Path> all = Files.list(JDKS)) {
            for (Path jdk : all.sorted().toList()) {
                if (Files.isExecutable(jdk.resolve("bin/java"))
                        && !jdk.toRealPath().equals(OWN_JDK.toRealPath())
                        && Files.exists(jdk.resolve("release"))
                        && Files.readString(jdk.resolve("release"))
                                .matches("(?s).*JAVA_VERSION=\"(1[7-9]|[2-9]\\d).*")) {
                    found.add(jdk);
                }
            }
        }
        return found.stream().findFirst();
    }

    @Test
    void worksThroughSymbolicLinksFromAnotherFolderAndInAPathWithSpaces() throws Exception {
        // given
        var installed = installed("a checkout with spaces");
        Path elsewhere = Files.createDirectory(cluster.folder().resolve("else where"));
        Path absolute = Files.createSymbolicLink(elsewhere.resolve("absolute"), installed.launcher());
        Path relative = Files.createSymbolicLink(elsewhere.resolve("relative"), Path.of("absolute"));

        // then
        assertTellsItsVersion(cluster.launch(List.of(absolute.toString(), "--version"), elsewhere, environment()));
        assertTellsItsVersion(cluster.launch(List.of(relative.toString(), "--version"), Path.of("/"), environment()));
        assertTellsItsVersion(cluster.launch(List.of("./relative", "--version"), elsewhere, environment()));
        assertTellsItsVersion(cluster.launch(installed.command("--version"), Path.of("/"), environment()));
    }

    @Test
    void needsNeitherMavenNorANetworkOnceBuilt() throws Exception {
        // given
        var installed = installed("checkout").withSources();
        List<String> alone = List.of("/usr/bin/unshare", "--map-root-user", "--net");
        boolean lonely = Files.exists(Path.of(alone.get(0)))
                && new ProcessBuilder("/usr/bin/unshare", "--map-root-user", "--net", "true")
                                .start()
                                .waitFor()
                        == 0;
        List<String> command = new ArrayList<>(lonely ? alone : List.of());
        command.addAll(installed.command("--version"));

        // then
        assertTellsItsVersion(cluster.launch(command, cluster.folder(), environment()));
    }

    @Test
    void runsTheOldBuildAndSaysSoWhereItCannotBuild() throws Exception {
        var installed = installed("checkout").withSources();
        Files.setLastModifiedTime(installed.built(), FileTime.from(Instant.now().minusSeconds(3_600)));

        var launched = cluster.launch(installed, environment(), "--version");

        assertThat(launched.exitStatus()).as(launched::errors).isZero();
        assertThat(launched.output()).startsWith("logbraid 0.");
        assertThat(launched.errors()).contains("the sources are newer than the build, and there is no mvn");
    }

    @Test
    void saysWhatItNeedsToBuild() throws Exception {
        var installed = installed("checkout").withSources();
        Files.delete(installed.built());

        var launched = cluster.launch(installed, environment(), "--version");

        assertThat(launched.exitStatus()).isEqualTo(1);
        assertThat(launched.errors())
                .isEqualTo("logbraid: not built yet, and there is no mvn: install Maven 3.8.7 or later");
        assertThat(marked.alive()).isEmpty();
    }
}
