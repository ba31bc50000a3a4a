package org.logbraid.agent.framing;

import org.logbraid.agent.TimeFormat;
import org.logbraid.common.frame.StampUnit;

/**
 * How the stamps of one source are read, and how coarse they have been. With {@link TimeFormat#AUTO} undecided until its
 * first lines were seen. Shared by the generations of the source, so that a rotation does not ask again.
 *
 * <p>Not thread-safe: lives on the {@code agent-tail} thread.
 */
public final class SourceStamps {
    private static final int NOTHING_SEEN = Integer.MAX_VALUE;

    private final String name;
    private TimeFormat format;
    private int fewestDigits = NOTHING_SEEN;

    /** Lines that {@link StampFormatDetector} has tried in vain. */
    int linesTried;

    /**
     * @param name of the source, for people
     * @param format the one that is set; AUTO to find it out
     */
    public SourceStamps(String name, TimeFormat format) {
        this.name = name;
        this.format = format;
    }

    public String name() {
        return name;
    }

    /** The format in use; AUTO while it is undecided. */
    public TimeFormat format() {
        return format;
    }

    /**
     * The coarsest stamp seen so far, whole seconds before the first. A stamp of tenths counts as one of whole seconds: a
     * promise must not be finer than any stamp that may still come.
     */
    public StampUnit resolution() {
        if (fewestDigits < 3 || fewestDigits == NOTHING_SEEN) {
            return StampUnit.SECONDS;
        }
        return fewestDigits < 6 ? StampUnit.MILLIS : fewestDigits < 9 ? StampUnit.MICROS : StampUnit.NANOS;
    }

    void stampSeen(int fractionDigits) {
        fewestDigits = Math.min(fewestDigits, fractionDigits);
    }

    void decide(TimeFormat chosen) {
        format = chosen;
    }
}
