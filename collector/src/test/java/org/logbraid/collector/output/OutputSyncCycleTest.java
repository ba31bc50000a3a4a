package org.logbraid.collector.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.logbraid.common.disk.DiskFile;
import org.logbraid.common.disk.NioDisk;
import org.logbraid.common.testing.ForwardingDisk;
import org.logbraid.common.testing.ForwardingFile;
import org.logbraid.common.wire.InstanceId;

/** Syncs of text on a thread of their own. */
class OutputSyncCycleTest {
    private static final int SYNCS = 50_000;

    @TempDir
    Path folder;

    private volatile int begun;
    private volatile int forced;
    private volatile boolean over;

    /** Forces nothing, and notes which sync had begun by then. */
    private final class NotingDisk extends ForwardingDisk {
        NotingDisk() {
            super(new NioDisk());
        }

        @Override
        public DiskFile openForWriting(Path path) throws IOException {
            return new ForwardingFile(super.openForWriting(path)) {
                @Override
                public void force() {
                    int found = begun;
                    for (int i = 0; i < 20; i++) {
                        Thread.onSpinWait(); // it takes a while
                    }
                    forced = found;
                }
            };
        }
    }

    @Test
    @Timeout(60)
    @DisplayName("a sync has ended only when files were forced after it had begun, however the threads' turns fall")
    void endsNoSyncThatWasNotMade() throws Exception {
        // given
        var disk = new NotingDisk();
        var cycle = new OutputSyncCycle(() -> {}, () -> {});
        var thread = new Thread(() -> turn(cycle));
        try (OutputHistory history = OutputHistory.open(disk, folder);
                var outputs = new OutputFolder(disk, folder, history, false, RoomNotices.inLog())) {
            outputs.belongsTo(new InstanceId(1, 1));
            Output output = outputs.open("merged.log", 1);
            thread.start();

            for (int i = 1; i <= SYNCS; i++) {
                // when
                output.write(new byte[] {'\n'}, 0, 1);
                output.flush();
                begun = i;
                cycle.begin(outputs);
                while (!cycle.hasEnded()) {
                    Thread.onSpinWait();
                }

                // then
                assertThat(forced).isEqualTo(i);
            }
        } finally {
            over = true;
            thread.join();
        }
    }

    private void turn(OutputSyncCycle cycle) {
        while (!over) {
            try {
                int unused = cycle.turn();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
