package org.logbraid.collector.output;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.logbraid.collector.output.OutputHistory.Event;
import org.logbraid.collector.output.OutputHistory.Kind;
import org.logbraid.common.disk.Disk;
import org.logbraid.common.disk.FileStat;

/**
 * Outputs that write nothing and compare what they are given with the files that a collector wrote. The collector may be
 * alive: an open file may be shorter than the log, and an end that the history does not know has not been written yet.
 *
 * <p>Not thread-safe.
 */
public final class ComparedOutputs implements Outputs, Closeable {
    private final Disk disk;
    private final Path data;
    private final Path folder;
    private final TreeMap<String, ComparedFile> open = new TreeMap<>();
    private final Map<Path, FileStat> lengthsBefore = new HashMap<>();
    private final List<String> notes = new ArrayList<>();
    private long leftBytes;
    private boolean countsOnly;

    /** Outputs of a collector's data folder and output folder. */
    public ComparedOutputs(Disk disk, Path data, Path folder) {
        this.disk = disk;
        this.data = data;
        this.folder = folder.toAbsolutePath().normalize();
    }

    /** A file that is not what the log says. */
    public static final class Differs extends IOException {
        private static final long serialVersionUID = 1;

        private final transient Path file;
        private final long at;
        private final String what;

        /** At a place, or -1 when all of the file is meant. */
        public Differs(Path file, long at, String what) {
            super(what + ": path=" + file + " at=" + at);
            this.file = file;
            this.at = at;
            this.what = what;
        }

        public Path file() {
            return file;
        }

        public long at() {
            return at;
        }

        public String what() {
            return what;
        }
    }

    /**
     * Notes how long the open files are now, before the journal is looked at: whatever stands in them by then has to be
     * in the journal, also beside a living collector.
     */
    public void noteLengths() throws IOException {
        try (OutputHistory history = OutputHistory.openReadOnly(disk, data)) {
            for (String name : history.names()) {
                Path path = folder.resolve(name);
                FileStat now = disk.stat(path);
                if (now != null) {
                    lengthsBefore.put(path, now);
                }
            }
        }
    }

    /** Goes on where a snapshot stood, whose checksums are compared first. */
    public void resume(List<OutputState> states, long historyBytes) throws IOException {
        for (OutputState state : states) {
            var compared = new ComparedFile(disk, data, folder, notes, state.file(), historyBytes, state.lengthBytes());
            open.put(state.file(), compared);
            compared.checkTail(state);
        }
    }

    @Override
    public Output open(String name, long index) throws IOException {
        ComparedFile there = open.get(name);
        if (there == null) {
            long place = ComparedFile.NOT_YET;
            try (OutputHistory history = OutputHistory.openReadOnly(disk, data)) {
                for (Event event : history.after(0, name)) {
                    if (event.kind() == Kind.BEGUN && event.index() == index) {
                        place = event.place();
                    }
                }
            }
            there = new ComparedFile(disk, data, folder, notes, name, place, 0);
            if (countsOnly) {
                there.countOnly();
            }
            open.put(name, there);
        }
        return there;
    }

    @Override
    public void leave(String name, long index) throws IOException {
        ComparedFile left = open.remove(name);
        if (left != null) {
            leftBytes += left.comparedBytes();
            left.close();
        }
    }

    /** A snapshot was taken here, before which all text was forced: it has to be in the files. */
    public void requireWritten() throws IOException {
        for (ComparedFile file : open.values()) {
            file.requireWritten();
        }
    }

    /** What follows may never be committed: it is counted and no longer compared. */
    public void countOnly() {
        countsOnly = true;
        open.values().forEach(ComparedFile::countOnly);
    }

    /** The whole journal was gone through: nothing that was noted may stand behind what it lets out. */
    public void requireNothingBehind() throws IOException {
        for (ComparedFile file : open.values()) {
            file.requireNothingBehind(lengthsBefore);
        }
    }

    @Override
    public List<OutputState> states() {
        return open.values().stream().map(ComparedFile::state).toList();
    }

    /** What could not be compared. */
    public List<String> notes() {
        return List.copyOf(notes);
    }

    public long comparedBytes() {
        return leftBytes
                + open.values().stream().mapToLong(ComparedFile::comparedBytes).sum();
    }

    @Override
    public void close() throws IOException {
        for (ComparedFile file : open.values()) {
            leftBytes += file.comparedBytes();
            file.close();
        }
        open.clear();
    }
}
