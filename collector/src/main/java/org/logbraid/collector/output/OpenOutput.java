package org.logbraid.collector.output;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.logbraid.common.Failpoint;
import org.logbraid.common.disk.Disk;
import org.logbraid.common.disk.DiskFile;
import org.logbraid.common.disk.FileStat;

/**
 * One file of an output while it is open. Bytes that stand in it already, from before a crash, are never replaced by
 * others (G6): equal ones are left alone, and those that a power cut took are written again. A page that never reached
 * the disk reads as zeros, so any other difference means that somebody else wrote here.
 *
 * <p>Not thread-safe: belongs to its output.
 */
final class OpenOutput implements Closeable {
    private final Disk disk;
    private final Path path;
    private final DiskFile file;
    private final @Nullable FileStat identity;
    private final boolean cutsAhead;
    private final OutputPlaces places;
    private long existing;

    /**
     * Takes over an open file.
     *
     * @param cutsAhead whether text may be ahead of the journal after a power cut, so that it is cut back
     */
    OpenOutput(Disk disk, Path path, DiskFile file, boolean cutsAhead, OutputPlaces places) throws IOException {
        this.disk = disk;
        this.path = path;
        this.file = file;
        this.identity = disk.stat(path);
        this.cutsAhead = cutsAhead;
        this.places = places;
        this.existing = file.size();
    }

    Path path() {
        return path;
    }

    /** Reads the last 64 KiB below a length. */
    void readTail(long length, TailBytes into) throws IOException {
        byte[] bytes = new byte[(int) Math.min(length, TailBytes.CAPACITY)];
        int count = file.read(bytes, 0, bytes.length, length - bytes.length);
        into.append(bytes, 0, count);
    }

    /**
     * Writes at a place at or behind the end of what was written before.
     *
     * @return whether something was written that did not stand there already
     */
    boolean write(byte[] bytes, int offset, int length, long position) throws IOException {
        int same = position < existing ? checkExisting(bytes, offset, length, position) : 0;
        if (same < length) {
            Failpoint.WRITE.pass();
            file.write(bytes, offset + same, length - same, position + same);
            Failpoint.WRITE.pass();
        }
        return same < length;
    }

    /** How many of the bytes, from the first on, stand there already. */
    private int checkExisting(byte[] bytes, int offset, int length, long position) throws IOException {
        byte[] there = new byte[(int) Math.min(length, existing - position)];
        int count = file.read(there, 0, there.length, position);
        int first = Arrays.mismatch(there, 0, count, bytes, offset, offset + count);
        if (first < 0) {
            return count;
        }
        for (int i = first; i < count; i++) {
            if (there[i] != bytes[offset + i] && there[i] != 0) {
                other(position + i, position + first);
                break;
            }
        }
        return first;
    }

    private void other(long place, long cutAt) throws IOException {
        if (!cutsAhead) {
            throw new OutputMismatchException("output has bytes that the log did not write there: path=" + path
                    + " at=" + place + "; move the file away and put the right one back, or start with new --data and"
                    + " --out");
        }
        cut(cutAt);
    }

    private void cut(long at) throws IOException {
        places.sayCut(path, at, file.size() - at);
        file.truncate(at);
        file.force();
        existing = at;
    }

    /** Makes sure that nothing follows the bytes of the log. */
    void requireNothingBehind(long length) throws IOException {
        long size = file.size();
        if (size > length) {
            if (!cutsAhead) {
                throw new OutputMismatchException("output is longer than the log made it: path=" + path + " length="
                        + size + " log=" + length + "; cut off what somebody else added (truncate -s " + length
                        + "), or start with new --data and --out");
            }
            cut(length);
        }
    }

    /** Whether the file still stands under the name that it was opened by. */
    boolean hasItsName() throws IOException {
        FileStat now = disk.stat(path);
        return now != null && identity != null && now.sameFile(identity);
    }

    void force() throws IOException {
        file.force();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
