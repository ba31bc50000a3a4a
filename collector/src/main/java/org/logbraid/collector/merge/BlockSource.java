package org.logbraid.collector.merge;

import java.io.IOException;
import org.logbraid.common.frame.FrameReader;
import org.logbraid.common.frame.MalformedException;

/**
 * Reads a committed FRAME entry again when its lines wait and its block was dropped from the cache. It needs a journal
 * reader of its own: the one that apply reads from stays where it is.
 *
 * <p>Belongs to the {@code collector-merge} thread.
 */
@FunctionalInterface
public interface BlockSource {
    /**
     * Lets the reader take the content of an entry.
     *
     * @param index an entry at or after the first one that the state still needs
     * @param into {@link FrameReader#wrap wraps} the content, which is valid until the next call
     */
    void read(long index, FrameReader into) throws IOException, MalformedException;
}
