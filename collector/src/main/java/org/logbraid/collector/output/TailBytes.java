package org.logbraid.collector.output;

import java.util.zip.CRC32C;

/**
 * The last 64 KiB of a file, kept while it is written, so that their checksum costs no reading.
 *
 * <p>Not thread-safe: belongs to its output.
 */
final class TailBytes {
    static final int CAPACITY = 64 * 1024;

    private final byte[] bytes = new byte[CAPACITY];
    private int length;

    void clear() {
        length = 0;
    }

    void append(byte[] from, int offset, int count) {
        if (count >= CAPACITY) {
            System.arraycopy(from, offset + count - CAPACITY, bytes, 0, CAPACITY);
            length = CAPACITY;
            return;
        }
        int kept = Math.min(length, CAPACITY - count);
        System.arraycopy(bytes, length - kept, bytes, 0, kept);
        System.arraycopy(from, offset, bytes, kept, count);
        length = kept + count;
    }

    /** CRC32C of the last 64 KiB when these bytes are added, which they are not. */
    int crcWith(byte[] more, int count) {
        var crc = new CRC32C();
        int taken = Math.min(count, CAPACITY);
        int kept = Math.min(length, CAPACITY - taken);
        crc.update(bytes, length - kept, kept);
        crc.update(more, count - taken, taken);
        return (int) crc.getValue();
    }
}
