package org.logbraid.common.frame;

import java.util.zip.CRC32C;

/**
 * Reads the body of a frame in place. {@link #wrap} checks sizes and checksum; {@link #check} also every slice and line,
 * so that what was checked once can be read later without surprises.
 *
 * <p>Not thread-safe: belongs to its reader. Longer than 300 lines because one layout is read in one place, and half of it
 * are accessors.
 */
public final class FrameReader {
    private final ByteSource header = new ByteSource();
    private final ByteSource meta = new ByteSource();
    private final CRC32C crc = new CRC32C();
    private final LineCursor checker = new LineCursor();

    private byte[] bytes = new byte[0];
    private int bodyOffset;
    private int expectedCrc;
    private int flags;
    private int slices;
    private int slicesLeft;
    private long session;
    private long number;
    private int round;
    private int metaBytes;
    private int blockBytes;
    private int rawBytes;

    private SliceKind kind = SliceKind.OPEN;
    private long generation;
    private byte[] path = new byte[0];
    private Fingerprint fingerprint = new Fingerprint(0, 0, 0);
    private long start;
    private long end;
    private int reason;
    private Resume resume = Resume.NONE;
    private StampUnit unit = StampUnit.SECONDS;
    private StampUnit resolution = StampUnit.SECONDS;
    private int dataFlags;
    private int longLines;
    private int lines;
    private int dataBytes;
    private int lengthsPlace;
    private int lengthsBytes;
    private int timesBytes;
    private int blockOffset;
    private int nextBlockOffset;

    /**
     * Takes a body to read from, where it lies.
     *
     * @throws MalformedException when version, sizes or checksum are wrong
     */
    public void wrap(byte[] array, int offset, int length) throws MalformedException {
        wrapStored(array, offset, length);
        crc.reset();
        crc.update(array, offset + Frames.AT_SESSION, length - Frames.AT_SESSION);
        if ((int) crc.getValue() != expectedCrc) {
            throw new MalformedException("a frame with a wrong checksum");
        }
    }

    /**
     * As {@link #wrap}, for a body of which a checksum around it has been checked already, or that has not left memory since
     * its own was: saves reading all of it once more.
     */
    public void wrapStored(byte[] array, int offset, int length) throws MalformedException {
        if (length < Frames.HEADER_BYTES || length > Frames.MAX_BODY_BYTES) {
            throw new MalformedException("a frame of " + length + " bytes");
        }
        header.wrap(array, offset, length);
        int version = header.u8();
        if (version != Frames.VERSION) {
            throw new MalformedException("a frame of version " + version + ", known is " + Frames.VERSION);
        }
        flags = header.u8();
        slices = header.u16();
        expectedCrc = header.i32();
        session = header.i64();
        number = header.i64();
        round = header.i32();
        metaBytes = header.i32();
        blockBytes = header.i32();
        rawBytes = header.i32();
        if (metaBytes < 0
                || blockBytes < 0
                || rawBytes < 0
                || rawBytes > Frames.MAX_BLOCK_BYTES
                || (long) metaBytes + blockBytes != length - Frames.HEADER_BYTES
                || (!isPacked() && blockBytes != rawBytes)
                || slices > Frames.MAX_SLICES) {
            throw new MalformedException("a frame whose sizes do not add up");
        }
        bytes = array;
        bodyOffset = offset;
        rewind();
    }

    /** Goes back before the first slice. */
    public void rewind() {
        meta.wrap(bytes, bodyOffset + Frames.HEADER_BYTES, metaBytes);
        slicesLeft = slices;
        nextBlockOffset = 0;
    }

    /**
     * Reads all slices and lines once and rewinds.
     *
     * @throws MalformedException when anything is out of its range or does not add up
     */
    public void check() throws MalformedException {
        while (next()) {
            if (kind == SliceKind.DATA) {
                checker.reset(this);
                long sum = 0;
                while (checker.next()) {
                    if (checker.length() < 1 || checker.length() > Frames.MAX_BLOCK_BYTES) {
                        throw new MalformedException("a line of " + checker.length() + " bytes");
                    }
                    sum += checker.length();
                }
                if (sum != dataBytes) {
                    throw new MalformedException("lines that do not add up to their slice");
                }
            }
        }
        if (nextBlockOffset != rawBytes || meta.remaining() != 0) {
            throw new MalformedException("slices that do not add up to their frame");
        }
        rewind();
    }

    /** Steps onto the next slice; the accessors below speak of it. */
    public boolean next() throws MalformedException {
        if (slicesLeft == 0) {
            return false;
        }
        slicesLeft--;
        kind = SliceKind.of(meta.u8());
        generation = meta.i64();
        switch (kind) {
            case OPEN -> {
                path = meta.sized(Frames.MAX_PATH_BYTES);
                fingerprint = new Fingerprint(meta.i64(), meta.i64(), meta.i64());
                start = offset(meta.varint());
                end = start;
            }
            case DATA -> data();
            case CLOSE -> {
                start = offset(meta.varint());
                end = start;
                reason = meta.u8();
                CloseReason.of(reason);
            }
            case GAP -> {
                start = offset(meta.varint());
                end = offset(meta.varint());
                reason = meta.u8();
                GapReason.of(reason);
                if (end <= start) {
                    throw new MalformedException("an empty gap");
                }
            }
        }
        return true;
    }

    private void data() throws MalformedException {
        start = offset(meta.varint());
        end = offset(start + offset(meta.varint()));
        resume = Resume.read(meta);
        int units = meta.u8();
        unit = StampUnit.of(units & 0x0f);
        resolution = StampUnit.of(units >>> 4);
        dataFlags = meta.u8();
        longLines = meta.count(Integer.MAX_VALUE);
        lines = meta.count(rawBytes);
        dataBytes = meta.count(rawBytes - nextBlockOffset);
        lengthsBytes = meta.count(meta.remaining());
        timesBytes = meta.count(meta.remaining() - lengthsBytes);
        lengthsPlace = meta.place();
        meta.skip(lengthsBytes + timesBytes);
        blockOffset = nextBlockOffset;
        nextBlockOffset += dataBytes;
    }

    private static long offset(long value) throws MalformedException {
        if (value < 0) {
            throw new MalformedException("an offset of " + value);
        }
        return value;
    }

    // Of the frame.

    public byte[] array() {
        return bytes;
    }

    public long session() {
        return session;
    }

    public long number() {
        return number;
    }

    public int round() {
        return round;
    }

    public boolean isFirstScanDone() {
        return (flags & Frames.FLAG_FIRST_SCAN_DONE) != 0;
    }

    public boolean isPacked() {
        return (flags & Frames.FLAG_LZ4) != 0;
    }

    /** Bytes of lines when unpacked. */
    public int rawBytes() {
        return rawBytes;
    }

    /**
     * Copies the block of lines, unpacked, to the front of an array.
     *
     * @param into at least {@link #rawBytes} long
     */
    public void unpackBlock(byte[] into) throws MalformedException {
        int at = bodyOffset + Frames.HEADER_BYTES + metaBytes;
        if (isPacked()) {
            Lz4.unpack(bytes, at, blockBytes, into, rawBytes);
        } else {
            System.arraycopy(bytes, at, into, 0, rawBytes);
        }
    }

    /**
     * Copies a part of a block of lines that is not packed to the front of an array.
     *
     * @param from 0 to {@link #rawBytes}
     * @param length at most what is behind {@code from}
     */
    public void copyStored(int from, int length, byte[] into) {
        System.arraycopy(bytes, bodyOffset + Frames.HEADER_BYTES + metaBytes + from, into, 0, length);
    }

    /** Where the slices begin in {@link #array}; {@link #metaBytes} long. */
    public int metaPlace() {
        return bodyOffset + Frames.HEADER_BYTES;
    }

    public int metaBytes() {
        return metaBytes;
    }

    // Of the slice.

    public SliceKind kind() {
        return kind;
    }

    public long generation() {
        return generation;
    }

    /** Of an OPEN: the bytes of the source's path. */
    public byte[] path() {
        return path.clone();
    }

    /** Of an OPEN. */
    public Fingerprint fingerprint() {
        return fingerprint;
    }

    /** First byte in the file; of an OPEN and a CLOSE the same as {@link #end}. */
    public long start() {
        return start;
    }

    /** First byte in the file behind the slice. */
    public long end() {
        return end;
    }

    /** Of a CLOSE. */
    public CloseReason closeReason() throws MalformedException {
        return CloseReason.of(reason);
    }

    /** Of a GAP. */
    public GapReason gapReason() throws MalformedException {
        return GapReason.of(reason);
    }

    // Of a DATA slice.

    /** Without a digest where that is as it was. */
    public Resume resume() {
        return resume;
    }

    public StampUnit unit() {
        return unit;
    }

    public StampUnit resolution() {
        return resolution;
    }

    /** Whether its last line had no newline in the file (G11). */
    public boolean newlineAdded() {
        return (dataFlags & Frames.DATA_NEWLINE_ADDED) != 0;
    }

    /** Whether its lines carry no times at all ({@code --time none}). */
    public boolean untimed() {
        return (dataFlags & Frames.DATA_UNTIMED) != 0;
    }

    /** Lines of the file that were split, cut or dropped for their length (G10). */
    public int longLines() {
        return longLines;
    }

    public int lines() {
        return lines;
    }

    /** Where its lines begin in the unpacked block. */
    public int blockOffset() {
        return blockOffset;
    }

    /** Bytes of its lines in the unpacked block. */
    public int dataBytes() {
        return dataBytes;
    }

    /** Where its line lengths begin in {@link #array}; its times follow them. */
    public int lengthsPlace() {
        return lengthsPlace;
    }

    public int lengthsBytes() {
        return lengthsBytes;
    }

    public int timesBytes() {
        return timesBytes;
    }
}
