package org.logbraid.common.frame;

/**
 * Walks over the lines of one DATA slice: their lengths and parsed times. Made once and reset; decodes as it goes.
 *
 * <p>Not thread-safe: belongs to its reader.
 */
public final class LineCursor {
    private byte[] meta = new byte[0];
    private int lengthsPlace;
    private int lengthsEnd;
    private int timesPlace;
    private int timesEnd;
    private boolean untimed;
    private long unitNanos;
    private int linesLeft;
    private int length;
    private long inUnits;
    private long time;

    /** Puts the cursor before the first line of the slice that the reader stands on. */
    public void reset(FrameReader slice) {
        reset(
                slice.array(),
                slice.lengthsPlace(),
                slice.lengthsBytes(),
                slice.timesBytes(),
                slice.untimed(),
                slice.unit(),
                slice.lines());
    }

    /** As {@link #reset(FrameReader)}, from places noted earlier; the times stand right behind the lengths. */
    public void reset(
            byte[] array,
            int lengthsAt,
            int lengthsBytes,
            int timesBytes,
            boolean withoutTimes,
            StampUnit unit,
            int lines) {
        meta = array;
        lengthsPlace = lengthsAt;
        lengthsEnd = lengthsAt + lengthsBytes;
        timesPlace = lengthsEnd;
        timesEnd = timesPlace + timesBytes;
        untimed = withoutTimes;
        unitNanos = unit.nanos();
        linesLeft = lines;
        length = 0;
        inUnits = 0;
        time = Frames.NO_TIME;
    }

    /**
     * Steps onto the next line.
     *
     * @return whether there was one
     * @throws MalformedException when the arrays are shorter than they claim; a checked frame never is
     */
    public boolean next() throws MalformedException {
        if (linesLeft == 0) {
            return false;
        }
        linesLeft--;
        byte[] bytes = meta;
        int place = lengthsPlace;
        if (place >= lengthsEnd) {
            throw new MalformedException("fewer line lengths than lines");
        }
        int b = bytes[place++];
        long value = b & 0x7f;
        for (int shift = 7; b < 0; shift += 7) {
            if (place >= lengthsEnd || shift > 63) {
                throw new MalformedException("a line length that does not end");
            }
            b = bytes[place++];
            value |= (long) (b & 0x7f) << shift;
        }
        lengthsPlace = place;
        length += (int) ((value >>> 1) ^ -(value & 1));
        if (!untimed) {
            nextTime(bytes);
        }
        return true;
    }

    private void nextTime(byte[] bytes) throws MalformedException {
        int place = timesPlace;
        if (place >= timesEnd) {
            throw new MalformedException("fewer times than lines");
        }
        int b = bytes[place++];
        long value = b & 0x7f;
        for (int shift = 7; b < 0; shift += 7) {
            if (place >= timesEnd || shift > 63) {
                throw new MalformedException("a time that does not end");
            }
            b = bytes[place++];
            value |= (long) (b & 0x7f) << shift;
        }
        timesPlace = place;
        if (value == 0) {
            time = Frames.NO_TIME;
        } else {
            value--;
            inUnits += (value >>> 1) ^ -(value & 1);
            time = inUnits * unitNanos;
        }
    }

    /** Length of the line with its newline, in bytes of the block. */
    public int length() {
        return length;
    }

    /** Parsed time in nanoseconds since the epoch, or {@link Frames#NO_TIME}. */
    public long time() {
        return time;
    }

    public int linesLeft() {
        return linesLeft;
    }
}
