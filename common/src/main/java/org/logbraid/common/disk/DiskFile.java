package org.logbraid.common.disk;

import java.io.Closeable;
import java.io.IOException;

/** An open file; goes on when its name is gone. Belongs to the thread that opened it, unless said otherwise there. */
public interface DiskFile extends Closeable {
    /**
     * Reads bytes at a place.
     *
     * @return how many were read, at most {@code length}; 0 at or beyond the end
     */
    int read(byte[] into, int offset, int length, long position) throws IOException;

    /**
     * Reads bytes at a place, as many as there are.
     *
     * @return how many were read; less than {@code length} only where the file ends
     */
    default int readAll(byte[] into, int offset, int length, long position) throws IOException {
        int count = 0;
        for (int got = 1; got > 0 && count < length; count += got) {
            got = read(into, offset + count, length - count, position + count);
        }
        return count;
    }

    /**
     * Writes all of the bytes at a place, beyond the end too. They are not durable before {@link #force}.
     *
     * @throws DiskFullException when there is no room; a part may have been written
     */
    void write(byte[] from, int offset, int length, long position) throws IOException;

    /** Length in bytes, now. */
    long size() throws IOException;

    /** Cuts the file; never used on a merged file that a reader may have open. */
    void truncate(long sizeBytes) throws IOException;

    /** Returns when everything written before is durable; an exception means that nothing of it can be trusted. */
    void force() throws IOException;
}
