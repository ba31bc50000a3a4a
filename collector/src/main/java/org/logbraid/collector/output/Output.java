package org.logbraid.collector.output;

import java.io.IOException;

/**
 * Takes the merged bytes in their final order. The same bytes written again after a crash go to the same places.
 *
 * <p>Belongs to the {@code collector-merge} thread.
 */
public interface Output {
    /**
     * Appends bytes, whole lines; they are copied before this returns. While the disk is full they are kept for a later
     * {@link #flush}.
     *
     * @throws org.logbraid.common.disk.DiskFullException when more wait for room than can be kept: the state has to be
     *     loaded again and the log replayed once there is room
     */
    void write(byte[] bytes, int offset, int length) throws IOException;

    /** Hands everything taken so far, as far as there is room, to the operating system, so that readers of the file see it. */
    void flush() throws IOException;

    /** Flushes and returns when everything is durable. */
    void force() throws IOException;

    /**
     * Ends the file: it is renamed {@code NAME.INDEX} and the next one begins. A file of 0 bytes stays.
     *
     * @param index index of the entry that ended it
     */
    void end(long index) throws IOException;

    OutputState state();
}
