package org.logbraid.system.sim;

import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.logbraid.collector.entry.EntryType;
import org.logbraid.collector.journal.EntryHeader;
import org.logbraid.common.frame.ByteSink;
import org.logbraid.common.frame.ByteSource;
import org.logbraid.common.frame.MalformedException;

/**
 * A record of a {@link SimulatedJournal}: its length (4), CRC32C of what follows (4), index, term, log time, commit index
 * (8 each), kind (4), content. One of kind 0 takes back all entries from its index on.
 *
 * @param header of an entry, null where entries are taken back
 * @param index of the entry, or of the first one that is taken back
 * @param bytes how long the record is
 * @param sum of header and content
 */
record JournalRecord(@Nullable EntryHeader header, long index, int bytes, int sum) {
    static final int HEADER_BYTES = 44;
    private static final int CHECKED_FROM = 8;
    private static final int CUT = 0;

    /** Makes a record of an entry; returns its sum. */
    static int write(EntryHeader header, byte[] content, int offset, int length, ByteSink to) {
        return write(header, header.type().code(), content, offset, length, to);
    }

    /** Makes a record that takes entries back. */
    static void writeCut(long index, ByteSink to) {
        int unused = write(new EntryHeader(index, 0, 0, 0, EntryType.CHECK), CUT, new byte[0], 0, 0, to);
    }

    private static int write(EntryHeader header, int kind, byte[] content, int offset, int length, ByteSink to) {
        to.clear();
        to.i32(length);
        to.i32(0);
        to.i64(header.index());
        to.i64(header.term());
        to.i64(header.logTimeNanos());
        to.i64(header.commitIndex());
        to.i32(kind);
        to.bytes(content, offset, length);
        int sum = sum(to.array(), CHECKED_FROM, to.length() - CHECKED_FROM);
        to.i32At(4, sum);
        return sum;
    }

    /** The sound record at a place, or null. */
    static @Nullable JournalRecord at(byte[] bytes, int place) {
        int room = bytes.length - place;
        if (room < HEADER_BYTES) {
            return null;
        }
        var source = new ByteSource();
        source.wrap(bytes, place, HEADER_BYTES);
        try {
            int length = source.i32();
            int sum = source.i32();
            if (length < 0
                    || length > room - HEADER_BYTES
                    || sum != sum(bytes, place + CHECKED_FROM, HEADER_BYTES - CHECKED_FROM + length)) {
                return null;
            }
            long index = source.i64();
            long term = source.i64();
            long logTimeNanos = source.i64();
            long commitIndex = source.i64();
            int kind = source.i32();
            EntryHeader header =
                    kind == CUT ? null : new EntryHeader(index, term, logTimeNanos, commitIndex, EntryType.of(kind));
            return new JournalRecord(header, index, HEADER_BYTES + length, sum);
        } catch (MalformedException e) {
            return null;
        }
    }

    private static int sum(byte[] bytes, int offset, int length) {
        var crc = new CRC32C();
        crc.update(bytes, offset, length);
        return (int) crc.getValue();
    }
}
