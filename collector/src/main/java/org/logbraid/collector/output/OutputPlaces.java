package org.logbraid.collector.output;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.logbraid.collector.output.OutputHistory.Event;
import org.logbraid.common.disk.Disk;
import org.logbraid.common.disk.FileStat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the files of outputs lie: finds, makes, renames and sets aside. A file that this log did not begin is never
 * written to and never replaced.
 *
 * <p>Not thread-safe: lives on the {@code collector-merge} thread.
 */
final class OutputPlaces {
    private static final Logger LOG = LoggerFactory.getLogger(OutputPlaces.class);

    private final Disk disk;
    private final Path folder;
    private final OutputHistory history;
    private final boolean cutsAhead;
    private final RoomNotices notices;
    private long cutBytes;

    OutputPlaces(Disk disk, Path folder, OutputHistory history, boolean cutsAhead, RoomNotices notices) {
        this.disk = disk;
        this.folder = folder;
        this.history = history;
        this.cutsAhead = cutsAhead;
        this.notices = notices;
    }

    Path path(String name) {
        return folder.resolve(name);
    }

    private static Path folderOf(Path path) {
        return requireNonNull(path.getParent());
    }

    /** What a file is renamed to when an entry ends it. */
    static String endedName(String name, long index) {
        return String.format("%s.%012d", name, index);
    }

    /**
     * Finds the file that a snapshot speaks of.
     *
     * @param next what the history tells next of the name after the snapshot
     */
    OpenOutput reopen(OutputState state, @Nullable Event next) throws IOException {
        Path path = whereItIs(state.file(), next);
        FileStat found = disk.stat(path);
        if (state.lengthBytes() > 0 && (found == null || found.sizeBytes() < state.lengthBytes())) {
            throw new OutputMismatchException("output is "
                    + (found == null ? "missing" : "shorter than the snapshot says, " + found.sizeBytes() + " bytes")
                    + ": path=" + path + " length=" + state.lengthBytes()
                    + "; move it back, or start with new --data and --out");
        }
        return opened(path);
    }

    /** Opens a file that this log began, or makes it. */
    OpenOutput open(String name, @Nullable Event next) throws IOException {
        return opened(whereItIs(name, next));
    }

    private OpenOutput opened(Path path) throws IOException {
        boolean made = disk.stat(path) == null;
        if (made) {
            disk.createFolders(folderOf(path));
        }
        var opened = new OpenOutput(disk, path, disk.openForWriting(path), cutsAhead, this);
        if (made) {
            forceFolders(path);
        }
        return opened;
    }

    private void forceFolders(Path path) throws IOException {
        Path parent = path.getParent();
        while (parent != null && parent.startsWith(folder)) {
            disk.forceFolder(parent);
            parent = parent.getParent();
        }
    }

    /** A file whose end stands in the history may have been renamed already. */
    private Path whereItIs(String name, @Nullable Event next) throws IOException {
        Path path = path(name);
        if (next == null || next.kind() != OutputHistory.Kind.ENDED) {
            return path;
        }
        Path ended = path(endedName(name, next.index()));
        FileStat there = disk.stat(ended);
        if (there == null) {
            return path;
        }
        FileStat still = disk.stat(path);
        if (still != null && still.sameFile(there)) {
            disk.delete(path); // the power went between the two halves of the rename
            disk.forceFolder(folderOf(path));
        }
        return ended;
    }

    /** Gives an ended file its name, if it has not got it yet. */
    void ended(String name, long index) throws IOException {
        Path path = path(name);
        Path ended = path(endedName(name, index));
        if (disk.stat(ended) == null) {
            disk.rename(path, ended);
            disk.forceFolder(folderOf(path));
        }
    }

    /** Sets aside what stands where a file is about to be renamed to. */
    void makeRoomFor(String name, long index) throws IOException {
        setAside(endedName(name, index));
    }

    /** Sets aside a file that this log did not begin. */
    void setAside(String name) throws IOException {
        OutputAside.set(disk, path(name), history.log());
    }

    /** Length of a file, 0 when there is none. */
    long size(String name) throws IOException {
        FileStat found = disk.stat(path(name));
        return found == null ? 0 : found.sizeBytes();
    }

    void sayFull(Path path) {
        notices.full(folderOf(path), "the journal keeps every line until it can be written");
    }

    void sayRoom(Path path) {
        notices.room(folderOf(path));
    }

    void sayMoved(Path path, long length) {
        LOG.warn(
                "output was moved away or deleted, its bytes stay where they are and a new file goes on:"
                        + " path={} length={}",
                path,
                length);
    }

    void sayCut(Path path, long at, long bytes) {
        cutBytes += bytes;
        LOG.error(
                "text was ahead of the journal after a power cut and is cut back: path={} at={} bytes={}",
                path,
                at,
                bytes);
    }

    /** Bytes cut back because they were ahead of the journal. */
    long cutBytes() {
        return cutBytes;
    }
}
