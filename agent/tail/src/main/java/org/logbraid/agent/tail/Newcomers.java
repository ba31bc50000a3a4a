package org.logbraid.agent.tail;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.logbraid.common.disk.DiskFile;
import org.logbraid.common.frame.Resume;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files that no living generation is read from: finished ones that have grown, copies of followed ones, those that came
 * and went between two looks, and new ones. One that cannot be opened is met again at the next look.
 *
 * <p>Not thread-safe: lives on the {@code agent-tail} thread.
 */
final class Newcomers {
    private static final Logger LOG = LoggerFactory.getLogger(Newcomers.class);

    private final OpenFiles files;
    private final Content content;
    private final Generations generations;
    private final Siblings siblings;
    private final Copies copies;
    private final Starts starts;
    private final Unreadable unreadable;

    /** Where files that were never seen begin. */
    interface Starts {
        long of(Found found, DiskFile file) throws IOException;
    }

    Newcomers(
            OpenFiles files,
            Content content,
            Generations generations,
            Siblings siblings,
            Copies copies,
            Starts starts,
            Unreadable unreadable) {
        this.files = files;
        this.content = content;
        this.generations = generations;
        this.siblings = siblings;
        this.copies = copies;
        this.starts = starts;
        this.unreadable = unreadable;
    }

    /** Makes of a file what it is; the look that found it is given by its number and time. */
    void meet(Found found, long look, long nowNanos) {
        Generations.Finished finished = generations.finished(found.identity());
        if (finished != null && finished.end() == found.stat().sizeBytes()) {
            return;
        }
        List<Found> before = siblings.cameAndWentBefore(found);
        for (Found between : before) {
            LOG.info("file came and went between two looks: path={} found={}", found.bytes(), between.bytes());
            begin(between, found.bytes(), null, look, nowNanos);
        }
        Source source = generations.known(found.bytes());
        if (source != null && !before.isEmpty()) {
            Generations.sortByBirth(source); // one may have been met before those that came before it
        }
        begin(found, found.bytes(), finished, look, nowNanos);
    }

    private void begin(Found found, PathKey path, Generations.@Nullable Finished finished, long look, long nowNanos) {
        DiskFile file = null;
        Generation generation = null;
        try {
            file = files.open(found.path(), found.identity());
            if (file == null) {
                return;
            }
            Resume head = content.head(file);
            long size = file.size();
            generation = make(found, path, finished, file);
            if (generation == null) {
                return;
            }
            generation.head = head;
            generation.where = found.path();
            generation.size = size;
            generation.grew(nowNanos);
            generation.seenAnywhere = look;
            generation.rotated = !found.bytes().equals(generation.source.path);
            if (!generation.rotated) {
                generation.seenAtHome = look;
            }
            files.keep(generation, file);
            unreadable.remove(found.bytes());
        } catch (IOException e) {
            unreadable.add(found.bytes(), e);
        } finally {
            if (generation == null) {
                closeQuietly(file);
            }
        }
    }

    /** Null for a copy of what is followed already. */
    private @Nullable Generation make(Found found, PathKey path, Generations.@Nullable Finished finished, DiskFile file)
            throws IOException {
        if (finished != null
                && (finished.end() == 0 || finished.resume().tailBytes() > 0) // else it ended in a gap
                && file.size() >= finished.end()
                && content.matches(file, finished.resume(), finished.end())) {
            return generations.add(finished.path(), found.identity(), finished.end(), finished.resume());
        }
        long copied = finished == null ? copies.copied(found, file) : 0;
        if (copied > 0 && copied >= file.size()) {
            return null;
        }
        long start = Math.max(copied, starts.of(found, file));
        Resume before = start == 0 ? Resume.NONE : content.before(file, start);
        return generations.add(path, found.identity(), start, before);
    }

    private static void closeQuietly(@Nullable DiskFile file) {
        if (file == null) {
            return;
        }
        try {
            file.close();
        } catch (IOException e) {
            // it was only read from: nothing is lost
        }
    }
}
