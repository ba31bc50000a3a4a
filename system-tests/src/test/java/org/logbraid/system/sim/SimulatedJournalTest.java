package org.logbraid.system.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.logbraid.collector.journal.Journal;
import org.logbraid.collector.journal.JournalContract;
import org.logbraid.common.testing.Seeds;
import org.logbraid.common.testing.SimulatedDisk;
import org.logbraid.common.testing.SimulatedTime;

/** The journal of the simulation keeps the promises of the real one, so that what the simulation finds is true of both. */
class SimulatedJournalTest extends JournalContract {
    private static final Path FOLDER = Path.of("/data/journal");

    private final SimulatedDisk disk = new SimulatedDisk(new SimulatedTime());

    @Override
    protected Journal open() throws IOException {
        return SimulatedJournal.open(disk.mount(), FOLDER);
    }

    @Seeds
    @DisplayName("G15: what a sync has covered survives a loss of power; of the rest a beginning may")
    void whatWasSyncedSurvivesALossOfPower(long seed) throws IOException {
        // given
        var random = new Random(seed);
        int synced = 1 + random.nextInt(20);
        int appended = synced + random.nextInt(20);
        String filling = "x".repeat(random.nextInt(3_000));
        for (int index = 1; index <= appended; index++) {
            append(index, 1, index + filling);
            if (index == synced) {
                journal.sync();
            }
        }

        // when
        disk.losePower(random);
        journal = open();

        // then
        assertThat(journal.lastIndex()).isBetween((long) synced, (long) appended);
        for (int index = 1; index <= journal.lastIndex(); index++) {
            assertThat(read(index)).isEqualTo(index + filling);
        }
    }
}
