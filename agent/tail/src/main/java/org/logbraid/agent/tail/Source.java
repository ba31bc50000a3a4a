package org.logbraid.agent.tail;

import java.util.ArrayList;
import java.util.List;
import org.logbraid.agent.TimeFormat;
import org.logbraid.agent.framing.SourceStamps;
import org.logbraid.common.frame.Frames;

/**
 * One followed path and those of its generations that are not finished, the oldest first.
 *
 * <p>Not thread-safe: lives on the {@code agent-tail} thread.
 */
final class Source {
    final PathKey path;
    final SourceStamps stamps;
    final List<Generation> generations = new ArrayList<>(2);

    /** Of the last line read; sources are read in this order, those without a time first. */
    long lastTime = Frames.NO_TIME;

    /**
     * The newest that the log knows; when it knows none, the newest that was met. One that was met before the log could be
     * asked is not what comes next behind those that the log knows.
     */
    Generation newestKnown() {
        for (int i = generations.size() - 1; i >= 0; i--) {
            if (generations.get(i).isOpenAccepted()) {
                return generations.get(i);
            }
        }
        return generations.get(generations.size() - 1);
    }

    Source(PathKey path, TimeFormat format) {
        this.path = path;
        this.stamps = new SourceStamps(path.toString(), format);
    }
}
