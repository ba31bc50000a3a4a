package org.logbraid.common.frame;

import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Builds the body of one frame after the other: slices of many generations, and one block with the bytes of their lines.
 * All buffers are reused; nothing is made per line.
 *
 * <p>Use: {@link #begin}, then slices ({@link #open}, {@link #close}, {@link #gap}, or {@link #beginData} with
 * {@link #bytes} and {@link #line} and {@link #endData}), then {@link #finish}.
 *
 * <p>Not thread-safe: lives on the {@code agent-tail} thread.
 */
public final class FrameWriter {
    private static final int TYPICAL_META_BYTES = 64 * 1024;

    private final ByteSink meta = new ByteSink(TYPICAL_META_BYTES);
    private final ByteSink lengths = new ByteSink(TYPICAL_META_BYTES);
    private final ByteSink times = new ByteSink(TYPICAL_META_BYTES);
    private final ByteSink block = new ByteSink(Frames.MAX_BLOCK_BYTES);
    private final ByteSink body = new ByteSink(TYPICAL_META_BYTES);
    private final CRC32C crc = new CRC32C();

    private long session;
    private int round;
    private long number;
    private int slices;
    private boolean firstScanDone;

    private long dataGeneration;
    private long dataStart;
    private int dataBlockStart;
    private int dataLines;
    private long unitNanos;
    private StampUnit unit = StampUnit.SECONDS;
    private boolean untimed;
    private int lastLength;
    private long lastTime;

    /** Starts a new body; forgets what was not finished. */
    public void begin(long sessionNumber, int sessionRound, long frameNumber) {
        session = sessionNumber;
        round = sessionRound;
        number = frameNumber;
        slices = 0;
        firstScanDone = false;
        meta.clear();
        block.clear();
    }

    public long number() {
        return number;
    }

    /** Slices so far, the one that is being written included. */
    public int slices() {
        return slices;
    }

    /** Bytes of lines so far. */
    public int blockBytes() {
        return block.length();
    }

    /** Bytes of slices, lengths and times so far: with {@link #blockBytes} nearly the size of the body. */
    public int metaBytes() {
        return meta.length() + lengths.length() + times.length();
    }

    public boolean isEmpty() {
        return slices == 0 && !firstScanDone;
    }

    /** Says that all files of the agent's first scan have been opened with this frame or before. */
    public void firstScanDone() {
        firstScanDone = true;
    }

    /** A generation begins. The path is the bytes of an absolute path, at most 4,096. */
    public void open(long generation, byte[] path, Fingerprint fingerprint, long startOffset) {
        slices++;
        meta.u8(SliceKind.OPEN.code());
        meta.i64(generation);
        meta.sized(path);
        meta.i64(fingerprint.device());
        meta.i64(fingerprint.inode());
        meta.i64(fingerprint.birthNanos());
        meta.varint(startOffset);
    }

    /** A generation ends, exactly at its end. */
    public void close(long generation, long end, CloseReason reason) {
        slices++;
        meta.u8(SliceKind.CLOSE.code());
        meta.i64(generation);
        meta.varint(end);
        meta.u8(reason.code());
    }

    /** Bytes of a generation, from its end on, that could not be read. */
    public void gap(long generation, long from, long to, GapReason reason) {
        slices++;
        meta.u8(SliceKind.GAP.code());
        meta.i64(generation);
        meta.varint(from);
        meta.varint(to);
        meta.u8(reason.code());
    }

    /**
     * Starts a slice of lines.
     *
     * @param startOffset where its first byte stands in the file
     * @param timeUnit of which all times handed to {@link #line} are multiples; null when no line is timed
     */
    public void beginData(long generation, long startOffset, @Nullable StampUnit timeUnit) {
        slices++;
        dataGeneration = generation;
        dataStart = startOffset;
        dataBlockStart = block.length();
        dataLines = 0;
        untimed = timeUnit == null;
        unit = timeUnit == null ? StampUnit.SECONDS : timeUnit;
        unitNanos = unit.nanos();
        lastLength = 0;
        lastTime = 0;
        lengths.clear();
        times.clear();
    }

    /** Adds bytes of lines to the block; which lines they are is said by {@link #line}. */
    public void bytes(byte[] from, int offset, int length) {
        block.bytes(from, offset, length);
    }

    /** Adds a newline of ours to the block: behind an unfinished line or a piece of a long one. */
    public void newline() {
        block.u8('\n');
    }

    /**
     * Says how long the next line is and when it was written.
     *
     * @param lengthBytes with its newline, 1 or more
     * @param epochNanos a multiple of the unit given to {@link #beginData}, or {@link Frames#NO_TIME}
     */
    public void line(int lengthBytes, long epochNanos) {
        dataLines++;
        lengths.zigzag(lengthBytes - lastLength);
        lastLength = lengthBytes;
        if (untimed) {
            return;
        }
        if (epochNanos == Frames.NO_TIME) {
            times.u8(0);
        } else {
            long inUnits = Math.floorDiv(epochNanos, unitNanos);
            long delta = inUnits - lastTime;
            times.varint(((delta << 1) ^ (delta >> 63)) + 1);
            lastTime = inUnits;
        }
    }

    /** Lines in the slice that is being written. */
    public int dataLines() {
        return dataLines;
    }

    /**
     * Ends the slice of lines.
     *
     * @param endOffset where the first byte behind it stands in the file
     * @param resolution the coarsest stamp seen in the source: promises are rounded down to it
     * @param newlineAdded whether the last line had no newline in the file (G11)
     * @param longLines lines of the file that were split, cut or dropped for their length (G10)
     * @param resume of the file up to the end of this slice; without a digest where that is as it was
     */
    public void endData(long endOffset, StampUnit resolution, boolean newlineAdded, int longLines, Resume resume) {
        meta.u8(SliceKind.DATA.code());
        meta.i64(dataGeneration);
        meta.varint(dataStart);
        meta.varint(endOffset - dataStart);
        resume.write(meta);
        meta.u8(unit.code() | resolution.code() << 4);
        meta.u8((newlineAdded ? Frames.DATA_NEWLINE_ADDED : 0) | (untimed ? Frames.DATA_UNTIMED : 0));
        meta.varint(longLines);
        meta.varint(dataLines);
        meta.varint(block.length() - dataBlockStart);
        meta.varint(lengths.length());
        meta.varint(times.length());
        meta.bytes(lengths.array(), 0, lengths.length());
        meta.bytes(times.array(), 0, times.length());
        lengths.clear();
        times.clear();
    }

    /**
     * Completes the body.
     *
     * @param codec how the block is packed; one that cannot make it smaller leaves it stored
     * @return the body, in this writer's own buffer: valid until the next {@link #finish}
     */
    public ByteSink finish(BlockCodec codec) {
        body.clear();
        finishAt(0, codec);
        return body;
    }

    /**
     * As {@link #finish}, into somebody else's array: saves a copy of all of it.
     *
     * @param into with room for {@link Frames#MAX_BODY_BYTES} from the place on
     * @return length of the body
     */
    public int finish(BlockCodec codec, byte[] into, int place) {
        byte[] own = body.array();
        body.into(into, place);
        try {
            finishAt(place, codec);
            return body.length() - place;
        } finally {
            body.into(own, 0);
        }
    }

    private void finishAt(int place, BlockCodec codec) {
        int raw = block.length();
        for (int i = 0; i < Frames.HEADER_BYTES; i += 8) {
            body.i64(0);
        }
        body.bytes(meta.array(), 0, meta.length());
        int blockStart = body.length();
        int packed = codec.pack(block.array(), 0, raw, body);
        boolean lz4 = packed > 0;
        if (!lz4) {
            packed = raw;
            body.bytes(block.array(), 0, raw);
        }
        byte[] bytes = body.array();
        bytes[place] = Frames.VERSION;
        bytes[place + Frames.AT_FLAGS] =
                (byte) ((firstScanDone ? Frames.FLAG_FIRST_SCAN_DONE : 0) | (lz4 ? Frames.FLAG_LZ4 : 0));
        bytes[place + Frames.AT_SLICES] = (byte) slices;
        bytes[place + Frames.AT_SLICES + 1] = (byte) (slices >>> 8);
        body.i32At(place + Frames.AT_SESSION, (int) session);
        body.i32At(place + Frames.AT_SESSION + 4, (int) (session >>> 32));
        body.i32At(place + Frames.AT_NUMBER, (int) number);
        body.i32At(place + Frames.AT_NUMBER + 4, (int) (number >>> 32));
        body.i32At(place + Frames.AT_ROUND, round);
        body.i32At(place + Frames.AT_META_BYTES, blockStart - place - Frames.HEADER_BYTES);
        body.i32At(place + Frames.AT_BLOCK_BYTES, packed);
        body.i32At(place + Frames.AT_RAW_BYTES, raw);
        crc.reset();
        crc.update(bytes, place + Frames.AT_SESSION, body.length() - place - Frames.AT_SESSION);
        body.i32At(place + Frames.AT_CRC, (int) crc.getValue());
    }
}
