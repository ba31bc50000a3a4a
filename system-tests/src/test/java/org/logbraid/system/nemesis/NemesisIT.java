package org.logbraid.system.nemesis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.logbraid.system.process.Folders;
import org.logbraid.system.process.SmallDisk;
import org.logbraid.system.process.SmallJournal;

/**
 * Faults by chance for processes on machines of their own. {@code -Dnemesis.seconds=480} runs longer than a build has
 * time for, {@code -Dnemesis.seed=4711} draws other faults, {@code -Dnemesis.parts=6} has this and the next five seeds run
 * one after the other. {@code -Dnemesis.counts=FILE} adds what happened to three collectors to a file, and says what the
 * sums lack; with {@code -Dnemesis.goals=true} they may lack nothing.
 */
class NemesisIT {
    private static final Duration DURATION = Duration.ofSeconds(Long.getLong("nemesis.seconds", 45));
    private static final long SEED = Long.getLong("nemesis.seed", 1);
    private static final int PARTS = Integer.getInteger("nemesis.parts", 1);
    private static final String COUNTS = System.getProperty("nemesis.counts", "");
    private static final boolean GOALS = Boolean.getBoolean("nemesis.goals");
    private static final int AGENTS = 3;

    /** Some minutes at most, whatever the faults: agents read on from where they were. */
    private static final Duration CATCHING_UP = Duration.ofMinutes(2);

    /** No emptied folder, for nobody else has what was there. */
    private static final Weights ONE_COLLECTOR =
            Weights.all().without(FaultKind.EMPTIED_FOLDER, FaultKind.CLOCK_OF_COLLECTOR, FaultKind.CUT_LEADER);

    private static boolean counted;

    @BeforeEach
    void machines() throws InterruptedException {
        Machines.require();
    }

    @Test
    @DisplayName("G4, G5, G6, G7: one collector and three agents get over kills, pauses, cuts, a full disk and clocks")
    void oneCollectorGetsOverFaults() throws Exception {
        run(1, "", Schedule.of(SEED, DURATION, ONE_COLLECTOR), new FaultCounts());
    }

    static LongStream seeds() {
        return LongStream.range(SEED, SEED + PARTS);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    @DisplayName("G2 to G7, G12: three collectors and three agents get over everything, and have the same file")
    void threeCollectorsGetOverFaults(long seed) throws Exception {
        var counts = new FaultCounts();
        try {
            run(3, SmallJournal.SETTINGS, Schedule.of(seed, DURATION, Weights.all()), counts);
        } finally {
            counts.seed(seed);
            if (!COUNTS.isEmpty()) {
                counts.addTo(Path.of(COUNTS));
                counted = true;
            }
        }
    }

    @AfterAll
    static void tellTheSums() throws IOException {
        if (counted) {
            FaultCounts sums = FaultCounts.in(Path.of(COUNTS));
            List<String> lacking = Goals.nightly().lacking(sums);
            System.out.println("sums of all runs:\n" + sums + "lacking: " + lacking);
            if (GOALS) {
                assertThat(lacking).as(COUNTS).isEmpty();
            }
        }
    }

    private static void run(int collectors, String settings, Schedule schedule, FaultCounts counts) throws Exception {
        Path folder = Path.of("target", "system", "NemesisIT", collectors + "-collectors")
                .toAbsolutePath();
        Machines.removeLeftovers();
        SmallDisk.unmountLeftovers(folder);
        Folders.deleteIfExists(folder);
        Files.createDirectories(folder);
        System.out.println(schedule);
        boolean well = false;
        try (var cluster = new NemesisCluster(folder, collectors, AGENTS, settings, counts)) {
            try {
                cluster.start();
                Nemesis.run(schedule, cluster.world(), counts);
                counts.lines(cluster.finish(CATCHING_UP));
                cluster.stop();
                cluster.assertMerged();
                well = true;
            } finally {
                if (!well) {
                    System.out.println(cluster.said());
                }
            }
        } finally {
            counts.seconds(DURATION.toSeconds());
            counts.result(well);
            System.out.println(counts);
        }
        Folders.deleteIfExists(folder);
    }
}
