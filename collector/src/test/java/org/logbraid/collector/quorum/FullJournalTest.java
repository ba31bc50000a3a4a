package org.logbraid.collector.quorum;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.logbraid.collector.entry.Entry;
import org.logbraid.collector.entry.EntryType;
import org.logbraid.collector.journal.Journal;
import org.logbraid.collector.journal.JournalReader;

/** What becomes of proposals while there is no room for the journal. */
class FullJournalTest extends QuorumRig {
    @Test
    void aFullJournalLetsProposalsWaitAndTheQueueFill() throws IOException {
        try (var start = new Start("a")) {
            start.settle();
            start.journal.full = true;
            int taken = 0;
            for (int i = 0; i < 5_000; i++) {
                taken += start.cycle.offer(frame(1)) ? 1 : 0;
                start.cycle.turn();
            }
            assertThat(taken).isLessThan(2_000);
            assertThat(given).hasValue(0);

            start.journal.full = false;
            clock.nanos += 200_000_000;
            start.settle();

            assertThat(given).hasValue(taken);
            assertThat(start.cycle.view().commitIndex()).isEqualTo(2 + taken);
        }
    }

    @Test
    void othersPassFramesThatFindNoRoom() throws IOException {
        try (var start = new Start("a")) {
            start.settle();
            start.journal.fullForFrames = true;
            start.cycle.offer(frame(10));
            start.cycle.offer(Proposal.of(new Entry.Gate("one")));
            start.cycle.offer(frame(20));
            start.cycle.offer(Proposal.of(new Entry.Gate("two")));
            start.settle();

            assertThat(start.cycle.view().commitIndex()).isEqualTo(4);
            assertThat(start.cycle.isJournalFull()).isTrue();

            start.journal.fullForFrames = false;
            start.cycle.offer(Proposal.of(new Entry.Gate("three")));
            clock.nanos += 200_000_000;
            start.settle();

            assertThat(start.cycle.isJournalFull()).isFalse();
            assertThat(types(start.journal, 3, 7))
                    .containsExactly(EntryType.GATE, EntryType.GATE, EntryType.FRAME, EntryType.FRAME, EntryType.GATE);
            assertThat(given).hasValue(2);
        }
    }

    /** Others that find no room either do not keep frames from being tried again. */
    @Test
    void framesAreTriedAgainThoughOthersFindNoRoomEither() throws IOException {
        try (var start = new Start("a")) {
            start.settle();
            start.journal.full = true;
            start.cycle.offer(frame(10));
            for (int i = 0; i < 100; i++) {
                start.cycle.offer(Proposal.of(new Entry.Gate("again")));
                clock.nanos += 40_000_000;
                start.cycle.turn();
            }
            start.journal.full = false;
            clock.nanos += 100_000_000;
            start.settle();

            assertThat(start.cycle.view().commitIndex()).isEqualTo(2 + 101);
            assertThat(types(start.journal, 3, 3)).containsExactly(EntryType.FRAME);
        }
    }

    private static List<EntryType> types(Journal journal, long from, long to) throws IOException {
        List<EntryType> types = new ArrayList<>();
        try (JournalReader reader = journal.openReader()) {
            for (long index = from; index <= to; index++) {
                reader.read(index);
                types.add(reader.header().type());
            }
        }
        return types;
    }
}
