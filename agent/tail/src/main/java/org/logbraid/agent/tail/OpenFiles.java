package org.logbraid.agent.tail;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.logbraid.common.disk.Disk;
import org.logbraid.common.disk.DiskFile;
import org.logbraid.common.disk.FileStat;
import org.logbraid.common.frame.Fingerprint;

/**
 * Keeps files open so that they can be read when their name is gone, but not more than a bound: the longest unused whose
 * name still leads to them are closed, and opened again when needed, if it is still the same file.
 *
 * <p>Not thread-safe: lives on the {@code agent-tail} thread.
 */
final class OpenFiles {
    private static final int MOST = 512;
    private static final int LEAST = 16;

    private final Disk disk;
    private final Set<Generation> open = new HashSet<>();
    private int most = MOST;
    private long uses;

    OpenFiles(Disk disk) {
        this.disk = disk;
    }

    /**
     * Opens a file if it is the expected one: looked at before and after.
     *
     * @return null when another file, or none, stands there
     */
    @Nullable
    DiskFile open(Path path, Fingerprint expected) throws IOException {
        if (!standsAt(path, expected)) {
            return null;
        }
        DiskFile file = openWithin(path);
        if (standsAt(path, expected)) {
            return file;
        }
        file.close();
        return null;
    }

    private DiskFile openWithin(Path path) throws IOException {
        while (true) {
            try {
                return disk.openForReading(path);
            } catch (FileSystemException e) {
                if (!String.valueOf(e.getReason()).contains("Too many open files") || most <= LEAST) {
                    throw e;
                }
                most = Math.max(LEAST, Math.min(most, open.size()) / 2);
                makeRoom();
            }
        }
    }

    boolean standsAt(Path path, Fingerprint expected) throws IOException {
        FileStat stat = disk.stat(path);
        return stat != null
                && stat.kind() == FileStat.Kind.REGULAR
                && Found.identity(stat).equals(expected);
    }

    /** Takes over an open file. */
    void keep(Generation generation, DiskFile file) {
        generation.file = file;
        generation.used = ++uses;
        open.add(generation);
        makeRoom();
    }

    /** Another generation takes over the open file. */
    void moved(Generation from, Generation to, DiskFile file) {
        open.remove(from);
        keep(to, file);
    }

    /** The generation's file; null when it cannot be found any more where it was. */
    @Nullable
    DiskFile of(Generation generation) throws IOException {
        generation.used = ++uses;
        DiskFile file = generation.file;
        if (file == null && generation.where != null) {
            file = open(generation.where, generation.identity);
            if (file != null) {
                keep(generation, file);
            }
        }
        return file;
    }

    void close(Generation generation) throws IOException {
        DiskFile file = generation.file;
        if (file != null) {
            generation.file = null;
            open.remove(generation);
            file.close();
        }
    }

    private void makeRoom() {
        while (open.size() > most) {
            Generation longestUnused = null;
            for (Generation generation : open) {
                boolean canBeOpenedAgain = generation.where != null && generation.used != uses;
                if (canBeOpenedAgain && (longestUnused == null || generation.used < longestUnused.used)) {
                    longestUnused = generation;
                }
            }
            if (longestUnused == null) {
                return; // all are without a name: the bound gives way, no line is lost
            }
            try {
                close(longestUnused);
            } catch (IOException e) {
                // it was only read from: nothing is lost
            }
        }
    }

    void closeAll() throws IOException {
        for (Generation generation : Set.copyOf(open)) {
            close(generation);
        }
    }
}
