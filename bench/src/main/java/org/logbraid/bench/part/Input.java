package org.logbraid.bench.part;

import java.nio.file.Path;
import java.util.List;
import org.logbraid.bench.logs.LineMaker;

/**
 * Files that are complete at the start.
 *
 * @param lines in all files together
 */
record Input(List<Path> files, long lines) {
    static final int FILES = 4;

    private static final long MOST_LINES_OF_THE_START = 2_000_000;

    /** How many lines count as the start, in which virtual machines still compile. */
    long markLines() {
        return Math.min(MOST_LINES_OF_THE_START, lines / 2);
    }

    long bytes() {
        return lines * LineMaker.LINE_BYTES;
    }
}
