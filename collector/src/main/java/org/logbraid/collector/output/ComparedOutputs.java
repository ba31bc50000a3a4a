package org.logbraid.collector.output;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.logbraid.collector.output.OutputHistory.Event;
import org.logbraid.collector.output.OutputHistory.Kind;
import org.logbraid.common.disk.Disk;
import org.logbraid.common.disk.DiskFile;

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
    private final TreeMap<String, Compared> open = new TreeMap<>();
    private final List<String> notes = new ArrayList<>();
    private long comparedBytes;

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

    /** Goes on where a snapshot stood, whose checksums are compared first. */
    public void resume(List<OutputState> states, long historyBytes) throws IOException {
        for (OutputState state : states) {
            var compared = new Compared(state.file(), historyBytes, state.lengthBytes());
            open.put(state.file(), compared);
            compared.checkTail(state);
        }
    }

    @Override
    public Output open(String name, long index) throws IOException {
        Compared there = open.get(name);
        if (there == null) {
            long place = Long.MAX_VALUE;
            for (Event event : history(0, name)) {
                if (event.kind() == Kind.BEGUN && event.index() == index) {
                    place = event.place();
                }
            }
            there = new Compared(name, place, 0);
            open.put(name, there);
        }
        return there;
    }

    private List<Event> history(long place, String name) throws IOException {
        try (OutputHistory history = OutputHistory.openReadOnly(disk, data)) {
            return history.after(place, name);
        }
    }

    @Override
    public void leave(String name, long index) throws IOException {
        Compared left = open.remove(name);
        if (left != null) {
            left.close();
        }
    }

    @Override
    public List<OutputState> states() {
        return open.values().stream().map(Compared::state).toList();
    }

    /** What could not be compared. */
    public List<String> notes() {
        return List.copyOf(notes);
    }

    public long comparedBytes() {
        return comparedBytes;
    }

    @Override
    public void close() throws IOException {
        for (Compared file : open.values()) {
            file.close();
        }
        open.clear();
    }

    /** One output; {@code place} is how far its history has been followed. */
    private final class Compared implements Output, Closeable {
        private final String name;
        private long place;
        private long length;
        private @Nullable Event next;
        private @Nullable Path path;
        private @Nullable DiskFile file;

        Compared(String name, long place, long length) throws IOException {
            this.name = name;
            this.place = place;
            this.length = length;
            openNext();
        }

        /** Opens the file that the next bytes are in; none when it was moved away, archived or not written yet. */
        private void openNext() throws IOException {
            close();
            do {
                next = nextEvent();
                file = place == Long.MAX_VALUE ? null : opened(next);
            } while (place != Long.MAX_VALUE && changed(next)); // a living collector ended it between the two looks
        }

        private @Nullable Event nextEvent() throws IOException {
            List<Event> events = place == Long.MAX_VALUE ? List.of() : history(place, name);
            return events.isEmpty() ? null : events.get(0);
        }

        private boolean changed(@Nullable Event before) throws IOException {
            Event now = nextEvent();
            return before == null ? now != null : !before.equals(now);
        }

        private @Nullable DiskFile opened(@Nullable Event event) throws IOException {
            if (event != null && event.kind() == Kind.MOVED) {
                notes.add(
                        "was moved away by somebody and not compared: " + name + " up to byte " + event.lengthBytes());
                return null;
            }
            if (event != null && event.kind() == Kind.ENDED) {
                Path ended = folder.resolve(OutputPlaces.endedName(name, event.index()));
                if (disk.stat(ended) != null) {
                    path = ended;
                    return disk.openForReading(ended);
                }
                notes.add("has ended, is no longer there and was not compared: " + ended);
                return null;
            }
            Path now = folder.resolve(name);
            path = now;
            try {
                return disk.openForReading(now);
            } catch (NoSuchFileException e) {
                if (length > 0) {
                    throw new Differs(now, -1, "the file is missing");
                }
                return null;
            }
        }

        void checkTail(OutputState expected) throws IOException {
            DiskFile from = file;
            Path of = path;
            if (from == null || of == null) {
                return;
            }
            byte[] bytes = new byte[(int) Math.min(length, TailBytes.CAPACITY)];
            int count = from.read(bytes, 0, bytes.length, length - bytes.length);
            if (count < bytes.length) {
                throw new Differs(of, from.size(), "the file is shorter than its snapshot says");
            }
            var tail = new TailBytes();
            if (tail.crcWith(bytes, count) != expected.tailCrc()) {
                throw new Differs(of, length - count, "other bytes than its snapshot says, from here on");
            }
            comparedBytes += count;
        }

        @Override
        public void write(byte[] bytes, int offset, int count) throws IOException {
            int done = 0;
            while (done < count) {
                int some = count - done;
                Event known = next;
                if (known != null && known.kind() == Kind.MOVED) {
                    some = (int) Math.min(some, known.lengthBytes() - length);
                }
                compare(bytes, offset + done, some);
                length += some;
                done += some;
                if (known != null && known.kind() == Kind.MOVED && known.lengthBytes() == length) {
                    pass(known);
                }
            }
        }

        private void compare(byte[] bytes, int offset, int count) throws IOException {
            DiskFile from = file;
            Path of = path;
            if (from == null || of == null) {
                return;
            }
            byte[] there = new byte[count];
            int read = from.read(there, 0, count, length);
            int differs = read == 0 ? -1 : Arrays.mismatch(there, 0, read, bytes, offset, offset + read);
            if (differs >= 0) {
                throw new Differs(of, length + differs, "other bytes than the journal says");
            }
            comparedBytes += read;
        }

        private void pass(Event event) throws IOException {
            place = event.place();
            length = 0;
            openNext();
        }

        @Override
        public void end(long index) throws IOException {
            if (length == 0) {
                return;
            }
            Event event = nextEvent();
            if (event == null) {
                place = Long.MAX_VALUE; // a living collector has not come so far: nothing more to compare
                length = 0;
                openNext();
                return;
            }
            if (event.kind() != Kind.ENDED || event.index() != index || event.lengthBytes() != length) {
                throw new Differs(
                        folder.resolve(name),
                        length,
                        "the log ends the file with entry " + index + ", the history not");
            }
            if (file != null && path != null && file.size() != length) {
                throw new Differs(
                        path, Math.min(file.size(), length), "an ended file that should have " + length + " bytes");
            }
            pass(event);
        }

        @Override
        public void flush() {
            // nothing is written
        }

        @Override
        public void force() {
            // nothing is written
        }

        @Override
        public OutputState state() {
            return new OutputState(name, length, 0);
        }

        @Override
        public void close() throws IOException {
            if (file != null) {
                file.close();
                file = null;
            }
        }
    }
}
