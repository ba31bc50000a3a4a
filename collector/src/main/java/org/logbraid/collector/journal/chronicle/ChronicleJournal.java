package org.logbraid.collector.journal.chronicle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.bytes.SyncMode;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.RollCycles;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import net.openhft.chronicle.wire.DocumentContext;
import net.openhft.chronicle.wire.Wire;
import org.logbraid.collector.journal.EntryHeader;
import org.logbraid.collector.journal.Journal;
import org.logbraid.collector.journal.JournalReader;
import org.logbraid.collector.journal.JournalSettings;
import org.logbraid.collector.journal.chronicle.CycleFiles.CycleFile;
import org.logbraid.common.CloseStack;
import org.logbraid.common.Failpoint;
import org.logbraid.common.clock.Clock;

/**
 * The journal in a Chronicle queue. Cycles are counted by us: a new one begins at each start and whenever a file has
 * reached its size, whatever the wall clock says.
 *
 * <p>Threads as the port says; opened and closed by the thread that wires the process.
 */
public final class ChronicleJournal implements Journal {
    private static final int CHRONICLE_BUSY_MILLIS = 500;
    private static final int DOCUMENT_HEAD_BYTES = 4;

    private final Path folder;
    private final JournalSettings settings;
    private final Clock clock;
    private final Room room;
    private final CycleSync sync;
    private final SingleChronicleQueue queue;
    private final ExcerptAppender appender;
    private final CycleLedger ledger;
    private final Excerpt excerpt = new Excerpt();
    private final Contents contents = new Contents();
    private CloseStack opened = new CloseStack();
    private int begunCycle = -1;
    private int sequence;
    private long cycleWrittenBytes;

    private volatile int cycle;
    private volatile PositionMap map;
    private volatile long firstIndex;
    private volatile long lastIndex;
    private volatile long lastTerm;
    private volatile long lastLogTimeNanos = Long.MIN_VALUE;
    private volatile long knownCommitIndex;
    private volatile long appendedBytes;

    private ChronicleJournal(Path folder, JournalSettings settings, Clock clock, Recovery found, CloseStack opening)
            throws IOException {
        this.folder = folder;
        this.settings = settings;
        this.clock = clock;
        this.room = new Room(folder, settings.reserveBytes(), clock);
        this.cycle = found.lastCycle() + 1;
        this.map = found.map();
        this.ledger = found.ledger();
        this.lastIndex = found.lastIndex();
        this.firstIndex = map.isEmpty() ? lastIndex + 1 : map.firstIndex();
        this.knownCommitIndex = found.commitIndex();
        this.sync = opening.own(new CycleSync(folder));
        this.queue = SingleChronicleQueueBuilder.binary(folder)
                .rollCycle(RollCycles.FAST_HOURLY)
                .timeProvider(() -> cycle * CycleFiles.CYCLE_MILLIS)
                .timeoutMS(CHRONICLE_BUSY_MILLIS)
                .syncMode(SyncMode.NONE)
                .blockSize(settings.blockBytes())
                .build();
        opening.own(queue);
        this.appender = queue.createAppender();
        opening.own(appender);
        appender.singleThreadedCheckDisabled(true);
    }

    /**
     * Opens the journal in a folder, or makes one. Everything kept is read and its checksums are checked, at the speed of
     * the memory; what is kept is durable when this returns.
     *
     * @param clock its monotonic side spaces the looks at the room left, its wall side ages what is no longer needed
     * @throws org.logbraid.collector.journal.DamagedJournalException when something stored cannot be read
     * @throws IOException when another process holds the folder, or another version wrote it: names the folder
     */
    public static ChronicleJournal open(Path folder, JournalSettings settings, Clock clock) throws IOException {
        Path absolute = folder.toAbsolutePath();
        Files.createDirectories(absolute);
        try (var opening = new CloseStack()) {
            opening.own(FolderLock.take(absolute));
            JournalFolder.checkFormat(absolute);
            Recovery.setAsideUnready(absolute);
            var found = new Recovery(absolute);
            found.run();
            JournalFolder.clearStaleLocks(absolute);
            var journal = new ChronicleJournal(absolute, settings, clock, found, opening);
            journal.begin(found.torn());
            journal.opened = opening.release();
            return journal;
        }
    }

    /** Makes durable what was found, learns the newest entry, and takes back what was torn. */
    private void begin(boolean torn) throws IOException {
        for (CycleFile file : CycleFiles.list(folder)) {
            sync.add(file.path());
        }
        sync.sync();
        readNewest();
        if (torn) {
            takeBackFrom(lastIndex + 1);
            sync.sync();
        }
    }

    private void readNewest() throws IOException {
        if (lastIndex < firstIndex) {
            lastTerm = 0;
            lastLogTimeNanos = Long.MIN_VALUE;
            return;
        }
        try (JournalReader reader = openReader()) {
            if (!reader.read(lastIndex)) {
                throw new IOException("the newest entry cannot be read: index=" + lastIndex + " folder=" + folder);
            }
            lastTerm = reader.header().term();
            lastLogTimeNanos = reader.header().logTimeNanos();
        }
    }

    @Override
    public void append(EntryHeader header, byte[] content, int offset, int length) throws IOException {
        if (header.index() != lastIndex + 1) {
            throw new IllegalArgumentException("the next entry is " + (lastIndex + 1) + ", was " + header.index());
        }
        room.take(Excerpt.HEADER_BYTES + DOCUMENT_HEAD_BYTES + length, header.type());
        rollWhenFull(length);
        Failpoint.APPEND.pass();
        excerpt.entry(header, cycle, sequence, content, offset, length);
        write(content, offset, length);
        ledger.note(cycle, cycleWrittenBytes, header.logTimeNanos());
        PositionMap grown = map.with(header.index(), cycle, sequence);
        if (grown != map) {
            map = grown;
        }
        sequence++;
        long appended = appendedBytes + length;
        appendedBytes = appended;
        lastTerm = header.term();
        lastLogTimeNanos = header.logTimeNanos();
        knownCommitIndex = Math.max(knownCommitIndex, header.commitIndex());
        lastIndex = header.index(); // last: a reader may step onto it from here on
        Failpoint.APPEND.pass();
    }

    private void rollWhenFull(int length) {
        if (sequence > 0 && cycleWrittenBytes + Excerpt.HEADER_BYTES + length > settings.cycleBytes()) {
            int following = cycle + 1;
            Failpoint.ROLL.pass();
            cycle = following;
            sequence = 0;
            cycleWrittenBytes = 0;
        }
    }

    /** Appends the excerpt whose header is filled; a partial one is never committed. */
    private void write(byte[] content, int offset, int length) throws IOException {
        boolean whole = false;
        DocumentContext document = appender.writingDocument();
        try {
            if (cycle != begunCycle) { // once, however often its first entry finds no room
                Failpoint.ROLL.pass();
                contents.into(sync.add(CycleFiles.path(folder, cycle)));
                begunCycle = cycle;
                Failpoint.ROLL.pass();
            }
            Wire wire = Objects.requireNonNull(document.wire());
            Bytes<?> bytes = wire.bytes();
            bytes.write(excerpt.header());
            Failpoint.APPEND.pass();
            contents.write(content, offset, length, bytes.writePosition());
            Failpoint.APPEND.pass();
            bytes.writeSkip(length);
            whole = true;
        } finally {
            if (!whole) {
                document.rollbackOnClose();
            }
            document.close();
        }
        if (appender.lastIndexAppended() != queue.rollCycle().toIndex(cycle, sequence)) {
            throw new IOException("the queue put an entry elsewhere: expected=" + cycle + "/" + sequence + " was="
                    + Long.toHexString(appender.lastIndexAppended()) + " folder=" + folder);
        }
        cycleWrittenBytes += DOCUMENT_HEAD_BYTES + Excerpt.HEADER_BYTES + length;
    }

    @Override
    public void cutFrom(long index) throws IOException {
        if (index <= knownCommitIndex) {
            throw new IllegalArgumentException(
                    "entry " + index + " is committed and stays: known commit index is " + knownCommitIndex);
        }
        if (index <= lastIndex) {
            takeBackFrom(index);
        }
    }

    private void takeBackFrom(long index) throws IOException {
        rollWhenFull(0);
        excerpt.cut(index, knownCommitIndex, cycle, sequence);
        write(new byte[0], 0, 0);
        sequence++;
        lastIndex = index - 1;
        map = map.cutFrom(index);
        if (firstIndex > index) {
            firstIndex = index;
        }
        readNewest();
    }

    @Override
    public long sync() throws IOException {
        long covered = lastIndex;
        sync.sync();
        return covered;
    }

    @Override
    public void release(long firstNeededIndex) throws IOException {
        boolean deleted = false;
        var retention = new Retention(room.isScarce() ? settings.keepingNothing() : settings, clock.epochNanos());
        for (CycleFile file : retention.deletable(CycleFiles.list(folder), map, ledger, cycle, firstNeededIndex)) {
            map = map.withoutCyclesUpTo(file.cycle());
            firstIndex = map.firstIndex();
            ledger.forget(file.cycle());
            Files.delete(file.path());
            deleted = true;
        }
        if (deleted) {
            queue.refreshDirectoryListing();
        }
    }

    @Override
    public long firstIndex() {
        return firstIndex;
    }

    @Override
    public long lastIndex() {
        return lastIndex;
    }

    @Override
    public long lastTerm() {
        return lastTerm;
    }

    @Override
    public long lastLogTimeNanos() {
        return lastLogTimeNanos;
    }

    @Override
    public long knownCommitIndex() {
        return knownCommitIndex;
    }

    @Override
    public long appendedBytes() {
        return appendedBytes;
    }

    @Override
    public JournalReader openReader() {
        return new ChronicleJournalReader(this, queue.createTailer(), queue.rollCycle());
    }

    PositionMap map() {
        return map;
    }

    Path folder() {
        return folder;
    }

    @Override
    public void close() throws IOException {
        opened.close();
    }
}
