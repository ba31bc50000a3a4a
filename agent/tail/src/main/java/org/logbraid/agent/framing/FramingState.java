package org.logbraid.agent.framing;

/**
 * Where the framing of one generation stands between two ranges. Set by {@link LineFramer#resume} and
 * {@link LineFramer#frame} only; a few bytes, so that 5,000 files cost nothing.
 *
 * <p>Not thread-safe: lives on the {@code agent-tail} thread.
 */
public final class FramingState {
    /** What the next byte of the file is. */
    enum Place {
        /** The first of a line. */
        LINE_START,
        /** It continues a line of which a piece has been handed on with a newline of ours. */
        BEHIND_PIECE,
        /** It belongs to the rest of a long line, which is not handed on. */
        SKIPPING
    }

    final SourceStamps stamps;
    Place place = Place.LINE_START;

    /** @param stamps how stamps of the source are read; shared by all generations of the source */
    public FramingState(SourceStamps stamps) {
        this.stamps = stamps;
    }
}
