package org.logbraid.collector.journal.chronicle;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/**
 * A cycle's file read through a small window. Not mapped: a file is mostly a hole behind its end, and on some file systems
 * looking at a hole through a mapping takes room on the disk.
 *
 * <p>Not thread-safe: belongs to the thread that opens the journal.
 */
final class ScannedFile implements Closeable {
    private static final int WINDOW_BYTES = 256 * 1024;

    private final FileChannel channel;
    private final long size;
    private final ByteBuffer window = ByteBuffer.allocateDirect(WINDOW_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private long windowStart;
    private long windowEnd;

    private ScannedFile(FileChannel channel, long size) {
        this.channel = channel;
        this.size = size;
    }

    static ScannedFile open(Path path) throws IOException {
        FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
        return new ScannedFile(channel, channel.size());
    }

    /** Length when it was opened. */
    long size() {
        return size;
    }

    /** Four bytes as a number; the place is at least four bytes before the end. */
    int intAt(long position) throws IOException {
        if (position < windowStart || position + Integer.BYTES > windowEnd) {
            fill(position);
        }
        return window.getInt((int) (position - windowStart));
    }

    /** Copies bytes from a place on. */
    void read(long position, byte[] into) throws IOException {
        if (position < windowStart || position + into.length > windowEnd) {
            fill(position);
        }
        window.get((int) (position - windowStart), into);
    }

    /** Adds bytes to a checksum. */
    void sum(CRC32C crc, long position, long length) throws IOException {
        long at = position;
        long end = position + length;
        while (at < end) {
            if (at < windowStart || at >= windowEnd) {
                fill(at);
            }
            int from = (int) (at - windowStart);
            int count = (int) Math.min(end - at, windowEnd - at);
            crc.update(window.slice(from, count));
            at += count;
        }
    }

    private void fill(long position) throws IOException {
        window.clear();
        windowStart = position;
        while (window.hasRemaining() && windowStart + window.position() < size) {
            if (channel.read(window, windowStart + window.position()) < 0) {
                throw new EOFException("a journal file became shorter while it was read");
            }
        }
        windowEnd = windowStart + window.position();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
