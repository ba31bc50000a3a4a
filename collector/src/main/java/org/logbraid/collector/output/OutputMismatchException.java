package org.logbraid.collector.output;

import java.io.IOException;

/**
 * An output's files are not what the log and its snapshots say: the collector must not start, or must not go on. The
 * message names the file and says what to do.
 */
public final class OutputMismatchException extends IOException {
    private static final long serialVersionUID = 1;

    public OutputMismatchException(String message) {
        super(message);
    }
}
