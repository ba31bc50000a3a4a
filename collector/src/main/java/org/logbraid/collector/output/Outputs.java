package org.logbraid.collector.output;

import java.io.IOException;
import java.util.List;

/**
 * The outputs of a log by their names. A name is given to a file by what stands in the log alone (G3), so a replay opens
 * and ends the same files at the same entries.
 *
 * <p>Belongs to the {@code collector-merge} thread.
 */
public interface Outputs {
    /**
     * The output of a name; opened when it is asked for the first time. A name that was {@link #leave left} before begins
     * a new file.
     *
     * @param name as {@link OutputNames#of} makes it
     * @param index index of the entry that is being applied
     */
    Output open(String name, long index) throws IOException;

    /**
     * Flushes and closes an output whose name is no longer in use; its file stays as it is. Where the next file has the
     * same name, {@link Output#end} is right instead.
     *
     * @param index index of the entry that is being applied
     */
    void leave(String name, long index) throws IOException;

    /** Where the open outputs stand, by name. */
    List<OutputState> states();
}
