package org.logbraid.agent;

import java.io.IOException;
import java.util.Map;
import java.util.OptionalLong;
import org.logbraid.common.frame.Fingerprint;

/**
 * Where files were begun that {@code --from end} found when the agent first started: kept in the state folder, so that
 * they are begun at the same place when a log is new. Safe for all threads.
 */
public interface StartOffsets {
    /**
     * Whether this agent has never finished a first scan with this state folder: only then does {@code --from end} speak
     * of the files that are found.
     */
    boolean isFirstStart();

    /** Where a file was begun, or empty when it was not begun at its end. */
    OptionalLong startOf(Fingerprint file);

    /**
     * Keeps, in one step and durably, where the files of the first scan begin, before any of them is opened for the log;
     * the first start is over with it. An empty map is right without {@code --from end}.
     *
     * @param starts offset of the first byte to be read of each file that is not read from its start
     */
    void remember(Map<Fingerprint, Long> starts) throws IOException;
}
