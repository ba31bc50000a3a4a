package org.logbraid.collector.journal;

import java.io.IOException;

/** Something that was stored, and is needed, cannot be read back. Names file and index, and what to do. */
public final class DamagedJournalException extends IOException {
    private static final long serialVersionUID = 1;

    public DamagedJournalException(String message) {
        super(message);
    }
}
