package org.logbraid.collector.join;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.logbraid.collector.peers.PeerMessage.Ask;
import org.logbraid.collector.peers.PeerMessage.Result;
import org.logbraid.collector.peers.PeerMessage.Told;
import org.logbraid.common.disk.Disk;
import org.logbraid.common.disk.DiskFile;
import org.logbraid.common.testing.Crash;
import org.logbraid.common.testing.DiskTrouble;
import org.logbraid.common.testing.Fuse;
import org.logbraid.common.testing.SimulatedDisk;
import org.logbraid.common.testing.SimulatedTime;
import org.logbraid.common.wire.InstanceId;

class FetchedOutputTest {
    private static final Path DATA = Path.of("/data");
    private static final Path OUT = Path.of("/out");
    private static final Path MERGED = OUT.resolve("merged.log");
    private static final Path ASIDE = OUT.resolve("merged.log.before-00000000");
    private static final InstanceId LOG = new InstanceId(3, 4);
    private static final String OWN = "one\ntwo\n";
    private static final int MOST_OPERATIONS = 200;

    private SimulatedDisk disk = new SimulatedDisk(new SimulatedTime());

    @Test
    @DisplayName("a collector that is killed while it fetches finds its files as they were, or as those of the group")
    void everyCrashLeavesWhatStarts() throws IOException {
        for (String offered : List.of("one\ntwo\nthree\n", "three\n", "one\ntoo\nthree\n", "one\n", "")) {
            everyCrashLeavesWhatStarts(offered);
        }
    }

    private void everyCrashLeavesWhatStarts(String offered) throws IOException {
        boolean goesOn = !offered.isEmpty() && (offered.startsWith(OWN) || OWN.startsWith(offered));
        String after = goesOn && OWN.startsWith(offered) ? OWN : offered;
        int done = 0;
        for (int operations = 0; done == 0 && operations < MOST_OPERATIONS; operations++) {
            // given
            disk = new SimulatedDisk(new SimulatedTime());
            write(disk.mount(), MERGED, OWN);

            // when: it is killed after so many operations, its machine loses its power, and it starts again
            int come = comesTo(
                    operations,
                    killed -> fetch(killed, offered),
                    killed -> JoinFolder.mark(killed, DATA),
                    FetchedOutputTest::finish);
            disk.losePower(new Random(operations));
            boolean fetched = finish(disk.mount()) || come == 3;

            // then
            if (come == 0) {
                assertThat(fetched).isFalse();
                assertThat(text(MERGED)).isEqualTo(OWN);
            } else if (come == 2) {
                assertThat(text(MERGED)).isEqualTo(after);
                assertThat(text(ASIDE)).isEqualTo(goesOn ? null : OWN);
            } else {
                assertThat(text(MERGED)).isEqualTo(fetched ? after : OWN);
                done = come == 3 ? operations : 0;
            }
            assertThat(disk.paths()).noneMatch(path -> path.toString().contains("join"));
        }
        assertThat(done).isPositive();
    }

    @Test
    @DisplayName("what is not there at all is fetched to its place")
    void fetchesWhatIsNotThere() throws IOException {
        Disk mount = disk.mount();
        fetch(mount, "one\n");
        assertThat(text(MERGED)).isNull();

        JoinFolder.mark(mount, DATA);
        finish(mount);

        assertThat(text(MERGED)).isEqualTo("one\n");
    }

    @FunctionalInterface
    private interface Deed {
        void happen(Disk killed) throws IOException;
    }

    /** How many deeds it has done when it is killed. */
    private int comesTo(int operations, Deed... deeds) throws IOException {
        var fuse = new Fuse();
        SimulatedDisk.Mount mount = disk.mount(fuse, DiskTrouble.NONE);
        fuse.light(operations);
        int done = 0;
        try {
            for (Deed deed : deeds) {
                deed.happen(mount);
                done++;
            }
        } catch (Crash e) {
            // as it was to be
        } finally {
            mount.kill();
        }
        return done;
    }

    private static boolean finish(Disk mount) throws IOException {
        return JoinFolder.finish(mount, DATA, DATA.resolve("journal"), OUT);
    }

    private static void fetch(Disk mount, String offered) throws IOException {
        byte[] bytes = offered.getBytes(UTF_8);
        mount.createFolders(DATA);
        try (var output = new FetchedOutput(mount, DATA, OUT, new JoinOffer.Output("merged.log", bytes.length), LOG)) {
            while (!output.isWhole()) {
                output.take(answer(output.ask(1, 1, JoinOffer.FIRST_OUTPUT), bytes));
            }
        }
    }

    private static Told answer(Ask ask, byte[] bytes) {
        int from = (int) ask.from();
        int length = Math.min(ask.length(), bytes.length - from);
        var crc = new CRC32C();
        crc.update(bytes, from, length);
        boolean same = ask.hasSum() && ask.sum() == (int) crc.getValue();
        return new Told(ask.number(), same ? Result.SAME : Result.PIECE, bytes, from, same ? 0 : length);
    }

    private static void write(Disk mount, Path path, String text) throws IOException {
        byte[] bytes = text.getBytes(UTF_8);
        mount.createFolders(Objects.requireNonNull(path.getParent()));
        try (DiskFile file = mount.openForWriting(path)) {
            file.write(bytes, 0, bytes.length, 0);
            file.force();
        }
        mount.forceFolder(Objects.requireNonNull(path.getParent()));
    }

    private @Nullable String text(Path path) {
        byte[] bytes = disk.bytes(path);
        return bytes == null ? null : new String(bytes, UTF_8);
    }
}
