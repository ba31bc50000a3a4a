package org.logbraid.agent.tail;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.logbraid.common.clock.Clock;
import org.logbraid.common.disk.Disk;
import org.logbraid.common.disk.DiskFile;
import org.logbraid.common.disk.FileStat;
import org.logbraid.common.frame.Fingerprint;
import org.logbraid.common.frame.Frames;
import org.logbraid.common.frame.GapReason;
import org.logbraid.common.frame.Resume;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One look at everything that is followed: which files are new, which have grown, were rotated away, cut or deleted.
 * Polling is the truth; nothing is decided by modification times.
 *
 * <p>Not thread-safe: lives on the {@code agent-tail} thread.
 */
final class Sweep {
    private static final Logger LOG = LoggerFactory.getLogger(Sweep.class);

    private final Disk disk;
    private final Clock clock;
    private final FileFinder finder;
    private final OpenFiles files;
    private final Content content;
    private final Generations generations;
    private final Siblings siblings;
    private final Copies copies;
    private final Starts starts;
    private final Set<PathKey> unreadable = new TreeSet<>();
    private final Set<PathKey> saidUnreadable = new HashSet<>();
    private long number;
    private long nowNanos;
    private boolean readable;

    /** Where files that were never seen begin. */
    interface Starts {
        long of(Found found, DiskFile file) throws IOException;
    }

    Sweep(
            Disk disk,
            Clock clock,
            FileFinder finder,
            OpenFiles files,
            Content content,
            Generations generations,
            Siblings siblings,
            Copies copies,
            Starts starts) {
        this.disk = disk;
        this.clock = clock;
        this.finder = finder;
        this.files = files;
        this.content = content;
        this.generations = generations;
        this.siblings = siblings;
        this.copies = copies;
        this.starts = starts;
    }

    /** Looks once. */
    void look() throws IOException {
        number++;
        nowNanos = clock.monotonicNanos();
        siblings.refresh();
        unreadable.clear();
        Collection<Found> found = finder.find();
        unreadable.addAll(finder.unreadable());
        readable |= !found.isEmpty();
        for (Found one : found) {
            Generation generation = generations.of(one.identity());
            if (generation != null) {
                seen(generation, one);
            }
        }
        for (Generation generation : generations.all()) {
            boolean seen = generation.seenAnywhere == number;
            generation.rotated = generation.seenAtHome != number;
            if (!seen && !generation.lost) {
                lookElsewhere(generation);
            }
        }
        var done = new HashSet<Fingerprint>();
        for (Found one : found) {
            if (done.add(one.identity()) && generations.of(one.identity()) == null) {
                meet(one);
            }
        }
    }

    private void seen(Generation generation, Found found) throws IOException {
        boolean atHome = found.bytes().equals(generation.source.path);
        if (generation.seenAnywhere != number) {
            generation.seenAnywhere = number;
            generation.where = found.path();
            if (!grow(generation, found.stat().sizeBytes())) {
                cut(generation);
                return;
            }
        }
        if (atHome) {
            generation.seenAtHome = number;
            generation.where = found.path();
        }
    }

    /** Takes note of a length; false when the file was cut and is another generation's now. */
    private boolean grow(Generation generation, long size) throws IOException {
        if (size < generation.framed()) {
            return false; // the log may know more of it than this agent remembered
        }
        if (size < generation.size) {
            DiskFile file = files.of(generation);
            if (file == null
                    || !content.matches(file, generation.framedResume(), generation.framed())
                    || (generation.framed() == 0 && !content.beginsWith(file, generation.head))) {
                return false;
            }
        }
        if (size != generation.size) {
            DiskFile file = generation.file;
            if (file != null && generation.framed() == 0 && generation.head.headBytes() < Frames.MAX_HEAD_BYTES) {
                if (!content.beginsWith(file, generation.head)) {
                    return false;
                }
                generation.head = content.head(file); // nothing else tells its copy while nothing of it is read
            }
            generation.size = size;
            generation.grewAtNanos = nowNanos;
        }
        return true;
    }

    /** Its file has other bytes now: goes on from a copy, or has lost what was not read. */
    void cut(Generation generation) throws IOException {
        Path stood = generation.where;
        Fingerprint original = generation.identity;
        Found copy = siblings.byContentNow(
                generation.source.path, original, generation.framedResume(), generation.framed(), generation.head);
        generations.letGo(generation);
        generation.rotated = true;
        DiskFile file = copy == null ? null : files.open(copy.path(), copy.identity());
        if (copy == null || file == null) {
            LOG.info(
                    "file was cut, and no copy holds the rest: path={} unread={} bytes",
                    stood,
                    generation.size - generation.framed());
            generation.lost = true;
            generation.lostBy = GapReason.TRUNCATED;
            return;
        }
        LOG.info("file was cut, going on from its copy: path={} copy={}", stood, copy.bytes());
        readFrom(generation, copy, file);
    }

    /** Goes on in another file, which another generation may have been tried for before it was known what it is. */
    void readFrom(Generation generation, Found found, DiskFile file) {
        Generation tentative = generations.of(found.identity());
        if (tentative != null && tentative != generation) {
            generations.remove(tentative);
        }
        generations.bind(generation, found.identity());
        generation.where = found.path();
        generation.size = found.stat().sizeBytes();
        generation.grewAtNanos = nowNanos;
        generation.rotated = !found.bytes().equals(generation.source.path);
        generation.lost = false;
        generation.seenAnywhere = number;
        files.keep(generation, file);
    }

    /** Not under any followed path: renamed, or deleted. */
    private void lookElsewhere(Generation generation) throws IOException {
        if (generation.where == null || !files.standsAt(generation.where, generation.identity)) {
            Found elsewhere = siblings.byIdentity(generation.source.path, generation.identity);
            generation.where = elsewhere == null ? null : elsewhere.path();
        }
        DiskFile file = generation.file;
        if (file != null) {
            if (!grow(generation, file.size())) {
                cut(generation);
            }
            return;
        }
        FileStat stat = generation.where == null ? null : disk.stat(generation.where);
        if (stat == null) {
            LOG.info("file is gone: path={}", generation.source.path);
            generations.letGo(generation);
            generation.lost = true;
        } else if (!grow(generation, stat.sizeBytes())) {
            cut(generation);
        }
    }

    /** A file that no living generation is read from. */
    private void meet(Found found) throws IOException {
        Generations.Finished finished = generations.finished(found.identity());
        if (finished != null && finished.end() == found.stat().sizeBytes()) {
            return;
        }
        for (Found between : siblings.cameAndWentBefore(found)) {
            LOG.info("file came and went between two looks: path={} found={}", found.bytes(), between.bytes());
            begin(between, found.bytes(), null);
        }
        begin(found, found.bytes(), finished);
    }

    private void begin(Found found, PathKey path, Generations.@Nullable Finished finished) throws IOException {
        DiskFile file = openNew(found);
        if (file == null) {
            return;
        }
        Generation generation;
        if (finished != null
                && file.size() >= finished.end()
                && content.matches(file, finished.resume(), finished.end())) {
            generation = generations.add(finished.path(), found.identity(), finished.end(), finished.resume());
        } else if (finished == null && copies.isCopy(found, file)) {
            file.close();
            return;
        } else {
            long start = starts.of(found, file);
            Resume before = start == 0 ? Resume.NONE : content.before(file, start);
            generation = generations.add(path, found.identity(), start, before);
        }
        generation.head = content.head(file);
        generation.where = found.path();
        generation.size = file.size();
        generation.grewAtNanos = nowNanos;
        generation.seenAnywhere = number;
        generation.rotated = !found.bytes().equals(generation.source.path);
        if (!generation.rotated) {
            generation.seenAtHome = number;
        }
        files.keep(generation, file);
    }

    private @Nullable DiskFile openNew(Found found) {
        try {
            DiskFile file = files.open(found.path(), found.identity());
            saidUnreadable.remove(found.bytes());
            return file;
        } catch (IOException e) {
            unreadable(found.bytes(), e);
            return null;
        }
    }

    /** A file that was open before cannot be read now. */
    void unreadable(Generation generation, IOException e) {
        unreadable(generation.source.path, e);
    }

    private void unreadable(PathKey path, IOException e) {
        unreadable.add(path);
        if (saidUnreadable.add(path)) {
            LOG.warn("file cannot be read, trying again: path={} reason={}", path, e.toString());
        }
    }

    /** Whether a generation has not grown since the last look. */
    boolean isStillAsLong(Generation generation) throws IOException {
        DiskFile file = files.of(generation);
        return file != null && file.size() == generation.size;
    }

    /** Whether the last look found it under a followed path. */
    boolean sawJustNow(Generation generation) {
        return generation.seenAnywhere == number;
    }

    /** Paths that are missing, cannot be read or are no files, as of the last look. */
    Set<PathKey> unreadable() {
        return unreadable;
    }

    /** Whether any regular file was ever found. */
    boolean foundAnything() {
        return readable;
    }
}
