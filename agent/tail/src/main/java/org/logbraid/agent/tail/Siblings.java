package org.logbraid.agent.tail;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.logbraid.common.disk.Disk;
import org.logbraid.common.disk.DiskFile;
import org.logbraid.common.disk.FileStat;
import org.logbraid.common.disk.PathBytes;
import org.logbraid.common.frame.Fingerprint;
import org.logbraid.common.frame.Resume;

/**
 * Looks beside a followed path for files that were rotated away from it: by identity, by content, or by when they
 * were born. A folder is looked at once in a sweep.
 *
 * <p>Not thread-safe: lives on the {@code agent-tail} thread.
 */
final class Siblings {
    /** What rotation appends: a number, a date, or a word for a copy. */
    private static final Pattern SUFFIX = Pattern.compile("[.\\-_~](?:[0-9][0-9.\\-_T:]*|old|bak|copy|save|orig)?");

    private final Disk disk;
    private final OpenFiles files;
    private final Content content;
    private final Generations generations;
    private final Map<Path, List<Found>> folders = new HashMap<>();

    Siblings(Disk disk, OpenFiles files, Content content, Generations generations) {
        this.disk = disk;
        this.files = files;
        this.content = content;
        this.generations = generations;
    }

    /** A sweep begins: folders are looked at anew. */
    void refresh() {
        folders.clear();
    }

    /** Regular files in the folder of a path, the oldest first. */
    private List<Found> beside(PathKey path) {
        Path folder = PathBytes.toPath(path.bytes()).getParent();
        return folder == null ? List.of() : folders.computeIfAbsent(folder, this::list);
    }

    private List<Found> list(Path folder) {
        List<Found> all = new ArrayList<>();
        try {
            for (Path path : disk.list(folder)) {
                FileStat stat = disk.stat(path);
                if (stat != null && stat.kind() == FileStat.Kind.REGULAR) {
                    all.add(new Found(path, new PathKey(PathBytes.of(path)), stat, Found.identity(stat)));
                }
            }
        } catch (IOException e) {
            return List.of(); // the folder is gone or closed to us: nothing can be found in it
        }
        all.sort(Comparator.comparingLong((Found found) -> found.stat().birthNanos())
                .thenComparing(Found::bytes));
        return all;
    }

    /** Where a file stands now. */
    @Nullable
    Found byIdentity(PathKey path, Fingerprint identity) {
        for (Found found : beside(path)) {
            if (found.identity().equals(identity)) {
                return found;
            }
        }
        return null;
    }

    /**
     * A copy or a rotated file that holds the bytes before an offset, whatever its identity.
     *
     * @param head what it begins with, for a generation of which nothing has been read
     */
    @Nullable
    Found byContent(PathKey path, Fingerprint original, Resume resume, long end, Resume head) {
        boolean known = end > 0 && resume.tailBytes() > 0;
        if (!known && head.headBytes() == 0) {
            return null; // nothing to know it by
        }
        for (Found found : beside(path)) {
            if (found.stat().sizeBytes() < end
                    || found.identity().equals(original)
                    || suffix(path, found.bytes()) == null
                    || !isFree(found)) {
                continue;
            }
            try (DiskFile file = files.open(found.path(), found.identity())) {
                if (file != null && (known ? content.matches(file, resume, end) : content.beginsWith(file, head))) {
                    return found;
                }
            } catch (IOException e) {
                // it cannot be read: it is none that could be read on
            }
        }
        return null;
    }

    /** As {@link #byContent}; looks anew where the look of this sweep shows none: the copy may be younger than that. */
    @Nullable
    Found byContentNow(PathKey path, Fingerprint original, Resume resume, long end, Resume head) {
        Found found = byContent(path, original, resume, end, head);
        if (found == null) {
            refresh();
            found = byContent(path, original, resume, end, head);
        }
        return found;
    }

    /** Whether no generation with a place in the log is read from it. */
    private boolean isFree(Found found) {
        Generation holder = generations.of(found.identity());
        return (holder == null || !holder.isOpenFramed()) && generations.finished(found.identity()) == null;
    }

    /**
     * Files that came and went at a path between two looks: its rotated files that were born after the file of the newest
     * generation known and before the one that is at the path now, the oldest first. Numbers in names do not tell: some
     * count up, some down.
     *
     * @param newer at the path now, no generation's yet
     */
    List<Found> cameAndWentBefore(Found newer) {
        PathKey path = newer.bytes();
        Source source = generations.known(path);
        if (source != null && !source.generations.isEmpty()) {
            Generation last = source.generations.get(source.generations.size() - 1);
            if (!newer.identity().equals(last.fingerprint)) {
                return bornAfter(path, source.newestKnown().identity.birthNanos(), newer);
            }
            return last.identity.equals(last.fingerprint) // it still is read from the file that was cut
                    ? List.of()
                    : bornAfter(path, last.identity.birthNanos(), newer);
        }
        Generations.Finished older = generations.newestFinished(path);
        return older == null || newer.identity().equals(older.file()) // then only the content tells
                ? List.of()
                : bornAfter(path, older.file().birthNanos(), newer);
    }

    private List<Found> bornAfter(PathKey path, long after, Found newer) {
        if (after == 0) {
            return List.of(); // this file system keeps no times of birth
        }
        List<Found> all = new ArrayList<>();
        for (Found found : beside(path)) { // in the order of their births
            long birth = found.stat().birthNanos();
            if (birth >= after
                    && suffix(path, found.bytes()) != null
                    && generations.of(found.identity()) == null
                    && generations.finished(found.identity()) == null
                    && (birth <= newer.stat().birthNanos() || !stillHas(newer, found))) {
                all.add(found);
            }
        }
        return all;
    }

    /** A copy younger than the file is one of an earlier content of it, unless the file still has all that is in it. */
    private boolean stillHas(Found file, Found copy) {
        try (DiskFile one = files.open(copy.path(), copy.identity());
                DiskFile other = files.open(file.path(), file.identity())) {
            if (one == null || other == null) {
                return true; // it is gone again, or another: the next look tells
            }
            long size = one.size();
            return content.matches(other, content.before(one, size), size);
        } catch (IOException e) {
            return true;
        }
    }

    /** What rotation appended to a path to make another of it; null when it is none of its rotated files. */
    static @Nullable String suffix(PathKey path, PathKey other) {
        byte[] shorter = path.bytes();
        byte[] longer = other.bytes();
        if (longer.length <= shorter.length || !Arrays.equals(shorter, 0, shorter.length, longer, 0, shorter.length)) {
            return null;
        }
        String rest = new String(longer, shorter.length, longer.length - shorter.length, StandardCharsets.ISO_8859_1);
        return SUFFIX.matcher(rest).matches() ? rest : null;
    }
}
