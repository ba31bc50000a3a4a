package org.logbraid.agent.tail;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.logbraid.agent.TimeFormat;
import org.logbraid.common.frame.Fingerprint;
import org.logbraid.common.frame.Resume;

/**
 * All sources and generations that the agent knows: by path, by the file they are read from, and what became of those
 * that are finished.
 *
 * <p>Not thread-safe: lives on the {@code agent-tail} thread.
 */
final class Generations {
    /** So many finished generations of a path are known by their content; older copies have long been rotated away. */
    private static final int REMEMBERED = 64;

    private final TimeFormat format;
    private final RandomGenerator chance;
    private final OpenFiles files;
    private final TreeMap<PathKey, Source> sources = new TreeMap<>();
    private final Map<Fingerprint, Generation> byIdentity = new HashMap<>();
    private final Map<Fingerprint, Finished> finished = new HashMap<>();
    private final Map<PathKey, Deque<Finished>> history = new HashMap<>();

    /**
     * A generation that is closed in the log. Should its file grow, a new one begins at its end.
     *
     * @param file the one it was opened for
     */
    record Finished(PathKey path, Fingerprint file, long number, long end, Resume resume) {}

    Generations(TimeFormat format, RandomGenerator chance, OpenFiles files) {
        this.format = format;
        this.chance = chance;
        this.files = files;
    }

    Source source(PathKey path) {
        return sources.computeIfAbsent(path, key -> new Source(key, format));
    }

    @Nullable
    Source known(PathKey path) {
        return sources.get(path);
    }

    /** In the order of their paths. */
    Iterable<Source> sources() {
        return sources.values();
    }

    /** All that are not finished, those of one source in their order. */
    List<Generation> all() {
        List<Generation> all = new ArrayList<>(sources.size() + 16);
        for (Source source : sources.values()) {
            all.addAll(source.generations);
        }
        return all;
    }

    @Nullable
    Generation of(Fingerprint identity) {
        return byIdentity.get(identity);
    }

    @Nullable
    Finished finished(Fingerprint identity) {
        return finished.get(identity);
    }

    /** The log that knew them is not the one that is spoken to any more. */
    void forgetFinished() {
        finished.clear();
        history.clear();
    }

    /** Makes a generation with a random id for a file. */
    Generation add(PathKey path, Fingerprint identity, long start, Resume startResume) {
        Generation generation = addWithoutFile(path, identity, start, startResume);
        finished.remove(identity);
        byIdentity.put(identity, generation);
        return generation;
    }

    /** Makes a generation whose file is not known, or is another one's now. */
    Generation addWithoutFile(PathKey path, Fingerprint identity, long start, Resume startResume) {
        long id;
        do {
            id = chance.nextLong();
        } while (id == 0);
        var generation = new Generation(source(path), identity, id, start, startResume);
        generation.source.generations.add(generation);
        return generation;
    }

    /** Puts generations with a place in the log before those without one. */
    static void sort(Source source) {
        source.generations.sort(Comparator.comparingLong(generation -> generation.number));
    }

    /** As {@link #sort}, and those without a place by their files' births. */
    static void sortByBirth(Source source) {
        source.generations.sort(Comparator.comparingLong((Generation generation) -> generation.number)
                .thenComparingLong(
                        generation -> generation.number == Long.MAX_VALUE ? generation.identity.birthNanos() : 0));
    }

    /** The file is no longer the generation's. */
    void letGo(Generation generation) {
        byIdentity.remove(generation.identity, generation);
        generation.where = null;
        close(generation);
    }

    /** The generation is read from another file from now on. */
    void bind(Generation generation, Fingerprint identity) {
        letGo(generation);
        generation.identity = identity;
        byIdentity.put(identity, generation);
    }

    /** Its CLOSE is in the log. */
    void finish(Generation generation) {
        remove(generation);
        finished(
                generation.lost ? null : generation.identity,
                new Finished(
                        generation.source.path,
                        generation.fingerprint,
                        generation.number,
                        generation.accepted(),
                        generation.acceptedResume()));
    }

    /** Remembers a generation that is closed in the log, with its file if it still is in that file. */
    void finished(@Nullable Fingerprint identity, Finished what) {
        Deque<Finished> ofPath = history.computeIfAbsent(what.path(), key -> new ArrayDeque<>());
        ofPath.addFirst(what);
        if (ofPath.size() > REMEMBERED) {
            ofPath.removeLast();
        }
        if (identity != null && !byIdentity.containsKey(identity)) {
            finished.put(identity, what);
        }
    }

    /** Finished generations of a path, the latest first. */
    Iterable<Finished> history(PathKey path) {
        return history.getOrDefault(path, new ArrayDeque<>());
    }

    /** The newest finished generation of a path; null when none is remembered. */
    @Nullable
    Finished newestFinished(PathKey path) {
        Finished newest = null;
        for (Finished one : history(path)) {
            newest = newest == null || one.number() > newest.number() ? one : newest;
        }
        return newest;
    }

    /** Forgets it: it was never in the log, or another stands for its file. */
    void remove(Generation generation) {
        letGo(generation);
        Source source = generation.source;
        source.generations.remove(generation);
        if (source.generations.isEmpty()) {
            sources.remove(source.path);
        }
    }

    private void close(Generation generation) {
        try {
            files.close(generation);
        } catch (IOException e) {
            // it was only read from: nothing is lost
        }
    }
}
