package org.logbraid.collector.quorum;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.logbraid.collector.Acks;
import org.logbraid.collector.entry.EntryType;
import org.logbraid.collector.journal.EntryHeader;
import org.logbraid.collector.testing.MemoryJournal;
import org.logbraid.common.testing.SimulatedTime;

/** Many entries are synced at once, a lone one soon (G15). */
class SyncCycleTest {
    private static final int MIB = 1024 * 1024;
    private static final Duration ENOUGH = Duration.ofMillis(2);

    private final SimulatedTime time = new SimulatedTime();
    private final MemoryJournal journal = new MemoryJournal();
    private final SyncCycle sync = new SyncCycle(journal, Acks.SYNCED, time.machine(0), () -> {});

    private void append(long index, int bytes) {
        journal.append(new EntryHeader(index, 1, 0, 0, EntryType.FRAME), new byte[bytes], 0, bytes);
    }

    @Test
    @DisplayName("G15: a lone entry is synced when it is two milliseconds old")
    void aLoneEntryIsSyncedSoon() throws IOException {
        append(1, 10);

        assertThat(sync.turn()).isZero();
        time.advance(ENOUGH.minusNanos(1));
        assertThat(sync.turn()).isZero();
        time.advance(Duration.ofNanos(1));
        assertThat(sync.turn()).isEqualTo(1);
        assertThat(sync.durable()).isEqualTo(new Durable(1, 0));
    }

    @Test
    @DisplayName("G15: a MiB is synced at once, with all that came before it")
    void aMebibyteIsSyncedAtOnce() throws IOException {
        append(1, 10);
        append(2, MIB);

        assertThat(sync.turn()).isEqualTo(1);
        assertThat(sync.durable()).isEqualTo(new Durable(2, 0));
    }

    @Test
    void restsBrieflyOnlyWhileAnEntryWaits() throws IOException {
        sync.turn();
        assertThat(sync.mostRestNanos()).isEqualTo(Long.MAX_VALUE);

        append(1, 10);
        sync.turn();
        assertThat(sync.mostRestNanos()).isLessThan(ENOUGH.toNanos());

        time.advance(ENOUGH);
        sync.turn();
        sync.turn();
        assertThat(sync.mostRestNanos()).isEqualTo(Long.MAX_VALUE);
    }
}
