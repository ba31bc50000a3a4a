package org.logbraid.collector.journal.chronicle;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;
import org.logbraid.collector.journal.JournalFullException;
import org.logbraid.common.disk.DiskFullException;

/**
 * Writes the contents of excerpts into their cycle's file by position, not through Chronicle's mapped memory, which stays
 * for headers and indices. Both are the same pages to the kernel, but a page that is written whole is neither zeroed nor
 * faulted in before, and a full disk is an exception before the excerpt is committed, not damage after.
 *
 * <p>Not thread-safe: belongs to the thread that appends.
 */
final class Contents {
    /**
     * Small enough to stay in a core's cache between the two copies. Pieces end where a multiple of it does in the file: the
     * kernel then books each as one large page, and not as many small ones around odd borders.
     */
    private static final int BUFFER_BYTES = 128 * 1024;

    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private @Nullable FileChannel file;

    /** The file of the cycle that is appended to from now on; stays its owner's to close. */
    void into(FileChannel next) {
        file = next;
    }

    /**
     * Puts bytes at a place of the file that no committed excerpt has.
     *
     * @throws JournalFullException when the disk has no room for them: the place is as it was
     */
    void write(byte[] content, int offset, int length, long position) throws IOException {
        FileChannel to = file;
        if (to == null) {
            throw new IllegalStateException("no cycle has been begun");
        }
        int taken = 0;
        try {
            while (taken < length) {
                int upToBorder = BUFFER_BYTES - (int) ((position + taken) % BUFFER_BYTES);
                int part = Math.min(upToBorder, length - taken);
                buffer.clear().put(content, offset + taken, part).flip();
                taken += part;
                drain(to, position + taken - part);
            }
        } catch (IOException e) {
            if (!DiskFullException.isFull(e)) {
                throw e;
            }
            clear(to, position, position + taken - buffer.remaining());
            throw new JournalFullException("the disk is full: " + e.getMessage());
        }
    }

    /** Chronicle takes whatever is not zero behind the last excerpt for the next one's header. */
    private void clear(FileChannel to, long from, long end) throws IOException {
        for (long at = from; at < end; at += buffer.limit()) {
            buffer.clear().limit((int) Math.min(BUFFER_BYTES, end - at));
            while (buffer.hasRemaining()) {
                buffer.put((byte) 0);
            }
            buffer.flip();
            drain(to, at);
        }
    }

    private void drain(FileChannel to, long position) throws IOException {
        while (buffer.hasRemaining()) {
            to.write(buffer, position + buffer.position());
        }
    }
}
