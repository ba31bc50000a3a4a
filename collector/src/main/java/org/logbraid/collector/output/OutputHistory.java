package org.logbraid.collector.output;

import static java.util.Objects.requireNonNull;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.logbraid.common.disk.Disk;
import org.logbraid.common.disk.DiskFile;
import org.logbraid.common.wire.InstanceId;

/**
 * What has become of the output files of a log: a file of lines in the data folder, each forced before what it tells of
 * is done. It tells a file that this log began from anybody else's, and a replay which file its bytes belong to.
 * {@code docs/format.md} draws it.
 *
 * <p>Not thread-safe: belongs to the {@code collector-merge} thread.
 */
public final class OutputHistory implements Closeable {
    static final String FILE = "outputs";
    private static final String HEAD = "logbraid-outputs 1 ";
    private static final int CRC_DIGITS = 8;
    private static final long MAX_BYTES = 64 * 1024 * 1024;

    /** What an event tells. */
    enum Kind {
        /** A file is about to be created. */
        BEGUN,
        /** The file is about to be renamed {@code NAME.INDEX}, with all its bytes on disk. */
        ENDED,
        /** The file stands no longer under its name, nobody of us did that: a new one goes on. */
        MOVED
    }

    /**
     * One line.
     *
     * @param index entry being applied
     * @param lengthBytes length of the file that is spoken of
     * @param place where the next line begins in this history
     */
    record Event(Kind kind, String name, long index, long lengthBytes, long place) {}

    private final Disk disk;
    private final Path path;
    private final boolean readOnly;
    private final List<Event> events = new ArrayList<>();
    private @Nullable DiskFile file;
    private InstanceId log = InstanceId.NONE;
    private long lengthBytes;

    private OutputHistory(Disk disk, Path path, boolean readOnly) {
        this.disk = disk;
        this.path = path;
        this.readOnly = readOnly;
    }

    /**
     * Reads the history in a data folder; an empty one when there is none.
     *
     * @throws OutputMismatchException when it is damaged
     */
    public static OutputHistory open(Disk disk, Path data) throws IOException {
        return open(disk, data, false);
    }

    /** The same beside a living collector: nothing is written or mended. */
    static OutputHistory openReadOnly(Disk disk, Path data) throws IOException {
        return open(disk, data, true);
    }

    private static OutputHistory open(Disk disk, Path data, boolean readOnly) throws IOException {
        var history = new OutputHistory(disk, data.resolve(FILE), readOnly);
        if (disk.stat(history.path) != null) {
            history.read();
        }
        return history;
    }

    private void read() throws IOException {
        DiskFile opened = readOnly ? disk.openForReading(path) : disk.openForWriting(path);
        file = opened;
        byte[] all = new byte[(int) Math.min(opened.size(), MAX_BYTES)];
        int count = opened.read(all, 0, all.length, 0);
        int from = 0;
        boolean torn = false;
        for (int i = 0; i < count; i++) {
            if (all[i] == '\n') {
                boolean good = take(new String(all, from, i - from, StandardCharsets.UTF_8), i + 1);
                if (good && torn) {
                    throw new OutputMismatchException("the history of outputs is damaged: path=" + path + " at="
                            + lengthBytes + "; put back a good copy, or start with new --data and --out");
                }
                torn |= !good;
                lengthBytes = torn ? lengthBytes : i + 1;
                from = i + 1;
            }
        }
        if (readOnly) {
            return;
        }
        if (lengthBytes < count) {
            opened.truncate(lengthBytes); // a line that was being written when the power went
        }
        opened.force(); // the process that wrote it may have been killed before it came to that
        disk.forceFolder(folder());
    }

    private Path folder() {
        return requireNonNull(path.toAbsolutePath().getParent());
    }

    /** Whether a line is sound; takes what it says. */
    private boolean take(String line, long place) {
        if (line.length() <= CRC_DIGITS || !line.substring(0, CRC_DIGITS).equals(crc(line.substring(CRC_DIGITS + 1)))) {
            return false;
        }
        String said = line.substring(CRC_DIGITS + 1);
        if (said.startsWith(HEAD)) {
            log = InstanceId.parse(said.substring(HEAD.length()));
            return true;
        }
        String[] words = said.split(" ", 4);
        events.add(new Event(
                Kind.valueOf(words[0].toUpperCase(Locale.ROOT)),
                words[3],
                Long.parseLong(words[1]),
                Long.parseLong(words[2]),
                place));
        return true;
    }

    private static String crc(String said) {
        var crc = new CRC32C();
        crc.update(said.getBytes(StandardCharsets.UTF_8));
        return String.format("%08x", (int) crc.getValue());
    }

    /** The log whose outputs these are; {@link InstanceId#NONE} while nothing was begun. */
    InstanceId log() {
        return log;
    }

    /**
     * Binds the history to a log.
     *
     * @throws OutputMismatchException when it belongs to another one
     */
    void belongsTo(InstanceId to) throws IOException {
        if (log.equals(to)) {
            return;
        }
        if (!log.isNone()) {
            throw new OutputMismatchException("the history of outputs belongs to another log: path=" + path + " log="
                    + log + " journal=" + to + "; start with new --data and --out");
        }
        if (file == null) {
            file = disk.openForWriting(path);
            disk.forceFolder(folder());
        }
        write(file, HEAD + to);
        log = to;
    }

    /** Adds an event and forces it. */
    Event add(Kind kind, String name, long index, long fileBytes) throws IOException {
        if (file == null) {
            throw new IllegalStateException("an output was begun before its log was known: name=" + name);
        }
        write(file, kind.name().toLowerCase(Locale.ROOT) + ' ' + index + ' ' + fileBytes + ' ' + name);
        var event = new Event(kind, name, index, fileBytes, lengthBytes);
        events.add(event);
        return event;
    }

    private void write(DiskFile to, String said) throws IOException {
        byte[] line = (crc(said) + ' ' + said + '\n').getBytes(StandardCharsets.UTF_8);
        to.write(line, 0, line.length, lengthBytes);
        to.force();
        lengthBytes += line.length;
    }

    /** Length of the history: a snapshot notes it, so that recovery knows what happened afterwards. */
    long lengthBytes() {
        return lengthBytes;
    }

    /** The events of a name behind a place of the history. */
    List<Event> after(long place, String name) {
        return events.stream()
                .filter(event -> event.place() > place && event.name().equals(name))
                .toList();
    }

    /** All events, the oldest first. */
    List<Event> events() {
        return List.copyOf(events);
    }

    /** All names that were ever begun. */
    Set<String> names() {
        return events.stream().map(Event::name).collect(Collectors.toCollection(TreeSet::new));
    }

    @Override
    public void close() throws IOException {
        if (file != null) {
            file.close();
        }
    }
}
