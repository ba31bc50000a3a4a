package org.logbraid.collector.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.logbraid.common.testing.SimulatedDisk;
import org.logbraid.common.testing.SimulatedTime;

/** Snapshots on a disk that forgets what was not forced. */
class SnapshotStoreTest {
    private static final Path DATA = Path.of("/data");

    private final SimulatedDisk disk = new SimulatedDisk(new SimulatedTime());

    private static Snapshot snapshot(long index) {
        return new Snapshot(index, 0, index, 0, List.of(), new byte[20_000]);
    }

    @Test
    @DisplayName("what was stored is the newest, whole, after a power cut")
    void isDurable() throws Exception {
        for (int seed = 0; seed < 50; seed++) {
            // given
            disk.mount().createFolders(DATA);
            SnapshotStore store = SnapshotStore.open(disk.mount(), DATA);
            long index = 10 + 10L * seed;

            // when
            store.store(snapshot(index));
            disk.losePower(new Random(seed));

            // then
            assertThat(SnapshotStore.open(disk.mount(), DATA).newest())
                    .as("seed " + seed)
                    .isNotNull()
                    .satisfies(newest -> assertThat(newest.index()).isEqualTo(index));
        }
    }
}
