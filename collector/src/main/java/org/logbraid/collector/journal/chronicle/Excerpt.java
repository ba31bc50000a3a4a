package org.logbraid.collector.journal.chronicle;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.logbraid.collector.entry.EntryType;
import org.logbraid.collector.journal.EntryHeader;
import org.logbraid.common.frame.MalformedException;

/**
 * One excerpt of the journal: our own header, little endian, before the content. Reused for one excerpt after the other;
 * {@code docs/format.md} draws it.
 *
 * <p>Not thread-safe: belongs to its writer or reader.
 */
final class Excerpt {
    static final int VERSION = 1;
    static final int HEADER_BYTES = 56;
    static final int ENTRY = 1;
    static final int CUT = 2;

    /** The letters LBJ and the version, as one int. */
    static final int MAGIC = 'L' | 'B' << 8 | 'J' << 16 | VERSION << 24;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle SHORTS =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int LETTERS = 0xff_ffff;

    /** As many entries before it that this disk had not synced yet, or more. */
    private static final int MOST_UNSYNCED = 0xffff;

    private static final int AT_KIND = 4;
    private static final int AT_TYPE = 5;
    private static final int AT_UNSYNCED = 6;
    private static final int AT_LENGTH = 8;
    private static final int AT_CRC = 12;
    private static final int AT_INDEX = 16;
    private static final int AT_TERM = 24;
    private static final int AT_LOG_TIME = 32;
    private static final int AT_COMMIT = 40;
    private static final int AT_CYCLE = 48;
    private static final int AT_SEQUENCE = 52;

    private final byte[] header = new byte[HEADER_BYTES];
    private final CRC32C crc = new CRC32C();

    byte[] header() {
        return header;
    }

    int length() {
        return (int) INTS.get(header, AT_LENGTH);
    }

    long index() {
        return (long) LONGS.get(header, AT_INDEX);
    }

    long term() {
        return (long) LONGS.get(header, AT_TERM);
    }

    long logTimeNanos() {
        return (long) LONGS.get(header, AT_LOG_TIME);
    }

    long commitIndex() {
        return (long) LONGS.get(header, AT_COMMIT);
    }

    /**
     * Newest entry that this disk was known to have when the excerpt was written: nothing up to it may be missing. An older
     * version did not note it, and wrote for a group of one alone, where what is committed is on the disk.
     */
    long syncedIndex() {
        int unsynced = (short) SHORTS.get(header, AT_UNSYNCED) & MOST_UNSYNCED;
        if (unsynced == 0) {
            return commitIndex();
        }
        return unsynced == MOST_UNSYNCED ? 0 : index() - unsynced;
    }

    private static short unsynced(long index, long syncedIndex) {
        return (short) Math.max(1, Math.min(MOST_UNSYNCED, index - syncedIndex));
    }

    boolean isCut() {
        return header[AT_KIND] == CUT;
    }

    int cycle() {
        return (int) INTS.get(header, AT_CYCLE);
    }

    EntryHeader entryHeader() throws MalformedException {
        return new EntryHeader(index(), term(), logTimeNanos(), commitIndex(), EntryType.of(header[AT_TYPE] & 0xff));
    }

    /** Fills the header of an entry that is to stand at a place. */
    void entry(EntryHeader entry, long syncedIndex, int cycle, int sequence, byte[] content, int offset, int length) {
        fill(ENTRY, entry.type().code(), entry.index(), cycle, sequence, length);
        SHORTS.set(header, AT_UNSYNCED, unsynced(entry.index(), syncedIndex));
        LONGS.set(header, AT_TERM, entry.term());
        LONGS.set(header, AT_LOG_TIME, entry.logTimeNanos());
        LONGS.set(header, AT_COMMIT, entry.commitIndex());
        beginSum();
        crc.update(content, offset, length);
        INTS.set(header, AT_CRC, (int) crc.getValue());
    }

    /** Fills the header of a record that takes back all entries from an index on. */
    void cut(long fromIndex, long commitIndex, long syncedIndex, int cycle, int sequence) {
        fill(CUT, 0, fromIndex, cycle, sequence, 0);
        SHORTS.set(header, AT_UNSYNCED, unsynced(fromIndex, syncedIndex));
        LONGS.set(header, AT_TERM, 0L);
        LONGS.set(header, AT_LOG_TIME, 0L);
        LONGS.set(header, AT_COMMIT, commitIndex);
        beginSum();
        INTS.set(header, AT_CRC, (int) crc.getValue());
    }

    private void fill(int kind, int type, long index, int cycle, int sequence, int length) {
        INTS.set(header, 0, MAGIC);
        INTS.set(header, AT_KIND, kind | type << 8);
        INTS.set(header, AT_LENGTH, length);
        LONGS.set(header, AT_INDEX, index);
        INTS.set(header, AT_CYCLE, cycle);
        INTS.set(header, AT_SEQUENCE, sequence);
    }

    private void beginSum() {
        crc.reset();
        crc.update(header, 0, AT_CRC);
        crc.update(header, AT_INDEX, HEADER_BYTES - AT_INDEX);
    }

    /** Whether a whole header of some version stands in the bytes, of which only its place says whether it is true. */
    private @Nullable String checkHeader(int excerptBytes, int cycle, int sequence) {
        int magic = (int) INTS.get(header, 0);
        if ((magic & LETTERS) != (MAGIC & LETTERS)) {
            return "it does not begin as an entry does";
        }
        if (length() != excerptBytes - HEADER_BYTES || (header[AT_KIND] != ENTRY && header[AT_KIND] != CUT)) {
            return "its header is not one";
        }
        if (cycle() != cycle || (sequence >= 0 && (int) INTS.get(header, AT_SEQUENCE) != sequence)) {
            return "it belongs to another place";
        }
        return null;
    }

    /**
     * Checks an excerpt of which the header has been copied to {@link #header}.
     *
     * @param excerptBytes its length, header included
     * @param sequence its place in the cycle, or -1 for any
     * @return what is wrong with it, or null
     */
    @Nullable
    String check(int excerptBytes, int cycle, int sequence, byte[] content) {
        String wrong = checkHeader(excerptBytes, cycle, sequence);
        if (wrong == null) {
            beginSum();
            crc.update(content, 0, excerptBytes - HEADER_BYTES);
            wrong = checkSum();
        }
        return wrong;
    }

    /** As the other one, for an excerpt in a file; copies the header only. */
    @Nullable
    String check(ScannedFile file, long position, int excerptBytes, int cycle, int sequence) throws IOException {
        if (excerptBytes < HEADER_BYTES) {
            return "it is shorter than a header";
        }
        file.read(position, header);
        String wrong = checkHeader(excerptBytes, cycle, sequence);
        if (wrong == null) {
            beginSum();
            file.sum(crc, position + HEADER_BYTES, excerptBytes - HEADER_BYTES);
            wrong = checkSum();
        }
        return wrong;
    }

    private @Nullable String checkSum() {
        return (int) crc.getValue() == (int) INTS.get(header, AT_CRC) ? null : "its checksum does not match";
    }

    /** Of a header whose checksum is right: whether another version of this program wrote it. */
    boolean otherVersion() {
        return header[3] != VERSION;
    }

    int version() {
        return header[3] & 0xff;
    }
}
