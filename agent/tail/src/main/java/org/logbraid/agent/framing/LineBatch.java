package org.logbraid.agent.framing;

import static org.logbraid.common.Checks.requireRange;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.logbraid.common.frame.FrameWriter;
import org.logbraid.common.frame.Frames;
import org.logbraid.common.frame.StampUnit;

/**
 * What {@link LineFramer} found in a range of bytes: lengths and times of lines, and which stretches of the range they
 * are made of. Reused for one range after the other; nothing is made per line.
 *
 * <p>Not thread-safe: lives on the {@code agent-tail} thread.
 */
public final class LineBatch {
    private static final byte[] NOTHING = new byte[0];

    private final int capacity;
    private int[] lengths = new int[1_024];
    private long[] times = new long[1_024];
    private int count;

    private byte[] bytes = NOTHING;
    private int[] stretchFrom = new int[8];
    private int[] stretchLength = new int[8];
    private boolean[] stretchNewline = new boolean[8];
    private int stretches;
    private int stretchEnd;

    private int maxText;
    private int maxCount;
    private int textBytes;
    private int consumedBytes;
    private int longLines;
    private long lastTime;
    private boolean newlineAdded;
    private boolean full;
    private boolean timed;
    private int mostDigits;
    private StampUnit resolution = StampUnit.SECONDS;

    /**
     * Makes an empty one.
     *
     * @param capacity most lines it takes, {@link LineFramer#LEAST_LINES} or more
     */
    public LineBatch(int capacity) {
        requireRange("capacity", capacity, LineFramer.LEAST_LINES, Integer.MAX_VALUE);
        this.capacity = capacity;
    }

    // Written by the framer.

    void begin(byte[] range, boolean withTimes, int maxTextBytes, int maxLines) {
        bytes = range;
        maxText = maxTextBytes;
        maxCount = Math.min(maxLines, capacity);
        timed = withTimes;
        count = 0;
        stretches = 0;
        stretchEnd = -1;
        textBytes = 0;
        consumedBytes = 0;
        longLines = 0;
        lastTime = Frames.NO_TIME;
        newlineAdded = false;
        full = false;
        mostDigits = -1;
    }

    boolean hasRoom(int text) {
        return hasRoom(text, 1);
    }

    /** Whether so much more fits; if not, the batch is full from now on. */
    boolean hasRoom(int text, int lines) {
        full = full || lines > maxCount - count || text > maxText - textBytes;
        return !full;
    }

    /** A line, or a piece of one, that stands in the range with its newline. */
    void add(int from, int lengthBytes, long time) {
        line(lengthBytes, time);
        if (from == stretchEnd) {
            stretchLength[stretches - 1] += lengthBytes;
        } else {
            stretch(from, lengthBytes, false);
        }
        stretchEnd = from + lengthBytes;
    }

    /** A line, or a piece of one, that gets a newline of ours. */
    void addWithNewline(int from, int lengthBytes, long time) {
        line(lengthBytes + 1, time);
        stretch(from, lengthBytes, true);
        stretchEnd = -1;
    }

    private void line(int lengthBytes, long time) {
        if (count == lengths.length) {
            lengths = Arrays.copyOf(lengths, count * 2);
            times = Arrays.copyOf(times, count * 2);
        }
        lengths[count] = lengthBytes;
        times[count++] = time;
        textBytes += lengthBytes;
        if (time != Frames.NO_TIME) {
            lastTime = time;
        }
    }

    private void stretch(int from, int lengthBytes, boolean newline) {
        if (stretches == stretchFrom.length) {
            stretchFrom = Arrays.copyOf(stretchFrom, stretches * 2);
            stretchLength = Arrays.copyOf(stretchLength, stretches * 2);
            stretchNewline = Arrays.copyOf(stretchNewline, stretches * 2);
        }
        stretchFrom[stretches] = from;
        stretchLength[stretches] = lengthBytes;
        stretchNewline[stretches++] = newline;
    }

    void longLine() {
        longLines++;
    }

    void newlineWasAdded() {
        newlineAdded = true;
    }

    void stampSeen(int fractionDigits) {
        mostDigits = Math.max(mostDigits, fractionDigits);
    }

    void end(int consumed, StampUnit coarsest) {
        consumedBytes = consumed;
        resolution = coarsest;
    }

    // Read by the tail.

    /** Lines, pieces of long ones counted each. May be 0 although bytes were consumed: dropped lines leave none. */
    public int count() {
        return count;
    }

    /** Length of a line with its newline. */
    public int length(int line) {
        return lengths[line];
    }

    /** Time of a line in nanoseconds since the epoch, or {@link Frames#NO_TIME}. */
    public long time(int line) {
        return times[line];
    }

    /** The last readable time of the batch, or {@link Frames#NO_TIME}. */
    public long lastTime() {
        return lastTime;
    }

    /** Bytes of all lines, newlines of ours included. */
    public int textBytes() {
        return textBytes;
    }

    /** Bytes of the range that are dealt with, from its start; the slice ends behind them. */
    public int consumedBytes() {
        return consumedBytes;
    }

    /**
     * Whether a limit ended it and the same bytes will go on in the next frame. Otherwise what is left of the range is an
     * unfinished line.
     */
    public boolean isFull() {
        return full;
    }

    /** Whether the last line had no newline in the file (G11). */
    public boolean newlineAdded() {
        return newlineAdded;
    }

    /** Lines of the file that were split, cut or dropped for their length (G10); counted where they begin. */
    public int longLines() {
        return longLines;
    }

    /** What the slice's times are multiples of; null when the source has no stamps and every line takes the log time. */
    public @Nullable StampUnit unit() {
        if (!timed) {
            return null;
        }
        if (mostDigits <= 0) {
            return StampUnit.SECONDS;
        }
        return mostDigits <= 3 ? StampUnit.MILLIS : mostDigits <= 6 ? StampUnit.MICROS : StampUnit.NANOS;
    }

    /** The coarsest stamp seen in the source so far; whole seconds before the first. */
    public StampUnit resolution() {
        return resolution;
    }

    /**
     * Adds text, lengths and times to the slice that was begun with {@link #unit}. The range that was framed must still
     * be as it was.
     */
    public void writeTo(FrameWriter writer) {
        for (int i = 0; i < stretches; i++) {
            writer.bytes(bytes, stretchFrom[i], stretchLength[i]);
            if (stretchNewline[i]) {
                writer.newline();
            }
        }
        for (int i = 0; i < count; i++) {
            writer.line(lengths[i], times[i]);
        }
    }
}
