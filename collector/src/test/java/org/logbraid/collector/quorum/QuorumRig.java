package org.logbraid.collector.quorum;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.io.TempDir;
import org.logbraid.collector.Acks;
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

/** What tests of the quorum side of a collector share: starts of it on a real journal, by a clock that is moved by hand. */
abstract class QuorumRig {
    @TempDir
    Path folder;

    final TestClock clock = new TestClock();
    final AtomicInteger given = new AtomicInteger();

    /** A clock that is moved by hand. */
    static final class TestClock implements Clock {
        long nanos = 1_000;

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
    static final class TestJournal implements Journal {
        private final Journal real;
        boolean full;
        boolean fullForFrames;
        int syncs;
        boolean broken;

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
        public long termAt(long index) {
            return real.termAt(index);
        }

        @Override
        public long newestAtOrBelow(long index, long term) {
            return real.newestAtOrBelow(index, term);
        }

        @Override
        public long cuts() {
            return real.cuts();
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
        public void beginAt(long index) {
            real.beginAt(index);
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
    final class Start implements AutoCloseable {
        final TestJournal journal;
        private final VoteStore votes;
        final SyncCycle sync;
        final QuorumCycle cycle;

        Start(String name) throws IOException {
            votes = VoteStore.open(new NioDisk(), folder, new Random(1));
            journal = new TestJournal(ChronicleJournal.open(folder.resolve("journal"), JournalSettings.DEFAULT, clock));
            sync = new SyncCycle(journal, Acks.SYNCED, clock, () -> {});
            try {
                cycle = QuorumCycle.open(
                        Membership.alone(name, Acks.SYNCED),
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
        public void close() throws IOException {
            votes.close();
            journal.close();
        }
    }

    Proposal frame(int size) {
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
}
