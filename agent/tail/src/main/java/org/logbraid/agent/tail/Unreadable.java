package org.logbraid.agent.tail;

import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Followed paths that are missing or cannot be read, as of the last look; each is said once, until it can be read again.
 *
 * <p>Not thread-safe: lives on the {@code agent-tail} thread.
 */
final class Unreadable {
    private static final Logger LOG = LoggerFactory.getLogger(Unreadable.class);

    private final Set<PathKey> now = new TreeSet<>();
    private final Set<PathKey> said = new HashSet<>();
    private final Set<Generation> outOfReach = new HashSet<>();

    /** A look begins: what was out of reach is tried again. */
    void lookAgain() {
        now.clear();
        for (Generation generation : outOfReach) {
            generation.unfinishedAt = -1;
            now.add(generation.source.path); // until it is known better
        }
        outOfReach.clear();
    }

    void addAll(Set<PathKey> paths) {
        now.addAll(paths);
    }

    /** A file cannot be opened or read. */
    void add(PathKey path, IOException e) {
        now.add(path);
        if (said.add(path)) {
            LOG.warn("file cannot be read, trying again: path={} reason={}", path, e.toString());
        }
    }

    /** A generation's file cannot be opened or read: tried again at the next look. */
    void add(Generation generation, IOException e) {
        outOfReach.add(generation);
        generation.unfinishedAt = generation.size;
        add(generation.source.path, e);
    }

    /** A file was read. */
    void remove(PathKey path) {
        if (said.remove(path)) {
            now.remove(path);
            LOG.info("file can be read again: path={}", path);
        }
    }

    Set<PathKey> paths() {
        return now;
    }
}
