package org.logbraid.agent.framing;

import org.jspecify.annotations.Nullable;
import org.logbraid.agent.TimeFormat;
import org.logbraid.common.frame.Frames;

/** One parser per format, shared by all sources. Not thread-safe: lives on the {@code agent-tail} thread. */
final class StampParsers {
    private final StampParser clf = new ClfStamps();
    private final StampParser iso = new IsoStamps();
    private final StampParser epoch = new EpochStamps();

    /** Null for lines that are not timed: NONE, and AUTO while it is undecided. */
    @Nullable
    StampParser of(TimeFormat format) {
        return switch (format) {
            case CLF -> clf;
            case ISO8601 -> iso;
            case EPOCH -> epoch;
            case AUTO, NONE -> null;
        };
    }

    boolean reads(TimeFormat format, byte[] bytes, int from, int to) {
        var parser = of(format);
        return parser != null && parser.parse(bytes, from, to) != Frames.NO_TIME;
    }
}
