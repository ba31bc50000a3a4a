package org.logbraid.collector.quorum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.logbraid.collector.entry.Entry;
import org.logbraid.common.disk.NioDisk;
import org.logbraid.common.testing.Crash;
import org.logbraid.common.testing.DiskTrouble;
import org.logbraid.common.testing.Fuse;
import org.logbraid.common.testing.SimulatedDisk;
import org.logbraid.common.testing.SimulatedTime;
import org.logbraid.common.wire.InstanceId;

class VoteStoreTest {
    private static final int SLOT_BYTES = 64 * 1024;

    @TempDir
    Path folder;

    private VoteStore open(long seed) throws IOException {
        return VoteStore.open(new NioDisk(), folder, new Random(seed));
    }

    private void damage(int slot) throws IOException {
        try (var file = new RandomAccessFile(folder.resolve("votes").toFile(), "rw")) {
            file.seek((long) slot * SLOT_BYTES + 30);
            int was = file.read();
            file.seek((long) slot * SLOT_BYTES + 30);
            file.write(was ^ 0x10);
        }
    }

    private VoteState votesOfTerms(int count) throws IOException {
        try (VoteStore store = open(1)) {
            for (int term = 1; term <= count; term++) {
                store.store(store.state().vote(term, "a"));
            }
            return store.state();
        }
    }

    @Test
    void theIncarnationIsDrawnOnce() throws IOException {
        InstanceId first;
        try (VoteStore store = open(1)) {
            assertThat(store.fresh()).isTrue();
            first = store.state().incarnation();
        }

        try (VoteStore store = open(2)) {
            assertThat(store.fresh()).isFalse();
            assertThat(store.state().incarnation()).isEqualTo(first);
        }
    }

    /** Entries may be durable a moment after a start: the identity that they were taken under must be, too. */
    @Test
    void anIdentityThatAStartFoundIsThereAfterALossOfPower() throws IOException {
        Path data = Path.of("/data");
        for (int killedAt = 0; killedAt < 20; killedAt++) {
            var disk = new SimulatedDisk(new SimulatedTime());
            var fuse = new Fuse();
            fuse.light(killedAt);
            try (VoteStore killed = VoteStore.open(disk.mount(fuse, DiskTrouble.NONE), data, new Random(1))) {
                assertThat(killed.fresh()).isTrue();
            } catch (Crash e) {
                assertThat(fuse.isBlown()).isTrue();
            }
            InstanceId found;
            try (VoteStore store = VoteStore.open(disk.mount(), data, new Random(2))) {
                found = store.state().incarnation();
            }
            disk.losePower(new Random(killedAt));

            try (VoteStore store = VoteStore.open(disk.mount(), data, new Random(3))) {
                assertThat(store.fresh()).as("killed at %d", killedAt).isFalse();
                assertThat(store.state().incarnation()).isEqualTo(found);
            }
        }
    }

    @Test
    void whatWasStoredIsThereAgain() throws IOException {
        var members = new Entry.Members(
                new InstanceId(5, 6), List.of(new Entry.Member("collector-1", new InstanceId(7, 8), true)));
        VoteState expected;
        try (VoteStore store = open(1)) {
            store.store(store.state().vote(4, "b"));
            store.store(store.state().members(members, 12));
            expected = store.state();
        }

        try (VoteStore store = open(2)) {
            assertThat(store.state()).isEqualTo(expected);
            assertThat(store.state().members()).isEqualTo(members);
        }
    }

    @Test
    void aTornSlotLeavesTheOtherOne() throws IOException {
        votesOfTerms(4); // numbers 2 to 5: the newest is in slot 1, the one before in slot 0

        damage(1);

        try (VoteStore store = open(2)) {
            assertThat(store.state().term()).isEqualTo(3);
            store.store(store.state().vote(9, "a"));
        }
        try (VoteStore store = open(2)) {
            assertThat(store.state().term()).isEqualTo(9);
        }
    }

    @Test
    void withoutASoundSlotItRefusesAndNamesTheFile() throws IOException {
        votesOfTerms(2);

        damage(0);
        damage(1);

        assertThatThrownBy(() -> open(2))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(folder.resolve("votes").toString());
    }
}
