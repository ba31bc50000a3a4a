package org.logbraid.agent.tail;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
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
    private final Newcomers newcomers;
    private final Unreadable unreadable;
    private long number;
    private long nowNanos;
    private boolean readable;

    Sweep(
            Disk disk,
            Clock clock,
            FileFinder finder,
            OpenFiles files,
            Content content,
            Generations generations,
            Siblings siblings,
            Newcomers newcomers,
            Unreadable unreadable) {
        this.disk = disk;
        this.clock = clock;
        this.finder = finder;
        this.files = files;
        this.content = content;
        this.generations = generations;
        this.siblings = siblings;
        this.newcomers = newcomers;
        this.unreadable = unreadable;
    }

    /** Looks once. */
    void look() throws IOException {
        number++;
        nowNanos = clock.monotonicNanos();
        siblings.refresh();
        unreadable.lookAgain();
        Collection<Found> found = finder.find();
        unreadable.addAll(finder.unreadable());
        readable |= !found.isEmpty();
        for (Found one : found) {
            Generation generation = generations.of(one.identity());
            if (generation != null) {
                try {
                    seen(generation, one);
                } catch (IOException e) {
                    unreadable.add(generation, e);
                }
            }
        }
        for (Generation generation : generations.all()) {
            lookAfter(generation);
        }
        var done = new HashSet<Fingerprint>();
        for (Found one : found) {
            if (done.add(one.identity()) && generations.of(one.identity()) == null) {
                newcomers.meet(one, number, nowNanos);
            }
        }
    }

    private void seen(Generation generation, Found found) throws IOException {
        boolean first = generation.seenAnywhere != number;
        boolean atHome = found.bytes().equals(generation.source.path);
        generation.seenAnywhere = number;
        if (first || atHome) {
            generation.where = found.path();
        }
        if (atHome) {
            generation.seenAtHome = number;
        }
        if (first && !grow(generation, found.stat().sizeBytes())) {
            generation.seenAtHome = 0; // what is at home is another generation's
            cut(generation, generation.size);
        }
    }

    private void lookAfter(Generation generation) {
        boolean seen = generation.seenAnywhere == number;
        boolean hidden = finder.isHidden(generation.source.path);
        if (!hidden || generation.seenAtHome == number) {
            boolean away = generation.seenAtHome != number;
            if (away && !generation.rotated) {
                generation.quietFromNanos = clock.monotonicNanos(); // whoever has it open may write to it for a while
            }
            generation.rotated = away;
        }
        if (seen || generation.lost) {
            return;
        }
        try {
            if (!hidden) {
                lookElsewhere(generation);
            } else if (generation.file != null) {
                growByDescriptor(generation, generation.file);
            }
        } catch (IOException e) {
            unreadable.add(generation, e);
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
            if (file != null && generation.framed() == 0) { // nothing but its head tells it, and its copy, by now
                if (!content.beginsWith(file, generation.head)) {
                    return false;
                }
                if (generation.head.headBytes() < Frames.MAX_HEAD_BYTES) {
                    generation.head = content.head(file);
                }
            }
            generation.size = size;
            generation.grew(clock.monotonicNanos());
        }
        return true;
    }

    /** Its file, which surely was as long as was seen, has other bytes now: goes on from a copy, or has lost the rest. */
    void cut(Generation generation, long seen) throws IOException {
        Path stood = generation.where;
        Fingerprint original = generation.identity;
        Found copy = siblings.byContentNow(
                generation.source.path, original, generation.framedResume(), generation.framed(), generation.head);
        generations.letGo(generation);
        generation.rotated = true;
        DiskFile file = copy == null ? null : openCopy(copy);
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
        generation.seenSize = seen;
    }

    /** Looks once more for a copy that has what comes next of a lost generation; goes on from it if there is one. */
    boolean findCopy(Generation generation) {
        Found copy = siblings.byContentNow(
                generation.source.path,
                generation.fingerprint,
                generation.framedResume(),
                generation.framed(),
                generation.framed() == 0 ? generation.head : Resume.NONE);
        DiskFile file = copy == null || copy.stat().sizeBytes() <= generation.framed() ? null : openCopy(copy);
        if (copy == null || file == null) {
            return false;
        }
        LOG.info("going on from a copy after all: path={} copy={}", generation.source.path, copy.bytes());
        long seen = generation.size;
        readFrom(generation, copy, file);
        generation.seenSize = seen;
        return true;
    }

    private @Nullable DiskFile openCopy(Found copy) {
        try {
            return files.open(copy.path(), copy.identity());
        } catch (IOException e) {
            return null; // none that could be read on
        }
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
        generation.grew(nowNanos);
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
            growByDescriptor(generation, file);
            return;
        }
        FileStat stat = generation.where == null ? null : disk.stat(generation.where);
        if (stat == null) {
            LOG.info("file is gone: path={}", generation.source.path);
            generations.letGo(generation);
            generation.lost = true;
        } else if (!grow(generation, stat.sizeBytes())) {
            cut(generation, generation.size);
        }
    }

    /** Its name tells nothing, or is not to be seen: the descriptor goes on. */
    private void growByDescriptor(Generation generation, DiskFile file) throws IOException {
        if (!grow(generation, file.size())) {
            cut(generation, generation.size);
        }
    }

    /** Whether a generation has not grown since the last look. */
    boolean isStillAsLong(Generation generation) {
        try {
            DiskFile file = files.of(generation);
            return file != null && file.size() == generation.size;
        } catch (IOException e) {
            unreadable.add(generation, e);
            return false;
        }
    }

    /** When the last look began, by the monotonic clock. */
    long lookedAtNanos() {
        return nowNanos;
    }

    /** Whether the last look found it under a followed path. */
    boolean sawJustNow(Generation generation) {
        return generation.seenAnywhere == number;
    }

    /** Whether the last look was not allowed to see what stands at a path. */
    boolean isHidden(PathKey path) {
        return finder.isHidden(path);
    }

    /** Whether any regular file was ever found. */
    boolean foundAnything() {
        return readable;
    }
}
