package org.logbraid.collector.journal;

import java.io.Closeable;
import java.io.IOException;

/**
 * Reads entries by index, checking place and checksum of each. What it lends is valid until the next {@link #read}.
 *
 * <p>Belongs to the thread that opened it.
 */
public interface JournalReader extends Closeable {
    /**
     * Steps onto an entry; the next one in order is quick, any other costs a search.
     *
     * @return false when it has not been appended yet
     * @throws IOException when it is damaged, or below the first one kept: names file and index
     */
    boolean read(long index) throws IOException;

    EntryHeader header();

    /** The content lies here from place 0 on, {@link #length} long; the array may be longer. */
    byte[] content();

    int length();
}
