package org.logbraid.system.nemesis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.logbraid.common.CloseStack;
import org.logbraid.system.process.LogbraidProcess;
import org.logbraid.system.process.SmallDisk;

/** That the faults of the other tests really happen: who hears whom, which time it is, what is left behind. */
class MachinesIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Pattern CLOCKS =
            Pattern.compile("ahead=(-?\\d+) sleep=(\\d+) park=(\\d+) wait=(\\d+) await=(\\d+)");

    @TempDir
    Path folder;

    private final CloseStack opened = new CloseStack();
    private final Map<String, Probe> probes = new HashMap<>();

    @BeforeEach
    void available() throws InterruptedException {
        Machines.require();
    }

    @AfterEach
    void close() throws IOException {
        opened.close();
    }

    private static List<String> java(Class<?> main) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx48m",
                "-XX:+UseSerialGC",
                "-Djava.net.preferIPv4Stack=true",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName());
    }

    private LogbraidProcess start(String label, List<String> command, Map<String, String> environment)
            throws IOException, InterruptedException {
        var process = LogbraidProcess.start(folder, folder, label, command, environment);
        opened.own(process::clearAway);
        return process.awaitReady();
    }

    private Machines withProbes(String... names) throws IOException, InterruptedException {
        var machines = opened.own(Machines.make(List.of(names)));
        for (String name : names) {
            probes.put(name, opened.own(new Probe(machines.get(name), java(Prober.class))));
        }
        for (Probe probe : probes.values()) {
            probe.await("ready");
        }
        return machines;
    }

    private Probe probe(String name) {
        return Objects.requireNonNull(probes.get(name));
    }

    private void say(String from, String protocol, String to, String word) throws IOException {
        probe(from).say(protocol, probe(to).address(), word);
    }

    /** Says a word by UDP and by TCP, and waits until it has come by both. */
    private void assertHears(String to, String from, String word) throws IOException {
        say(from, "udp", to, word);
        say(from, "tcp", to, word);
        probe(to).await("udp " + word);
        probe(to).await("tcp " + word);
    }

    @Test
    void machinesHearEachOtherAndNothingElse() throws Exception {
        var machines = withProbes("a", "b");

        assertHears("a", "b", "from-b");
        assertHears("b", "a", "from-a");

        assertThat(machines.get("a").run("ip", "route"))
                .contains("10.77.0.0/24")
                .doesNotContain("default");
        assertThat(Shell.run("ip", "link")).doesNotContain("br0").doesNotContain("m1@");
    }

    @Test
    void aCutIsBothWaysAndHoldsUpOpenConnectionsUntilItIsHealed() throws Exception {
        var machines = withProbes("a", "b", "c");
        assertHears("b", "a", "before"); // the connection stays open

        var cut = machines.cut(machines.get("a"), machines.get("b"));
        say("a", "udp", "b", "lost-ab");
        say("b", "udp", "a", "lost-ba");
        say("a", "tcp", "b", "late");
        say("b", "tcp", "a", "unconnected");
        probe("b").await("failed unconnected");
        assertHears("c", "a", "third-a");
        assertHears("c", "b", "third-b");
        assertThat(probe("b").heard()).doesNotContain("tcp late");
        cut.heal();

        probe("b").await("tcp late");
        assertHears("b", "a", "after");
        assertHears("a", "b", "after");
        assertThat(probe("b").heard()).doesNotContain("udp lost-ab");
        assertThat(probe("a").heard()).doesNotContain("udp lost-ba");
    }

    @Test
    void aCutOneWayLeavesTheOtherWay() throws Exception {
        var machines = withProbes("a", "b");

        machines.cutOneWay(machines.get("a"), machines.get("b"));
        say("a", "udp", "b", "lost");
        say("b", "udp", "a", "heard");
        probe("a").await("udp heard");
        say("a", "tcp", "b", "unconnected");
        probe("a").await("failed unconnected");
        machines.heal();

        assertHears("b", "a", "after");
        assertThat(probe("b").heard()).doesNotContain("udp lost");
    }

    @Test
    void anIsolatedMachineIsCutOffFromAll() throws Exception {
        var machines = withProbes("a", "b", "c");

        var isolated = machines.isolate(machines.get("a"));
        var overlapping = machines.cut(machines.get("a"), machines.get("b"));
        for (String other : List.of("b", "c")) {
            say("a", "udp", other, "lost");
            say(other, "udp", "a", "lost");
        }
        assertHears("b", "c", "among-themselves");
        isolated.heal();
        assertHears("a", "c", "healed");
        say("a", "udp", "b", "lost-yet");
        overlapping.heal();
        assertHears("b", "a", "healed");

        assertThat(probes.values())
                .allSatisfy(probe -> assertThat(probe.heard()).doesNotContain("udp lost", "udp lost-yet"));
    }

    @Test
    void everythingIsRemovedAtTheEndThoughProcessesRun() throws Exception {
        var machines = withProbes("a");
        String own = "-" + ProcessHandle.current().pid() + "-";
        assertThat(Machines.namespaces()).filteredOn(name -> name.contains(own)).hasSize(2);

        machines.close();

        assertThat(Machines.namespaces()).noneMatch(name -> name.contains(own));
        Awaitility.await().atMost(PATIENCE).until(() -> !probe("a").isAlive());
    }

    @Test
    void whatAKilledRunHasLeftIsRemovedByTheNext() throws Exception {
        var abandoned = start("abandoned", java(Abandoned.class), Map.of());
        long sleeper = Long.parseLong(abandoned.address("sleeper"));
        String its = "-" + abandoned.pid() + "-";
        Machines.removeLeftovers();
        assertThat(Machines.namespaces()).filteredOn(name -> name.contains(its)).hasSize(2);

        abandoned.kill();
        Machines.removeLeftovers();

        assertThat(Machines.namespaces()).noneMatch(name -> name.contains(its));
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() ->
                        ProcessHandle.of(sleeper).filter(ProcessHandle::isAlive).isEmpty());
    }

    @Test
    void aProcessOnAMachineIsTheOneThatWasStarted() throws Exception {
        var machines = opened.own(Machines.make(List.of("a")));
        var process = start("probe", machines.get("a").command(java(ClockProbe.class)), Map.of());

        assertThat(Files.readString(Path.of("/proc", String.valueOf(process.pid()), "comm"))
                        .strip())
                .isEqualTo("java");
        assertThat(machines.get("a").run("ip", "netns", "identify", String.valueOf(process.pid())))
                .endsWith("-a");
    }

    @Test
    @DisplayName("the wall clock of a process jumps while it runs, the monotonic one and timed waits do not")
    void clocksJump() throws Exception {
        var clock = new MachineClock(folder.resolve("clock"));
        var process = start("clock", java(ClockProbe.class), clock.environment());
        List<Long> jumps = List.of(90_000L, -3_600_000L, 1_500L, -250L, 0L);

        for (long jump : jumps) {
            clock.set(Duration.ofMillis(jump));
            Awaitility.await("a clock that is ahead by " + jump + " ms")
                    .atMost(PATIENCE)
                    .until(() -> Math.abs(ahead(process) - jump) < 50);
        }

        assertThat(readings(process)).allSatisfy(reading -> {
            for (int i = 2; i <= 5; i++) {
                assertThat(Long.parseLong(reading.group(i))).isBetween(ClockProbe.WAIT_MILLIS - 1L, 10_000L);
            }
        });
    }

    private static long ahead(LogbraidProcess process) {
        List<Matcher> readings = readings(process);
        return readings.isEmpty()
                ? Long.MAX_VALUE / 2
                : Long.parseLong(readings.get(readings.size() - 1).group(1));
    }

    private static List<Matcher> readings(LogbraidProcess process) {
        List<Matcher> readings = new ArrayList<>();
        process.errors().lines().map(CLOCKS::matcher).filter(Matcher::matches).forEach(readings::add);
        return readings;
    }

    @Test
    void aDiskIsFullUntilItIsFreed() throws Exception {
        SmallDisk disk = opened.own(SmallDisk.at(folder.resolve("disk"), 4));
        Path file = disk.folder().resolve("file");

        disk.fill(0);
        assertThat(disk.folder().toFile().getUsableSpace()).isZero();
        disk.free();

        Files.write(file, new byte[1024 * 1024]);
        assertThat(file).hasSize(1024 * 1024);
    }

    @Test
    void aDiskThatIsLeftIsUnmountedByTheNextRun() throws Exception {
        SmallDisk disk = opened.own(SmallDisk.at(folder.resolve("disk"), 4));
        Files.createFile(disk.folder().resolve("file"));

        SmallDisk.unmountLeftovers(folder);

        assertThat(disk.folder()).isEmptyDirectory();
    }
}
