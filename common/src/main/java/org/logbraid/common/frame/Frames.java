package org.logbraid.common.frame;

/**
 * Layout and limits of a frame's body, the same on the wire and in the journal. {@code docs/format.md} draws it.
 * Stateless.
 */
public final class Frames {
    public static final int VERSION = 1;

    /** Bytes before the slices. */
    public static final int HEADER_BYTES = 40;

    /** Largest body, header and slices included. */
    public static final int MAX_BODY_BYTES = 2 * 1024 * 1024;

    /** Largest block of lines before compression: leaves room for lengths and times of very short lines. */
    public static final int MAX_BLOCK_BYTES = 1024 * 1024 + 64 * 1024;

    public static final int MAX_SLICES = 4_096;
    public static final int MAX_PATH_BYTES = 4_096;

    /** A time that could not be read. */
    public static final long NO_TIME = Long.MIN_VALUE;

    /** Greatest length of the head that a generation is known by. */
    public static final int MAX_HEAD_BYTES = 1_024;

    /** Greatest length of the tail before an accepted offset that a generation is resumed by. */
    public static final int MAX_TAIL_BYTES = 4_096;

    static final int FLAG_FIRST_SCAN_DONE = 1;
    static final int FLAG_LZ4 = 2;

    static final int AT_FLAGS = 1;
    static final int AT_SLICES = 2;
    static final int AT_CRC = 4;
    static final int AT_SESSION = 8;
    static final int AT_NUMBER = 16;
    static final int AT_ROUND = 24;
    static final int AT_META_BYTES = 28;
    static final int AT_BLOCK_BYTES = 32;
    static final int AT_RAW_BYTES = 36;

    static final int DATA_NEWLINE_ADDED = 1;
    static final int DATA_UNTIMED = 2;

    private Frames() {}

    /** Of a frame that one has made oneself: whether it says that the first scan is done. */
    public static boolean isFirstScanDone(byte[] array, int bodyOffset) {
        return (array[bodyOffset + AT_FLAGS] & FLAG_FIRST_SCAN_DONE) != 0;
    }

    /** Of a frame that one has made oneself: the round it was made in. */
    public static int round(byte[] array, int bodyOffset) {
        int at = bodyOffset + AT_ROUND;
        return (array[at] & 0xff)
                | (array[at + 1] & 0xff) << 8
                | (array[at + 2] & 0xff) << 16
                | (array[at + 3] & 0xff) << 24;
    }
}
