package org.logbraid.collector.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.logbraid.common.testing.Seeds;
import org.logbraid.common.testing.SimulatedDisk;
import org.logbraid.common.testing.SimulatedTime;
import org.logbraid.common.wire.InstanceId;

/**
 * Whatever step of writing, forcing, ending and snapshotting a crash comes at, the replay leaves the same files, byte for
 * byte, and what a reader saw of a file is never replaced.
 */
@DisplayName("G3, G6: output files survive crashes at any step")
class OutputCrashTest {
    private static final Path OUT = Path.of("/out");
    private static final Path DATA = Path.of("/data");
    private static final InstanceId LOG = new InstanceId(0x1234567890abcdefL, 42);
    private static final int ENTRIES = 60;

    /** What an entry does: writes, or ends the file. */
    private record Step(byte[] lines, boolean ends) {}

    @Seeds
    void theSameFilesComeOutAfterAnyCrash(long seed) throws IOException {
        // given
        var random = new Random(seed);
        List<Step> log = log(random);
        Map<Path, byte[]> expected = expected(log);
        var disk = new SimulatedDisk(new SimulatedTime());
        int crashes = 1 + random.nextInt(6);

        // when
        for (int i = 0; i < crashes; i++) {
            SimulatedDisk.Mount mount = disk.mount();
            run(mount, log, new CountingDisk(mount, random.nextInt(120)), random);
            mount.kill();
            assertNothingTorn(disk, expected, log);
            if (random.nextBoolean()) {
                disk.losePower(random);
            }
        }
        run(disk.mount(), log, new CountingDisk(disk.mount(), Integer.MAX_VALUE), random);

        // then
        var found = new TreeMap<Path, byte[]>();
        disk.paths().stream().filter(path -> path.startsWith(OUT)).forEach(path -> found.put(path, disk.bytes(path)));
        assertThat(found.keySet()).isEqualTo(expected.keySet());
        expected.forEach(
                (path, bytes) -> assertThat(found.get(path)).as(path.toString()).isEqualTo(bytes));
    }

    private static List<Step> log(Random random) {
        return random.ints(ENTRIES, 0, 12)
                .mapToObj(kind -> new Step(lines(random, kind == 1 ? 300_000 : 9_000), kind == 0))
                .toList();
    }

    private static byte[] lines(Random random, int bound) {
        var text = new StringBuilder();
        int length = random.nextInt(bound);
        while (text.length() < length) {
            text.append("line ").append(random.nextInt()).append('\n');
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static Map<Path, byte[]> expected(List<Step> log) {
        var files = new TreeMap<Path, byte[]>();
        var now = new java.io.ByteArrayOutputStream();
        for (int i = 0; i < log.size(); i++) {
            now.writeBytes(log.get(i).lines());
            if (log.get(i).ends() && now.size() > 0) {
                files.put(OUT.resolve(String.format("merged.log.%012d", i + 1)), now.toByteArray());
                now.reset();
            }
        }
        files.put(OUT.resolve("merged.log"), now.toByteArray());
        return files;
    }

    /** G6: whatever is seen of a file before the power goes is the beginning of what it becomes. */
    private static void assertNothingTorn(SimulatedDisk disk, Map<Path, byte[]> expected, List<Step> log) {
        for (Path path : disk.paths()) {
            if (path.startsWith(OUT) && !path.endsWith("merged.log")) {
                assertThat(expected).as(path.toString()).containsKey(path);
                assertThat(disk.bytes(path)).isEqualTo(expected.get(path));
            }
        }
        assertThat(log).hasSize(ENTRIES);
    }

    /** Recovers and applies until the disk dies under it, or to the end. */
    private static void run(SimulatedDisk.Mount mount, List<Step> log, CountingDisk disk, Random random)
            throws IOException {
        try {
            mount.createFolders(OUT);
            SnapshotStore snapshots = SnapshotStore.open(disk, DATA);
            OutputHistory history = OutputHistory.open(disk, DATA);
            var outputs = new OutputFolder(disk, OUT, history, false, RoomNotices.inLog());
            Snapshot from = snapshots.newest();
            long applied = 0;
            if (from != null) {
                outputs.resume(from.outputs(), from.historyBytes());
                applied = from.index();
            }
            outputs.belongsTo(LOG);
            for (long index = applied + 1; index <= log.size(); index++) {
                Output output = outputs.open("merged.log", 1);
                Step step = log.get((int) index - 1);
                output.write(step.lines(), 0, step.lines().length);
                if (step.ends()) {
                    output.end(index);
                }
                int what = random.nextInt(8);
                if (what == 0) {
                    outputs.flush();
                } else if (what == 1) {
                    outputs.force();
                } else if (what == 2 && !outputs.isReplaying()) {
                    outputs.force();
                    snapshots.store(new Snapshot(
                            index, 7, index + 1, outputs.historyBytes(), outputs.states(), new byte[] {1, 2}));
                }
            }
            outputs.force();
            outputs.requireSettled();
        } catch (CountingDisk.Dead e) {
            // the process was killed at this step
        }
    }
}
