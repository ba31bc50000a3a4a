package org.logbraid.collector.journal;

import java.io.IOException;

/** The reserve of the journal's disk is reached: nothing was written, and the same append may work later. */
public final class JournalFullException extends IOException {
    private static final long serialVersionUID = 1;

    public JournalFullException(String message) {
        super(message);
    }
}
