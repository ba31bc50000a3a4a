package org.logbraid.agent.framing;

import java.util.Arrays;
import org.logbraid.agent.TimeFormat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out how the stamps of a source are written ({@code --time auto}) from its first lines: the format that reads most
 * of those that are there when one is first readable. When none reads any of the first {@value #LINES}, the source counts
 * as one without stamps: its lines take the log time of their entry (T9).
 *
 * <p>Not thread-safe: lives on the {@code agent-tail} thread.
 */
final class StampFormatDetector {
    static final int LINES = 20;

    private static final Logger log = LoggerFactory.getLogger(StampFormatDetector.class);

    /** In this order where they read equally many. */
    private static final TimeFormat[] CANDIDATES = {TimeFormat.CLF, TimeFormat.ISO8601, TimeFormat.EPOCH};

    private final StampParsers parsers;
    private final int[] read = new int[CANDIDATES.length];

    StampFormatDetector(StampParsers parsers) {
        this.parsers = parsers;
    }

    /** Tries whole lines of a range; decides if it can. */
    void tryLines(SourceStamps stamps, byte[] bytes, int from, int to) {
        Arrays.fill(read, 0);
        int place = from;
        while (stamps.linesTried < LINES) {
            int newline = Newlines.next(bytes, place, to);
            if (newline < 0) {
                break;
            }
            stamps.linesTried++;
            for (int i = 0; i < CANDIDATES.length; i++) {
                if (parsers.reads(CANDIDATES[i], bytes, place, newline)) {
                    read[i]++;
                }
            }
            place = newline + 1;
        }
        int best = 0;
        for (int i = 1; i < CANDIDATES.length; i++) {
            best = read[i] > read[best] ? i : best;
        }
        if (read[best] > 0) {
            stamps.decide(CANDIDATES[best]);
            log.info("stamps are read as {}: source={}", CANDIDATES[best].word(), stamps.name());
        } else if (stamps.linesTried >= LINES) {
            stamps.decide(TimeFormat.NONE);
            log.info(
                    "none of the first {} lines has a stamp, lines count as written when they arrive: source={}",
                    LINES,
                    stamps.name());
        }
    }
}
