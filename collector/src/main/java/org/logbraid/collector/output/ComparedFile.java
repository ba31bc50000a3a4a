package org.logbraid.collector.output;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.logbraid.collector.output.ComparedOutputs.Differs;
import org.logbraid.collector.output.OutputHistory.Event;
import org.logbraid.collector.output.OutputHistory.Kind;
import org.logbraid.common.disk.Disk;
import org.logbraid.common.disk.DiskFile;
import org.logbraid.common.disk.FileStat;

/**
 * One output that is compared, through all the files it went on in; {@code place} is how far its history has been
 * followed.
 *
 * <p>Not thread-safe: belongs to its {@link ComparedOutputs}.
 */
final class ComparedFile implements Output, Closeable {
    /** The place of what the collector has not come to yet. */
    static final long NOT_YET = Long.MAX_VALUE;

    private final Disk disk;
    private final Path data;
    private final Path folder;
    private final List<String> notes;
    private final String name;
    private long place;
    private long length;
    private long comparedBytes;
    private boolean countsOnly;
    private @Nullable Event next;
    private @Nullable Path path;
    private @Nullable DiskFile file;

    ComparedFile(Disk disk, Path data, Path folder, List<String> notes, String name, long place, long length)
            throws IOException {
        this.disk = disk;
        this.data = data;
        this.folder = folder;
        this.notes = notes;
        this.name = name;
        this.place = place;
        this.length = length;
        openNext();
    }

    /** Opens the file that the next bytes are in; none when it was moved away, archived or not written yet. */
    private void openNext() throws IOException {
        do {
            close();
            path = null;
            next = nextEvent();
            file = place == NOT_YET ? null : opened(next);
        } while (place != NOT_YET && changed(next)); // a living collector ended it between the two looks
    }

    private @Nullable Event nextEvent() throws IOException {
        if (place == NOT_YET) {
            return null;
        }
        try (OutputHistory history = OutputHistory.openReadOnly(disk, data)) {
            List<Event> events = history.after(place, name);
            return events.isEmpty() ? null : events.get(0);
        }
    }

    private boolean changed(@Nullable Event before) throws IOException {
        Event now = nextEvent();
        return before == null ? now != null : !before.equals(now);
    }

    private @Nullable DiskFile opened(@Nullable Event event) throws IOException {
        if (event != null && event.kind() == Kind.MOVED) {
            notes.add("was moved away by somebody and not compared: " + name + " up to byte " + event.lengthBytes());
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
        if (from == null || of == null || countsOnly) {
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
            place = NOT_YET; // a living collector has not come so far: nothing more to compare
            length = 0;
            openNext();
            return;
        }
        if (event.kind() != Kind.ENDED || event.index() != index || event.lengthBytes() != length) {
            throw new Differs(
                    folder.resolve(name), length, "the log ends the file with entry " + index + ", the history not");
        }
        if (file != null && path != null && file.size() != length) {
            throw new Differs(
                    path, Math.min(file.size(), length), "an ended file that should have " + length + " bytes");
        }
        pass(event);
    }

    void countOnly() {
        countsOnly = true;
    }

    /** Whether everything so far is in the file; of what was moved away or archived nobody knows. */
    void requireWritten() throws IOException {
        Path of = path;
        if (of == null || length == 0) {
            return;
        }
        if (file == null) {
            throw new Differs(of, -1, "the file is missing");
        }
        if (file.size() < length) {
            throw new Differs(of, file.size(), "the file is shorter than its snapshot says, which is " + length);
        }
    }

    /** Whether the file, if it is still the one that was noted, had no more bytes then than these. */
    void requireNothingBehind(Map<Path, FileStat> noted) throws IOException {
        Path of = path;
        if (of == null || next != null) {
            return;
        }
        FileStat before = noted.get(of);
        FileStat now = disk.stat(of);
        if (before != null && now != null && now.sameFile(before) && before.sizeBytes() > length) {
            throw new Differs(of, length, "bytes behind those of the journal: " + (before.sizeBytes() - length));
        }
    }

    long comparedBytes() {
        return comparedBytes;
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
