package org.logbraid.system.sim;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.logbraid.collector.entry.EntryType;
import org.logbraid.collector.journal.EntryHeader;
import org.logbraid.collector.journal.Journal;
import org.logbraid.collector.journal.JournalFullException;
import org.logbraid.collector.journal.JournalReader;
import org.logbraid.collector.journal.Terms;
import org.logbraid.common.disk.Disk;
import org.logbraid.common.disk.DiskFile;
import org.logbraid.common.frame.ByteSink;

/**
 * The journal on a simulated disk: one file of records that are checked when it is opened. Held to the same contract as
 * the real one; what is released is kept all the same, so that an oracle can read the whole log. As in the real one, the
 * file only grows: entries are taken back by a record.
 *
 * <p>Longer than 300 lines because it answers everything that a journal is asked.
 */
public final class SimulatedJournal implements Journal {
    /** What is left of the disk for others when the journal takes no more. */
    private static final long RESERVE_BYTES = 4096;

    private final Disk disk;
    private final Path folder;
    private final DiskFile log;
    private final List<Long> places = new ArrayList<>();
    private final List<EntryHeader> headers = new ArrayList<>();
    private final List<Integer> sums = new ArrayList<>();
    private final long absentEntries;
    private long wantedFrom = Long.MAX_VALUE;
    private final Terms terms = new Terms();
    private long cuts;
    private final ByteSink record = new ByteSink(1024);
    private long end;
    private long appendedBytes;
    private long firstIndex = 1;
    private long before; // entries that never stood here
    private long syncedIndex;
    private long covering; // by the sync that runs
    private Meanwhile meanwhile = () -> {};

    /** What others do while a sync runs. */
    @FunctionalInterface
    interface Meanwhile {
        void happens() throws IOException;
    }

    private SimulatedJournal(Disk disk, Path folder, DiskFile log, long absentEntries) {
        this.disk = disk;
        this.folder = folder;
        this.log = log;
        this.absentEntries = absentEntries;
    }

    /** Opens the journal of a folder; what stands behind the last sound record is cut. */
    public static SimulatedJournal open(Disk disk, Path folder) throws IOException {
        return open(disk, folder, 0);
    }

    /**
     * The same.
     *
     * @param absentEntries how many of the newest entries are kept for members that still want them
     */
    static SimulatedJournal open(Disk disk, Path folder, long absentEntries) throws IOException {
        disk.createFolders(folder);
        DiskFile log = disk.openForWriting(folder.resolve("journal.sim"));
        disk.forceFolder(folder);
        var journal = new SimulatedJournal(disk, folder, log, absentEntries);
        journal.recover();
        return journal;
    }

    private void recover() throws IOException {
        byte[] all = new byte[Math.toIntExact(log.size())];
        log.read(all, 0, all.length, 0);
        for (JournalRecord one = JournalRecord.at(all, 0); one != null; one = JournalRecord.at(all, (int) end)) {
            if (one.header() == null) {
                forget(one.index());
            } else {
                beginAt(end == 0 ? one.index() : before + 1);
                note(one.header(), one.sum());
            }
            end += one.bytes();
        }
        log.truncate(end);
        log.force();
        syncedIndex = lastIndex();
    }

    private void note(EntryHeader header, int sum) {
        places.add(end);
        headers.add(header);
        sums.add(sum);
        terms.appended(header.index(), header.term());
    }

    private void forget(long index) {
        int kept = Math.toIntExact(index - 1 - before);
        places.subList(kept, places.size()).clear();
        headers.subList(kept, headers.size()).clear();
        sums.subList(kept, sums.size()).clear();
        terms.cutFrom(index);
        syncedIndex = Math.min(syncedIndex, index - 1);
        covering = Math.min(covering, index - 1);
    }

    @Override
    public void append(EntryHeader header, byte[] content, int offset, int length) throws IOException {
        if (header.index() != lastIndex() + 1) {
            throw new IllegalArgumentException("index must be " + (lastIndex() + 1) + ", was " + header.index());
        }
        long reserve = header.type() == EntryType.FRAME ? RESERVE_BYTES : RESERVE_BYTES / 2;
        if (disk.usableBytes(folder) < JournalRecord.HEADER_BYTES + length + reserve) {
            throw new JournalFullException("no room for an entry: folder=" + folder);
        }
        int sum = JournalRecord.write(header, content, offset, length, record);
        log.write(record.array(), 0, record.length(), end);
        note(header, sum);
        end += record.length();
        appendedBytes += length;
    }

    @Override
    public long firstIndex() {
        return firstIndex;
    }

    @Override
    public long lastIndex() {
        return before + headers.size();
    }

    private @Nullable EntryHeader last() {
        return headers.isEmpty() ? null : headers.get(headers.size() - 1);
    }

    @Override
    public long lastTerm() {
        EntryHeader last = last();
        return last == null ? 0 : last.term();
    }

    @Override
    public long lastLogTimeNanos() {
        EntryHeader last = last();
        return last == null ? Long.MIN_VALUE : last.logTimeNanos();
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
        return headers.stream().mapToLong(EntryHeader::commitIndex).max().orElse(0);
    }

    @Override
    public long appendedBytes() {
        return appendedBytes;
    }

    @Override
    public long sync() throws IOException {
        long covered = lastIndex();
        covering = covered;
        meanwhile.happens();
        log.force();
        syncedIndex = Math.max(syncedIndex, covering);
        return covered;
    }

    @Override
    public void cutFrom(long index) throws IOException {
        if (index <= lastIndex()) {
            JournalRecord.writeCut(index, record);
            log.write(record.array(), 0, record.length(), end);
            end += record.length();
            forget(index);
            cuts++;
        }
    }

    @Override
    public void beginAt(long index) {
        before = index - 1;
        firstIndex = index;
    }

    @Override
    public void wantedFrom(long index) {
        wantedFrom = index;
    }

    @Override
    public void release(long firstNeededIndex) {
        long wanted = Math.max(wantedFrom, lastIndex() + 1 - absentEntries);
        firstIndex = Math.max(firstIndex, Math.min(Math.min(firstNeededIndex, wanted), lastIndex() + 1));
    }

    /** From now on this happens in the middle of each sync. */
    void duringSyncs(Meanwhile others) {
        meanwhile = others;
    }

    /** Newest entry that a loss of power leaves here for sure. */
    long syncedIndex() {
        return syncedIndex;
    }

    /** The first entry that ever stood here. */
    long begins() {
        return before + 1;
    }

    EntryType typeAt(long index) {
        return headers.get(Math.toIntExact(index - 1 - before)).type();
    }

    int sumAt(long index) {
        return sums.get(Math.toIntExact(index - 1 - before));
    }

    @Override
    public JournalReader openReader() {
        return new Reader(false);
    }

    /** A reader that also reads what was released. */
    public JournalReader openOracle() {
        return new Reader(true);
    }

    @Override
    public void close() throws IOException {
        log.close();
    }

    /** Reads from the same file. */
    private final class Reader implements JournalReader {
        private final boolean oracle;
        private byte[] content = new byte[0];
        private int length;
        private @Nullable EntryHeader header;

        Reader(boolean oracle) {
            this.oracle = oracle;
        }

        @Override
        public boolean read(long index) throws IOException {
            if (index > lastIndex()) {
                return false;
            }
            if (index <= before || (index < firstIndex && !oracle)) {
                throw new IOException("entry is no longer kept: index=" + index + " first=" + firstIndex);
            }
            int row = Math.toIntExact(index - 1 - before);
            long place = places.get(row);
            long next = row + 1 < places.size() ? places.get(row + 1) : end; // with what was taken back between them
            byte[] bytes = new byte[Math.toIntExact(next - place)];
            log.read(bytes, 0, bytes.length, place);
            JournalRecord found = JournalRecord.at(bytes, 0);
            header = found == null ? null : found.header();
            if (found == null || header == null || header.index() != index) {
                throw new IOException("entry is damaged: index=" + index);
            }
            length = found.bytes() - JournalRecord.HEADER_BYTES;
            if (content.length < length) {
                content = new byte[length];
            }
            System.arraycopy(bytes, JournalRecord.HEADER_BYTES, content, 0, length);
            return true;
        }

        @Override
        public EntryHeader header() {
            if (header == null) {
                throw new IllegalStateException("nothing was read yet");
            }
            return header;
        }

        @Override
        public byte[] content() {
            return content;
        }

        @Override
        public int length() {
            return length;
        }

        @Override
        public void close() {} // has nothing of its own
    }
}
