package org.logbraid.collector.journal.chronicle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.openhft.chronicle.queue.ExcerptTailer;
import org.logbraid.collector.journal.EntryHeader;
import org.logbraid.collector.journal.Journal;
import org.logbraid.collector.journal.JournalReader;
import org.logbraid.collector.journal.JournalSettings;
import org.logbraid.collector.journal.Terms;
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
    private final Path folder;
    private final JournalSettings settings;
    private final Clock clock;
    private final Room room;
    private final CycleSync sync;
    private final ExcerptWriter writer;
    private final CycleLedger ledger;
    private final Terms terms;
    private final Excerpt excerpt = new Excerpt();

    /**
     * Held while files are deleted, and while a tailer is opened, which first opens the oldest file of all: one that is deleted under
     * its hands it makes anew, empty, and then each new tailer waits half a second for that one's header.
     */
    private final Object oldestFiles = new Object();

    private long wantedFrom = Long.MAX_VALUE;
    private CloseStack opened = new CloseStack();

    private volatile PositionMap map;
    private volatile long firstIndex;
    private volatile long lastIndex;
    private volatile long lastTerm;
    private volatile long lastLogTimeNanos = Long.MIN_VALUE;
    private volatile long knownCommitIndex;
    private volatile long appendedBytes;
    private volatile long cuts;
    private volatile Synced synced = new Synced(0, 0);

    /** What a sync has covered, of the log as it was after so many cuts. */
    private record Synced(long index, long cuts) {}

    private ChronicleJournal(Path folder, JournalSettings settings, Clock clock, Recovery found, CloseStack opening)
            throws IOException {
        this.folder = folder;
        this.settings = settings;
        this.clock = clock;
        this.room = new Room(folder, settings.reserveBytes(), clock);
        this.map = found.map();
        this.ledger = found.ledger();
        this.terms = found.terms();
        this.lastIndex = found.lastIndex();
        this.firstIndex = map.isEmpty() ? lastIndex + 1 : map.firstIndex();
        this.knownCommitIndex = found.commitIndex();
        this.sync = opening.own(new CycleSync(folder));
        this.writer = opening.own(new ExcerptWriter(folder, settings, sync, found.lastCycle() + 1));
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
        synced = new Synced(lastIndex, 0);
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
        room.take(Excerpt.HEADER_BYTES + ExcerptWriter.DOCUMENT_HEAD_BYTES + length, header.type());
        writer.rollWhenFull(length);
        Failpoint.APPEND.pass();
        int cycle = writer.cycle();
        int sequence = writer.sequence();
        excerpt.entry(header, synced(), cycle, sequence, content, offset, length);
        writer.write(excerpt, content, offset, length);
        ledger.note(cycle, writer.cycleBytes(), header.logTimeNanos());
        PositionMap grown = map.with(header.index(), cycle, sequence);
        if (grown != map) {
            map = grown;
        }
        terms.appended(header.index(), header.term());
        long appended = appendedBytes + length;
        appendedBytes = appended;
        lastTerm = header.term();
        lastLogTimeNanos = header.logTimeNanos();
        knownCommitIndex = Math.max(knownCommitIndex, header.commitIndex());
        lastIndex = header.index(); // last: a reader may step onto it from here on
        Failpoint.APPEND.pass();
    }

    /** Newest entry that the disk is known to have. */
    private long synced() {
        Synced known = synced;
        return known.cuts == cuts ? known.index : 0;
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
        writer.rollWhenFull(0);
        long synced = Math.min(synced(), index - 1);
        excerpt.cut(index, knownCommitIndex, synced, writer.cycle(), writer.sequence());
        writer.write(excerpt, new byte[0], 0, 0);
        lastIndex = index - 1;
        map = map.cutFrom(index);
        terms.cutFrom(index);
        if (firstIndex > index) {
            firstIndex = index;
        }
        readNewest();
        long before = cuts;
        cuts = before + 1; // last: a sync that begins from here on covers what takes their places
    }

    @Override
    public void beginAt(long index) {
        if (!map.isEmpty()) {
            throw new IllegalStateException("the journal is not empty: folder=" + folder);
        }
        lastIndex = index - 1;
        firstIndex = index;
    }

    @Override
    public long sync() throws IOException {
        long cutsBefore = cuts;
        long covered = lastIndex;
        sync.sync();
        synced = new Synced(covered, cutsBefore);
        return covered;
    }

    @Override
    public void release(long firstNeededIndex) throws IOException {
        var retention = new Retention(room.isScarce() ? settings.keepingNothing() : settings, clock.epochNanos());
        List<CycleFile> deletable =
                retention.deletable(CycleFiles.list(folder), map, ledger, writer.cycle(), firstNeededIndex, wantedFrom);
        if (deletable.isEmpty()) {
            return;
        }
        synchronized (oldestFiles) {
            for (CycleFile file : deletable) {
                map = map.withoutCyclesUpTo(file.cycle());
                firstIndex = map.firstIndex();
                ledger.forget(file.cycle());
                Files.delete(file.path());
            }
            writer.queue().refreshDirectoryListing();
        }
    }

    @Override
    public void wantedFrom(long index) {
        wantedFrom = index;
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
    public long termAt(long index) {
        return terms.of(index);
    }

    @Override
    public long newestAtOrBelow(long index, long term) {
        return terms.newestAtOrBelow(index, term);
    }

    @Override
    public long cuts() {
        return cuts;
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
        return new ChronicleJournalReader(
                this, new CycleTailers(this::openTailer), writer.queue().rollCycle());
    }

    private ExcerptTailer openTailer() {
        synchronized (oldestFiles) {
            return writer.queue().createTailer();
        }
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
