package org.logbraid.agent.tail;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.logbraid.agent.StartOffsets;
import org.logbraid.common.disk.DiskFile;
import org.logbraid.common.frame.Fingerprint;

/**
 * Where files that were never seen begin. Those that are there when the agent first starts may begin at their end; all
 * others begin at their start.
 *
 * <p>Not thread-safe: lives on the {@code agent-tail} thread.
 */
final class Beginnings implements Newcomers.Starts {
    private final StartOffsets kept;
    private final boolean fromEndIsWanted;
    private final Content content;

    /** Ends of the files of the very first look, before it is known whether the log has any of them. */
    private final Map<Fingerprint, Long> endsAtStart = new HashMap<>();

    private boolean firstLook = true;
    private boolean fromEnd;

    Beginnings(StartOffsets kept, boolean fromEndIsWanted, Content content) {
        this.kept = kept;
        this.fromEndIsWanted = fromEndIsWanted;
        this.content = content;
    }

    @Override
    public long of(Found found, DiskFile file) throws IOException {
        if (firstLook && fromEndIsWanted && kept.isFirstStart()) {
            endsAtStart.put(found.identity(), content.lineStartBefore(file, file.size()));
        }
        long start = fromEnd
                ? endsAtStart.getOrDefault(found.identity(), 0L)
                : kept.startOf(found.identity()).orElse(0);
        return start <= file.size() ? start : 0;
    }

    /** The first look is over: what comes later is read from its start. */
    void lookedOnce() {
        firstLook = false;
    }

    /** A session begins: until {@link #keep}, files begin at their end if this is a first start with a log that is new. */
    void sessionBegins(boolean logIsEmpty) {
        fromEnd = fromEndIsWanted && kept.isFirstStart() && logIsEmpty;
    }

    /** The generations of the log are known: keeps where the files of a first start begin. */
    void keep() throws IOException {
        if (kept.isFirstStart()) {
            kept.remember(fromEnd ? Map.copyOf(endsAtStart) : Map.of());
        }
        fromEnd = false;
    }
}
