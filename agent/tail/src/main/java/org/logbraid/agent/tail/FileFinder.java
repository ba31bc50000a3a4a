package org.logbraid.agent.tail;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.logbraid.common.disk.Disk;
import org.logbraid.common.disk.FileStat;
import org.logbraid.common.disk.PathBytes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks for the files that the given paths and globs name, anew at every call. Regular files only (X7): what else stands
 * there is named in one warning and left alone.
 *
 * <p>Not thread-safe: lives on the {@code agent-tail} thread.
 */
final class FileFinder {
    private static final Logger LOG = LoggerFactory.getLogger(FileFinder.class);
    private static final int MAX_DEPTH = 40;

    private final Disk disk;
    private final List<Path> literals = new ArrayList<>();
    private final List<Pattern> patterns = new ArrayList<>();
    private final Set<PathKey> saidNoFile = new HashSet<>();
    private final Set<PathKey> saidMissing = new HashSet<>();
    private final Set<PathKey> saidHidden = new HashSet<>();
    private final Set<PathKey> unreadable = new TreeSet<>();

    /** Files and folders that the last look was not allowed to look at. */
    private final Set<PathKey> hidden = new TreeSet<>();

    /** @param parts the names below the root; null for any number of folders */
    private record Pattern(Path literally, List<@Nullable Glob> parts, Path base) {}

    /**
     * Takes the paths to be followed.
     *
     * @param paths files and globs; relative ones are taken from the working folder
     */
    FileFinder(Disk disk, List<String> paths) {
        this.disk = disk;
        for (String text : paths) {
            if (Glob.isGlob(text)) {
                for (String one : Glob.alternatives(text)) {
                    addGlob(one);
                }
            } else {
                literals.add(Path.of(text).toAbsolutePath().normalize());
            }
        }
    }

    private void addGlob(String text) {
        Path path = Path.of(text).toAbsolutePath().normalize();
        Path base = Path.of("/");
        List<@Nullable Glob> parts = new ArrayList<>();
        for (Path name : path) {
            if (parts.isEmpty() && !Glob.isGlob(name.toString())) {
                base = base.resolve(name);
            } else {
                parts.add(name.toString().equals("**") ? null : new Glob(nameOf(name)));
            }
        }
        if (parts.isEmpty()) {
            literals.add(path);
        } else {
            patterns.add(new Pattern(path, parts, base));
        }
    }

    private static byte[] nameOf(Path name) {
        byte[] whole = PathBytes.of(Path.of("/").resolve(name));
        return Arrays.copyOfRange(whole, 1, whole.length);
    }

    /** All files that are there, in the order of the bytes of their paths. */
    Collection<Found> find() {
        var found = new TreeMap<PathKey, Found>();
        unreadable.clear();
        hidden.clear();
        for (Path path : literals) {
            var key = new PathKey(PathBytes.of(path));
            if (look(path, key, found)) {
                saidMissing.remove(key);
            } else if (!saidNoFile.contains(key)) {
                unreadable.add(key);
                if (!hidden.contains(key) && saidMissing.add(key)) {
                    LOG.warn("file is missing, waiting for it: path={}", key);
                }
            }
        }
        for (Pattern pattern : patterns) {
            if (pattern.base.getNameCount() > 0 || pattern.parts.size() > 0) {
                walk(pattern.base, pattern.parts, 0, found);
            }
            if (pattern.parts.size() > 1 || !hidden.isEmpty()) { // else a listing has shown it
                lookLiterally(pattern.literally, found);
            }
        }
        return found.values();
    }

    private void walk(Path folder, List<@Nullable Glob> parts, int depth, Map<PathKey, Found> found) {
        if (depth > MAX_DEPTH) {
            return; // links that lead in a circle
        }
        List<Path> names;
        try {
            names = disk.list(folder);
            saidHidden.remove(new PathKey(PathBytes.of(folder)));
        } catch (IOException e) {
            hide(new PathKey(PathBytes.of(folder)), e);
            return;
        }
        Glob glob = parts.get(0);
        List<@Nullable Glob> rest = parts.subList(1, parts.size());
        if (glob == null && !rest.isEmpty()) {
            walk(folder, rest, depth + 1, found);
        }
        for (Path path : names) {
            byte[] whole = PathBytes.of(path);
            byte[] name = Arrays.copyOfRange(whole, lastSlash(whole) + 1, whole.length);
            if (glob == null ? name[0] == '.' : !glob.matches(name) && !(rest.isEmpty() && glob.isItself(name))) {
                continue;
            }
            if (glob == null) {
                if (isFolder(path)) {
                    walk(path, parts, depth + 1, found);
                } else if (rest.isEmpty()) {
                    look(path, new PathKey(whole), found);
                }
            } else if (rest.isEmpty()) {
                look(path, new PathKey(whole), found);
            } else if (isFolder(path)) {
                walk(path, rest, depth + 1, found);
            }
        }
    }

    private static int lastSlash(byte[] path) {
        int place = path.length - 1;
        while (path[place] != '/') {
            place--;
        }
        return place;
    }

    private boolean isFolder(Path path) {
        try {
            FileStat stat = disk.stat(path);
            return stat != null && stat.kind() == FileStat.Kind.FOLDER;
        } catch (IOException e) {
            hide(new PathKey(PathBytes.of(path)), e);
            return false;
        }
    }

    private void hide(PathKey key, IOException e) {
        hidden.add(key);
        unreadable.add(key);
        if (saidHidden.add(key)) {
            LOG.warn("file or folder cannot be looked at, trying again: path={} reason={}", key, e.toString());
        }
    }

    /** A file whose name is the pattern itself, where no listing shows it: hardly ever there, and not missed. */
    private void lookLiterally(Path path, Map<PathKey, Found> found) {
        var key = new PathKey(PathBytes.of(path));
        try {
            look(disk.stat(path), path, key, found);
        } catch (IOException e) {
            // what hides it is said where the pattern is walked along
        }
    }

    /** Whether a regular file stands there. */
    private boolean look(Path path, PathKey key, Map<PathKey, Found> found) {
        FileStat stat;
        try {
            stat = disk.stat(path);
            saidHidden.remove(key);
        } catch (IOException e) {
            hide(key, e);
            return false;
        }
        return look(stat, path, key, found);
    }

    private boolean look(@Nullable FileStat stat, Path path, PathKey key, Map<PathKey, Found> found) {
        if (stat == null) {
            saidNoFile.remove(key);
            return false;
        }
        if (stat.kind() != FileStat.Kind.REGULAR) {
            if (saidNoFile.add(key)) {
                String what = stat.kind() == FileStat.Kind.FOLDER ? "a folder" : "a FIFO, a socket or a device";
                LOG.warn("not a regular file but {}, skipped: path={}", what, key);
            }
            return false;
        }
        found.put(key, new Found(path, key, stat, Found.identity(stat)));
        return true;
    }

    /** Whether the last look was not allowed to see what stands at a path: nothing is known of it, least that it is gone. */
    boolean isHidden(PathKey path) {
        for (PathKey one : hidden) {
            if (path.equals(one) || path.isWithin(one)) {
                return true;
            }
        }
        return false;
    }

    /** Literal paths where nothing was found by the last look, and what could not be looked at. */
    Set<PathKey> unreadable() {
        return unreadable;
    }
}
