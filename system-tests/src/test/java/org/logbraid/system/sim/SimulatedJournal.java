package org.logbraid.system.sim;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
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
import org.logbraid.common.frame.ByteSource;
import org.logbraid.common.frame.MalformedException;

/**
 * The journal on a simulated disk: one file of records that are checked when it is opened. Held to the same contract as
 * the real one; what is released is kept all the same, so that an oracle can read the whole log.
 *
 * <p>A record is its length (4), CRC32C of what follows (4), index, term, log time, commit index (8 each), kind (4),
 * content. Cutting cuts the file.
 */
public final class SimulatedJournal implements Journal {
    private static final int HEADER_BYTES = 44;
    private static final int CHECKED_FROM = 8;

    /** What is left of the disk for others when the journal takes no more. */
    private static final long RESERVE_BYTES = 4096;

    private final Disk disk;
    private final Path folder;
    private final DiskFile log;
    private final List<Long> places = new ArrayList<>();
    private final List<EntryHeader> headers = new ArrayList<>();
    private final Terms terms = new Terms();
    private long cuts;
    private final ByteSink record = new ByteSink(1024);
    private long end;
    private long appendedBytes;
    private long firstIndex = 1;
    private long before; // entries that never stood here

    private SimulatedJournal(Disk disk, Path folder, DiskFile log) {
        this.disk = disk;
        this.folder = folder;
        this.log = log;
    }

    /** Opens the journal of a folder; what stands behind the last sound record is cut. */
    public static SimulatedJournal open(Disk disk, Path folder) throws IOException {
        disk.createFolders(folder);
        DiskFile log = disk.openForWriting(folder.resolve("journal.sim"));
        disk.forceFolder(folder);
        var journal = new SimulatedJournal(disk, folder, log);
        journal.recover();
        return journal;
    }

    private void recover() throws IOException {
        byte[] all = new byte[Math.toIntExact(log.size())];
        log.read(all, 0, all.length, 0);
        for (EntryHeader header = headerAt(all, 0); header != null; header = headerAt(all, (int) end)) {
            if (headers.isEmpty()) {
                beginAt(header.index());
            }
            places.add(end);
            headers.add(header);
            terms.appended(header.index(), header.term());
            end += HEADER_BYTES + lengthAt(all, (int) end);
        }
        log.truncate(end);
        log.force();
    }

    private static int lengthAt(byte[] bytes, int place) {
        try {
            var source = new ByteSource();
            source.wrap(bytes, place, 4);
            return source.i32();
        } catch (MalformedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The header of a sound record, or null. */
    private static @Nullable EntryHeader headerAt(byte[] bytes, int place) {
        int room = bytes.length - place;
        if (room < HEADER_BYTES) {
            return null;
        }
        int length = lengthAt(bytes, place);
        if (length < 0 || length > room - HEADER_BYTES) {
            return null;
        }
        var source = new ByteSource();
        source.wrap(bytes, place + 4, HEADER_BYTES - 4);
        try {
            if (source.i32() != crc(bytes, place + CHECKED_FROM, HEADER_BYTES - CHECKED_FROM + length)) {
                return null;
            }
            return new EntryHeader(source.i64(), source.i64(), source.i64(), source.i64(), EntryType.of(source.i32()));
        } catch (MalformedException e) {
            return null;
        }
    }

    private static int crc(byte[] bytes, int offset, int length) {
        var crc = new CRC32C();
        crc.update(bytes, offset, length);
        return (int) crc.getValue();
    }

    @Override
    public void append(EntryHeader header, byte[] content, int offset, int length) throws IOException {
        if (header.index() != lastIndex() + 1) {
            throw new IllegalArgumentException("index must be " + (lastIndex() + 1) + ", was " + header.index());
        }
        long reserve = header.type() == EntryType.FRAME ? RESERVE_BYTES : RESERVE_BYTES / 2;
        if (disk.usableBytes(folder) < HEADER_BYTES + length + reserve) {
            throw new JournalFullException("no room for an entry: folder=" + folder);
        }
        record.clear();
        record.i32(length);
        record.i32(0);
        record.i64(header.index());
        record.i64(header.term());
        record.i64(header.logTimeNanos());
        record.i64(header.commitIndex());
        record.i32(header.type().code());
        record.bytes(content, offset, length);
        record.i32At(4, crc(record.array(), CHECKED_FROM, record.length() - CHECKED_FROM));
        log.write(record.array(), 0, record.length(), end);
        places.add(end);
        headers.add(header);
        end += record.length();
        appendedBytes += length;
        terms.appended(header.index(), header.term());
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
        log.force();
        return lastIndex();
    }

    @Override
    public void cutFrom(long index) throws IOException {
        if (index <= lastIndex()) {
            int kept = Math.toIntExact(index - 1 - before);
            end = places.get(kept);
            places.subList(kept, places.size()).clear();
            headers.subList(kept, headers.size()).clear();
            log.truncate(end);
            terms.cutFrom(index);
            cuts++;
        }
    }

    @Override
    public void beginAt(long index) {
        before = index - 1;
        firstIndex = index;
    }

    @Override
    public void release(long firstNeededIndex) {
        firstIndex = Math.max(firstIndex, Math.min(firstNeededIndex, lastIndex() + 1));
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
            long next = row + 1 < places.size() ? places.get(row + 1) : end;
            byte[] bytes = new byte[Math.toIntExact(next - place)];
            log.read(bytes, 0, bytes.length, place);
            header = headerAt(bytes, 0);
            if (header == null || header.index() != index) {
                throw new IOException("entry is damaged: index=" + index);
            }
            length = bytes.length - HEADER_BYTES;
            if (content.length < length) {
                content = new byte[length];
            }
            System.arraycopy(bytes, HEADER_BYTES, content, 0, length);
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
        public void close() {
            // has nothing of its own
        }
    }
}
