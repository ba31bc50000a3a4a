package org.logbraid.collector.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.logbraid.common.testing.Crash;
import org.logbraid.common.testing.DiskTrouble;
import org.logbraid.common.testing.Fuse;
import org.logbraid.common.testing.SimulatedDisk;
import org.logbraid.common.testing.SimulatedTime;
import org.logbraid.common.wire.InstanceId;

class OutputHistoryTest {
    private static final Path DATA = Path.of("/data");
    private static final InstanceId LOG = new InstanceId(1, 2);

    /** Keeps no page that was not forced, and no name either. */
    private static final RandomGenerator NOTHING_STAYS = () -> 0;

    private final SimulatedDisk disk = new SimulatedDisk(new SimulatedTime());

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6})
    @DisplayName("what a start has read stays read, though the process before it was killed before the sync (G15)")
    void whatWasReadAtAStartSurvivesTheNextPowerCut(int operations) throws IOException {
        // given
        disk.mount().createFolders(DATA);
        disk.mount().forceFolder(Path.of("/"));
        var fuse = new Fuse();
        SimulatedDisk.Mount killed = disk.mount(fuse, DiskTrouble.NONE);
        fuse.light(operations);
        assertThatThrownBy(() -> {
                    OutputHistory history = OutputHistory.open(killed, DATA);
                    history.belongsTo(LOG);
                    history.add(OutputHistory.Kind.BEGUN, "merged.log", 3, 0);
                })
                .isInstanceOf(Crash.class);

        // when
        OutputHistory next = OutputHistory.open(disk.mount(), DATA);
        next.belongsTo(LOG);
        long read = next.lengthBytes();
        disk.losePower(NOTHING_STAYS);

        // then
        assertThat(OutputHistory.open(disk.mount(), DATA).lengthBytes()).isEqualTo(read);
    }
}
