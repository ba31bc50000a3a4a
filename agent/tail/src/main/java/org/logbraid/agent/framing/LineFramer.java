package org.logbraid.agent.framing;

import static org.logbraid.common.Checks.requireRange;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.logbraid.agent.LongLines;
import org.logbraid.agent.TimeFormat;
import org.logbraid.agent.framing.FramingState.Place;
import org.logbraid.common.disk.DiskFile;
import org.logbraid.common.frame.Frames;

/**
 * Cuts the bytes of files into lines and reads their stamps. Keeps no bytes: what follows the last whole line is read
 * again from the file.
 *
 * <p>A line longer than the limit (G10) is split, cut or dropped. Split, its pieces are cut at multiples of the limit from
 * its start; they go into one frame when the line has at most {@link #WHOLE_LINE_BYTES}, and as they come when it is
 * longer, so that memory stays bounded. All but the first carry no time, so that they count as stamped like the first
 * (T9) and keep together. A piece is handed on only when the byte behind it is known: it is the file's newline, or a
 * newline of ours is put before it.
 *
 * <p>So an accepted offset stands behind a newline, behind a piece, behind an unfinished line that was given a newline
 * (G11), or in the part of a long line that is left out. The byte before it tells the first case, and only a line longer
 * than the limit the last: {@link #resume} looks back that far.
 *
 * <p>Not thread-safe: lives on the {@code agent-tail} thread. One serves all sources.
 */
public final class LineFramer {
    /** Lines up to this length have all their pieces in one frame. */
    public static final int WHOLE_LINE_BYTES = 1024 * 1024;

    /** Of a range as long as this something is always taken, if the limits leave room for a whole frame. */
    public static final int LEAST_RANGE_BYTES = WHOLE_LINE_BYTES + 1;

    /** An empty frame has to have room for so much text, or it may never take a long line. */
    public static final int LEAST_TEXT_BYTES = WHOLE_LINE_BYTES + WHOLE_LINE_BYTES / 1024 + 1;

    /** An empty frame has to have room for so many lines, or it may never take a long line. */
    public static final int LEAST_LINES = WHOLE_LINE_BYTES / 1024 + 1;

    private static final int LOOK_BACK_BYTES = 4_096;

    private final int maxLineBytes;
    private final LongLines policy;
    private final StampParsers parsers = new StampParsers();
    private final StampFormatDetector detector = new StampFormatDetector(parsers);
    private final byte[] lookBack = new byte[LOOK_BACK_BYTES];

    /**
     * Makes a framer.
     *
     * @param maxLineBytes 1 KiB to 1 MiB, the newline not counted
     * @param policy what becomes of longer lines
     */
    public LineFramer(int maxLineBytes, LongLines policy) {
        requireRange("max-line-bytes", maxLineBytes, 1024, WHOLE_LINE_BYTES);
        this.maxLineBytes = maxLineBytes;
        this.policy = policy;
    }

    /**
     * Finds out what the byte at an offset is, from those before it: to be called before the first range of a generation
     * that is not read from its very beginning, and whenever reading goes back.
     *
     * @param offset where the next range will begin
     */
    public void resume(FramingState state, DiskFile file, long offset) throws IOException {
        if (offset == 0 || newlineWithin(file, offset, 1)) {
            state.place = Place.LINE_START;
        } else if (policy == LongLines.SPLIT
                || offset <= maxLineBytes
                || newlineWithin(file, offset, maxLineBytes + 1)) {
            state.place = Place.BEHIND_PIECE;
        } else {
            state.place = Place.SKIPPING;
        }
    }

    /** Whether one of the bytes right before an offset is a newline. */
    private boolean newlineWithin(DiskFile file, long offset, int bytesBefore) throws IOException {
        long least = Math.max(0, offset - bytesBefore);
        long end = offset;
        while (end > least) {
            int length = (int) Math.min(LOOK_BACK_BYTES, end - least);
            int read = file.read(lookBack, 0, length, end - length);
            if (Newlines.next(lookBack, 0, read) >= 0) {
                return true;
            }
            end -= length;
        }
        return false;
    }

    /**
     * Takes as many lines of a range as the limits allow. Whoever takes the batch goes on behind
     * {@link LineBatch#consumedBytes}; whoever does not has to {@link #resume}.
     *
     * @param state of the generation
     * @param bytes array that holds the range
     * @param from where the range begins: at the generation's next byte
     * @param to behind its last byte
     * @param last whether the generation is finished and ends there, so that an unfinished line is taken too (G11)
     * @param maxTextBytes room for text, at least {@link #LEAST_TEXT_BYTES} when the frame is empty
     * @param maxLines room for lines, at least {@link #LEAST_LINES} when the frame is empty
     * @param batch to be filled
     */
    public void frame(
            FramingState state,
            byte[] bytes,
            int from,
            int to,
            boolean last,
            int maxTextBytes,
            int maxLines,
            LineBatch batch) {
        var stamps = state.stamps;
        if (stamps.format() == TimeFormat.AUTO) {
            detector.tryLines(stamps, bytes, from, to);
        }
        var parser = parsers.of(stamps.format());
        batch.begin(bytes, parser != null, maxTextBytes, maxLines);
        int place = from;
        while (place < to && !batch.isFull()) {
            int newline = Newlines.next(bytes, place, to);
            int length = newline - place;
            if (newline >= 0 && length <= maxLineBytes && state.place == Place.LINE_START) {
                if (batch.hasRoom(length + 1)) {
                    batch.add(place, length + 1, time(parser, stamps, batch, bytes, place, newline));
                    place = newline + 1;
                }
                continue;
            }
            int next = unusual(state, parser, bytes, place, newline, to, last, batch);
            if (next == place) {
                break;
            }
            place = next;
        }
        batch.end(place - from, stamps.resolution());
    }

    private static long time(
            @Nullable StampParser parser, SourceStamps stamps, LineBatch batch, byte[] bytes, int from, int to) {
        if (parser == null) {
            return Frames.NO_TIME;
        }
        long time = parser.parse(bytes, from, to);
        if (time != Frames.NO_TIME) {
            int digits = parser.fractionDigits();
            batch.stampSeen(digits);
            stamps.stampSeen(digits);
        }
        return time;
    }

    /**
     * What is not a whole line from its start to its newline and within the limit.
     *
     * @return where it goes on; {@code place} when nothing can be taken yet
     */
    private int unusual(
            FramingState state,
            @Nullable StampParser parser,
            byte[] bytes,
            int place,
            int newline,
            int to,
            boolean last,
            LineBatch batch) {
        int textEnd = newline < 0 ? to : newline;
        int behind = newline < 0 ? to : newline + 1;
        boolean starts = state.place == Place.LINE_START;
        if (state.place == Place.SKIPPING || (!starts && newline == place)) {
            state.place = newline < 0 ? Place.SKIPPING : Place.LINE_START;
            return behind;
        }
        boolean whole = newline >= 0 || last;
        int length = textEnd - place;
        boolean isLong = length > maxLineBytes;
        if (!whole && (!isLong || (policy == LongLines.SPLIT && starts && length <= WHOLE_LINE_BYTES))) {
            return place;
        }
        int text = isLong ? textOfLong(length) : length + 1;
        int lines = isLong ? linesOfLong(length) : 1;
        boolean atOnce = policy != LongLines.SPLIT || (whole && length <= WHOLE_LINE_BYTES);
        if (atOnce && !batch.hasRoom(text, lines)) {
            return place;
        }
        long time = starts && lines > 0
                ? time(parser, state.stamps, batch, bytes, place, place + Math.min(length, maxLineBytes))
                : Frames.NO_TIME;
        if (isLong && policy != LongLines.SPLIT) {
            if (policy == LongLines.TRUNCATE) {
                batch.addWithNewline(place, maxLineBytes, time);
            }
            batch.longLine();
            state.place = newline < 0 ? Place.SKIPPING : Place.LINE_START;
            return behind;
        }
        return pieces(state, batch, place, newline, textEnd, whole, time);
    }

    private int textOfLong(int length) {
        return switch (policy) {
            case SPLIT -> length + linesOfLong(length);
            case TRUNCATE -> maxLineBytes + 1;
            case DROP -> 0;
        };
    }

    private int linesOfLong(int length) {
        return switch (policy) {
            case SPLIT -> (length + maxLineBytes - 1) / maxLineBytes;
            case TRUNCATE -> 1;
            case DROP -> 0;
        };
    }

    /** All pieces, or as many as there are and as fit. A line within the limit is its own last piece. */
    private int pieces(
            FramingState state, LineBatch batch, int from, int newline, int textEnd, boolean whole, long firstTime) {
        int place = from;
        long time = firstTime;
        while (textEnd - place > maxLineBytes && batch.hasRoom(maxLineBytes + 1)) {
            if (state.place == Place.LINE_START) {
                batch.longLine();
                state.place = Place.BEHIND_PIECE;
            }
            batch.addWithNewline(place, maxLineBytes, time);
            time = Frames.NO_TIME;
            place += maxLineBytes;
        }
        int rest = textEnd - place;
        if (!whole || batch.isFull() || !batch.hasRoom(rest + 1)) {
            return place;
        }
        if (newline >= 0) {
            batch.add(place, rest + 1, time);
            state.place = Place.LINE_START;
            return newline + 1;
        }
        batch.addWithNewline(place, rest, time);
        batch.newlineWasAdded();
        state.place = Place.BEHIND_PIECE;
        return textEnd;
    }
}
