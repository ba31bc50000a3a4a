package org.logbraid.system.nemesis;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.logbraid.deploy.cli.Answer;
import org.logbraid.system.nemesis.Failover.Loss;
import org.logbraid.system.nemesis.Failover.Outage;
import org.logbraid.system.nemesis.ProcessWorld.Collector;
import org.logbraid.system.process.Folders;
import org.logbraid.system.process.LogbraidProcess;
import org.logbraid.system.process.SmallDisk;

/**
 * What becomes of three collectors that lose their leader or their majority. {@code -Dfailover.rounds=20} measures more
 * often, and {@code -Dfailover.losses=KILLED,DEAF} only some ways to lose a leader.
 */
class FailoverIT {
    private static final int ROUNDS = Integer.getInteger("failover.rounds", 2);
    private static final String LOSSES = System.getProperty("failover.losses", "KILLED,STOPPED,MUTE,DEAF");
    private static final int COLLECTORS = 3;
    private static final int AGENTS = 3;
    private static final Duration CATCHING_UP = Duration.ofMinutes(2);

    /** A build's machine may be slow; figures are printed. */
    private static final Duration GENEROUS = Duration.ofSeconds(20);

    /** Behind a few tries of TCP's, the next of which comes after as long again. */
    private static final Duration CUT = Duration.ofSeconds(Long.getLong("failover.cut", 7));

    private Path folder;

    @BeforeEach
    void machines() throws Exception {
        Machines.require();
        folder = Path.of("target", "system", "FailoverIT").toAbsolutePath();
        SmallDisk.unmountLeftovers(folder);
        Folders.deleteIfExists(folder);
        Files.createDirectories(folder);
    }

    private interface Course {
        void run(NemesisCluster cluster) throws Exception;
    }

    /** Has something happen to a cluster, and sees that no line is lost and all files are the same in the end. */
    private void run(Course course) throws Exception {
        boolean well = false;
        try (var cluster = new NemesisCluster(folder, COLLECTORS, AGENTS, "", new FaultCounts())) {
            try {
                cluster.start();
                course.run(cluster);
                cluster.finish(CATCHING_UP);
                cluster.stop();
                cluster.assertMerged();
                well = true;
            } finally {
                if (!well) {
                    System.out.println(cluster.said());
                }
            }
        }
        Folders.deleteIfExists(folder);
    }

    @Test
    @DisplayName("G2, G4, G5: lines are committed again soon after the leader is lost, in whatever way")
    void goesOnSoonWithoutItsLeader() throws Exception {
        Map<Loss, List<Outage>> outages = new EnumMap<>(Loss.class);
        run(cluster -> {
            var failover = new Failover(cluster);
            for (int round = 0; round < ROUNDS; round++) {
                for (String word : LOSSES.split(",")) {
                    Loss loss = Loss.valueOf(word);
                    Outage outage = failover.measure(loss);
                    System.out.printf(
                            Locale.ROOT,
                            "%-8s first line after %5d ms, of all agents after %5d ms%n",
                            loss,
                            outage.first().toMillis(),
                            outage.all().toMillis());
                    outages.computeIfAbsent(loss, key -> new ArrayList<>()).add(outage);
                }
            }
        });
        outages.forEach((loss, all) -> {
            tell(loss, "first line", all.stream().map(Outage::first).sorted().toList());
            tell(loss, "all agents", all.stream().map(Outage::all).sorted().toList());
            assertThat(all).allSatisfy(one -> assertThat(one.first()).isLessThan(GENEROUS));
        });
    }

    private static void tell(Loss loss, String of, List<Duration> sorted) {
        System.out.printf(
                Locale.ROOT,
                "%-8s %s: %d times, median %5d ms, worst %5d ms%n",
                loss,
                of,
                sorted.size(),
                sorted.get(sorted.size() / 2).toMillis(),
                sorted.get(sorted.size() - 1).toMillis());
    }

    @Test
    @DisplayName("G12: one of three commits nothing and says so; when the others are back, all goes on by itself")
    void aMinorityCommitsNothing() throws Exception {
        run(cluster -> {
            // given
            var failover = new Failover(cluster);
            Collector left = failover.awaitAllWell();
            List<Member> others = cluster.collectors().stream()
                    .map(Collector::member)
                    .filter(member -> member != left.member())
                    .toList();

            // when
            for (Member other : others) {
                other.kill();
            }

            // then
            await("that nobody leads")
                    .until(() -> failover.status(left).text("leader").isEmpty());
            await("that it is not ready").until(() -> readiness(cluster, left).startsWith("not ready"));
            Answer alone = failover.status(left);
            await("that it stays so").during(Duration.ofSeconds(3)).until(() -> {
                cluster.world().check();
                Answer now = failover.status(left);
                return now.text("leader").isEmpty() && now.number("commitIndex") == alone.number("commitIndex");
            });

            // when
            others.get(0).start();

            // then
            await("that two go on")
                    .until(() -> failover.status(left).number("commitIndex") > alone.number("commitIndex") + 10);
            await("that it is ready").until(() -> readiness(cluster, left).equals("ready\n"));
            others.get(1).start();
            failover.awaitAllWell();
        });
    }

    @Test
    @DisplayName("G12: two of three that could not hear each other for long go on soon after they can")
    void goesOnSoonAfterACut() throws Exception {
        run(cluster -> {
            // given
            var failover = new Failover(cluster);
            Collector leader = failover.awaitAllWell();
            List<Collector> others = cluster.collectors().stream()
                    .filter(one -> one.member() != leader.member())
                    .toList();
            others.get(0).member().kill();
            await("that two go on").until(() -> failover.status(leader).number("commitIndex") > 0);
            Machines.Cut cut = cluster.machines()
                    .cut(leader.member().machine(), others.get(1).member().machine());
            await("that nobody leads")
                    .until(() -> failover.status(leader).text("leader").isEmpty());
            await("that it stays so")
                    .during(CUT)
                    .until(() -> failover.status(leader).text("leader").isEmpty());
            long before = failover.status(leader).number("commitIndex");

            // when
            cut.heal();

            // then
            long healed = System.nanoTime();
            await("that two go on again").until(() -> failover.status(leader).number("commitIndex") > before + 10);
            Duration gone = Duration.ofNanos(System.nanoTime() - healed);
            System.out.printf(
                    Locale.ROOT,
                    "after a cut of %d s lines are committed within %d ms%n",
                    CUT.toSeconds(),
                    gone.toMillis());
            assertThat(gone).isLessThan(GENEROUS);
            others.get(0).member().start();
            failover.awaitAllWell();
        });
    }

    private static ConditionFactory await(String what) {
        return Awaitility.await(what).atMost(LogbraidProcess.PATIENCE).pollInterval(Duration.ofMillis(50));
    }

    private static String readiness(NemesisCluster cluster, Collector of) throws Exception {
        return cluster.observer().page(of.http() + "/readyz", Duration.ofSeconds(1));
    }
}
