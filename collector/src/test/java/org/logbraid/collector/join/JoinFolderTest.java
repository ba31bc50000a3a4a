package org.logbraid.collector.join;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.logbraid.common.disk.Disk;
import org.logbraid.common.disk.DiskFile;
import org.logbraid.common.testing.Crash;
import org.logbraid.common.testing.DiskTrouble;
import org.logbraid.common.testing.Fuse;
import org.logbraid.common.testing.SimulatedDisk;
import org.logbraid.common.testing.SimulatedTime;
import org.logbraid.common.wire.InstanceId;

class JoinFolderTest {
    private static final Path DATA = Path.of("/data");
    private static final Path JOURNAL = DATA.resolve("journal");
    private static final Path OUT = Path.of("/out");
    private static final InstanceId LOG = new InstanceId(1, 2);
    private static final int MOST_OPERATIONS = 70;

    private static void put(Disk disk, Path path, String text) throws IOException {
        Path folder = requireNonNull(path.getParent());
        disk.createFolders(folder);
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try (DiskFile file = disk.openForWriting(path)) {
            file.write(bytes, 0, bytes.length, 0);
            file.force();
        }
        disk.forceFolder(folder);
    }

    private static @Nullable String text(SimulatedDisk disk, Path path) {
        byte[] bytes = disk.bytes(path);
        return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
    }

    /** A folder with something old in it, and everything fetched beside it. */
    private static SimulatedDisk fetched() throws IOException {
        var disk = new SimulatedDisk(new SimulatedTime());
        Disk mount = disk.mount();
        put(mount, JOURNAL.resolve("1.old"), "old");
        put(mount, JOURNAL.resolve("2"), "old");
        put(mount, DATA.resolve("snapshot.000000000007"), "old");
        put(mount, DATA.resolve("outputs"), "old");
        put(mount, OUT.resolve("a.log"), "old");
        put(mount, OUT.resolve("b.log"), "old ");
        put(mount, DATA.resolve(JoinFolder.JOURNAL).resolve("2"), "fetched");
        put(mount, DATA.resolve(JoinFolder.JOURNAL).resolve("3"), "fetched");
        put(mount, JoinFolder.snapshot(DATA, 9), "fetched");
        put(mount, DATA.resolve(JoinFolder.HISTORY), "fetched");
        FetchedPlaces.add(mount, DATA, true, 0, LOG, "a.log");
        put(mount, FetchedPlaces.beside(OUT.resolve("a.log")), "fetched");
        FetchedPlaces.add(mount, DATA, false, 4, LOG, "b.log");
        put(mount, FetchedPlaces.beside(OUT.resolve("b.log")), "fetched");
        JoinFolder.mark(mount, DATA);
        return disk;
    }

    private static void finish(Disk disk) throws IOException {
        boolean unused = JoinFolder.finish(disk, DATA, JOURNAL, OUT);
    }

    private static void assertFinished(SimulatedDisk disk) {
        assertThat(disk.paths().stream().filter(path -> path.startsWith(JOURNAL)))
                .containsExactly(JOURNAL.resolve("2"), JOURNAL.resolve("3"));
        assertThat(text(disk, JOURNAL.resolve("2"))).isEqualTo("fetched");
        assertThat(text(disk, JOURNAL.resolve("3"))).isEqualTo("fetched");
        assertThat(disk.paths().stream().filter(path -> DATA.equals(path.getParent())))
                .containsExactly(DATA.resolve("outputs"), DATA.resolve("snapshot.000000000009"));
        assertThat(text(disk, DATA.resolve("outputs"))).isEqualTo("fetched");
        assertThat(text(disk, OUT.resolve("a.log"))).isEqualTo("fetched");
        assertThat(text(disk, OUT.resolve("b.log"))).isEqualTo("old fetched");
        assertThat(disk.paths().stream().filter(path -> path.startsWith(OUT)).map(path -> text(disk, path)))
                .as("what stood there was set aside")
                .containsExactlyInAnyOrder("old", "fetched", "old fetched");
    }

    @Test
    void whatWasFetchedTakesThePlaceOfWhatWasThere() throws IOException {
        SimulatedDisk disk = fetched();

        finish(disk.mount());

        assertFinished(disk);
    }

    /** The process is killed twice in the midst of it, and after one of both the machine loses its power. */
    @Test
    void itComesToItsEndWhereverItIsCutOff() throws IOException {
        for (int first = 0; first < MOST_OPERATIONS; first++) {
            for (int second = 0; second < MOST_OPERATIONS; second++) {
                SimulatedDisk disk = fetched();
                var chance = new Random((long) first * MOST_OPERATIONS + second);
                boolean powerFirst = chance.nextBoolean();
                finishUntilKilled(disk, first, powerFirst, chance);
                finishUntilKilled(disk, second, !powerFirst, chance);

                finish(disk.mount());

                assertFinished(disk);
            }
        }
    }

    private static void finishUntilKilled(SimulatedDisk disk, int operations, boolean losesPower, Random chance)
            throws IOException {
        var fuse = new Fuse();
        fuse.light(operations);
        try {
            finish(disk.mount(fuse, DiskTrouble.NONE));
        } catch (Crash e) {
            assertThat(fuse.isBlown()).isTrue();
        }
        if (losesPower) {
            disk.losePower(chance);
        }
    }
}
