package org.logbraid.collector.quorum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.logbraid.collector.Acks;
import org.logbraid.collector.entry.Entry;
import org.logbraid.collector.entry.EntryType;
import org.logbraid.collector.journal.EntryHeader;
import org.logbraid.collector.journal.Journal;
import org.logbraid.collector.journal.JournalFullException;
import org.logbraid.collector.journal.JournalReader;
import org.logbraid.collector.journal.JournalSettings;
import org.logbraid.collector.journal.chronicle.ChronicleJournal;
import org.logbraid.common.channel.AgentsPort;
import org.logbraid.common.clock.Clock;
import org.logbraid.common.disk.NioDisk;

/** Longer than 300 lines because its facts share one way of starting a cycle. */
class QuorumCycleTest {
    @TempDir
    Path folder;

    private final TestClock clock = new TestClock();
    private final AtomicInteger given = new AtomicInteger();

    /** A clock that is moved by hand. */
    private static final class TestClock implements Clock {
        private long nanos = 1_000;

        @Override
        public long epochNanos() {
            return 1_700_000_000_000_000_000L + nanos;
        }

        @Override
        public long monotonicNanos() {
            return nanos;
        }
    }

    /** A journal whose syncs and room are up to the test. */
    private static final class TestJournal implements Journal {
        private final Journal real;
        private boolean full;
        private boolean fullForFrames;
        private int syncs;
        private boolean broken;

        TestJournal(Journal real) {
            this.real = real;
        }

        @Override
        public void append(EntryHeader header, byte[] content, int offset, int length) throws IOException {
            if (full || (fullForFrames && header.type() == EntryType.FRAME)) {
                throw new JournalFullException("full: folder=/somewhere");
            }
            real.append(header, content, offset, length);
        }

        @Override
        public long firstIndex() {
            return real.firstIndex();
        }

        @Override
        public long lastIndex() {
            return real.lastIndex();
        }

        @Override
        public long lastTerm() {
            return real.lastTerm();
        }

        @Override
        public long lastLogTimeNanos() {
            return real.lastLogTimeNanos();
        }

        @Override
        public long knownCommitIndex() {
            return real.knownCommitIndex();
        }

        @Override
        public long appendedBytes() {
            return real.appendedBytes();
        }

        @Override
        public long sync() throws IOException {
            if (broken) {
                throw new IOException("the disk is broken");
            }
            syncs++;
            return real.sync();
        }

        @Override
        public void cutFrom(long index) throws IOException {
            real.cutFrom(index);
        }

        @Override
        public void release(long firstNeededIndex) throws IOException {
            real.release(firstNeededIndex);
        }

        @Override
        public JournalReader openReader() throws IOException {
            return real.openReader();
        }

        @Override
        public void close() throws IOException {
            real.close();
        }
    }

    /** One start of a collector's quorum side. */
    private final class Start implements AutoCloseable {
        private final TestJournal journal;
        private final VoteStore votes;
        private final SyncCycle sync;
        private final QuorumCycle cycle;

        Start(String name) throws IOException {
            votes = VoteStore.open(new NioDisk(), folder, new Random(1));
            journal = new TestJournal(ChronicleJournal.open(folder.resolve("journal"), JournalSettings.DEFAULT, clock));
            sync = new SyncCycle(journal, Acks.SYNCED, clock, () -> {});
            try {
                cycle = QuorumCycle.open(
                        name,
                        Acks.SYNCED,
                        journal,
                        new RecentEntries(0),
                        votes,
                        new Random(2),
                        clock,
                        sync::durable,
                        () -> {});
            } catch (IOException e) {
                close();
                throw e;
            }
        }

        /** Turns until nothing is left to do. */
        void settle() throws IOException {
            for (int i = 0; i < 10; i++) {
                cycle.turn();
                clock.nanos += 3_000_000;
                sync.turn();
            }
        }

        @Override
        public final void close() throws IOException {
            votes.close();
            journal.close();
        }
    }

    private Proposal frame(int size) {
        byte[] content = new byte[size];
        return Proposal.ofFrame(new AgentsPort.Body() {
            @Override
            public byte[] array() {
                return content;
            }

            @Override
            public int length() {
                return size;
            }

            @Override
            public void release() {
                given.incrementAndGet();
            }
        });
    }

    @Test
    void aNewCollectorLeadsAfterItsTermIsOnTheDisk() throws IOException {
        try (var start = new Start("a")) {
            start.settle();

            QuorumView view = start.cycle.view();
            assertThat(view.leading()).isTrue();
            assertThat(view.leader()).isEqualTo("a");
            assertThat(view.term()).isEqualTo(1);
            assertThat(view.commitIndex()).isEqualTo(2);
        }
    }

    @Test
    @DisplayName("G15: acks synced: nothing is committed while no sync has come back")
    void commitsNothingWithoutASync() throws IOException {
        try (var start = new Start("a")) {
            assertThat(start.cycle.offer(frame(10))).isTrue();
            for (int i = 0; i < 10; i++) {
                start.cycle.turn();
            }

            assertThat(start.cycle.view().lastIndex()).isEqualTo(3);
            assertThat(start.cycle.view().commitIndex()).isZero();
            assertThat(start.cycle.view().leading()).isFalse();
        }
    }

    @Test
    void proposalsBecomeEntriesInTheirOrderAndGiveTheirBuffersBack() throws IOException {
        try (var start = new Start("a")) {
            start.settle();
            start.cycle.offer(frame(10));
            start.cycle.offer(Proposal.of(new Entry.Gate("main")));
            start.cycle.offer(frame(20));

            start.settle();

            assertThat(start.cycle.view().commitIndex()).isEqualTo(5);
            assertThat(given).hasValue(2);
            try (JournalReader reader = start.journal.openReader()) {
                reader.read(4);
                assertThat(reader.header().type()).isEqualTo(EntryType.GATE);
                reader.read(5);
                assertThat(reader.length()).isEqualTo(20);
            }
        }
    }

    @Test
    void aRestartRaisesTheTermAndKeepsTheLog() throws IOException {
        try (var start = new Start("a")) {
            start.cycle.offer(frame(10));
            start.settle();
            assertThat(start.cycle.view().commitIndex()).isEqualTo(3);
        }

        try (var start = new Start("a")) {
            start.settle();

            assertThat(start.cycle.view().term()).isEqualTo(2);
            assertThat(start.cycle.view().commitIndex()).isEqualTo(4);
            try (JournalReader reader = start.journal.openReader()) {
                reader.read(4);
                assertThat(reader.header().type()).isEqualTo(EntryType.TERM);
            }
        }
    }

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

    @Test
    void manyEntriesShareASync() throws IOException {
        try (var start = new Start("a")) {
            start.settle();
            int before = start.journal.syncs;
            for (int i = 0; i < 100; i++) {
                start.cycle.offer(frame(100));
            }

            start.settle();

            assertThat(start.journal.syncs - before).isEqualTo(1);
            assertThat(start.cycle.view().commitIndex()).isEqualTo(102);
        }
    }

    @Test
    void aMebibyteDoesNotWaitForTime() throws IOException {
        try (var start = new Start("a")) {
            start.settle();
            start.cycle.offer(frame(1024 * 1024 - 1));
            start.cycle.turn();
            assertThat(start.sync.turn()).isZero();

            start.cycle.offer(frame(1));
            start.cycle.turn();

            assertThat(start.sync.turn()).isEqualTo(1);
        }
    }

    @Test
    void aFailedSyncEndsTheProcess() throws IOException {
        try (var start = new Start("a")) {
            start.settle();
            start.cycle.offer(frame(1));
            start.cycle.turn();
            start.journal.broken = true;
            start.sync.turn();
            clock.nanos += 3_000_000;

            assertThatThrownBy(start.sync::turn).isInstanceOf(IOException.class);
        }
    }

    @Test
    @DisplayName("rule 8: a journal without its votes, or under another name, is refused")
    void whatDoesNotBelongTogetherIsRefused() throws IOException {
        try (var start = new Start("a")) {
            start.settle();
        }
        assertThatThrownBy(() -> new Start("b"))
                .hasMessageContaining("'a'")
                .hasMessageContaining(folder.resolve("votes").toString());

        new NioDisk().delete(folder.resolve("votes"));

        assertThatThrownBy(() -> new Start("a")).hasMessageContaining("file of votes");
    }
}
