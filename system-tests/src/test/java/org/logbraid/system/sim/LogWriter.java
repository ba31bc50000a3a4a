package org.logbraid.system.sim;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import org.logbraid.collector.merge.MergeView;
import org.logbraid.common.disk.Disk;
import org.logbraid.common.disk.DiskFile;
import org.logbraid.common.frame.Frames;
import org.logbraid.common.testing.SimulatedTime;

/**
 * The web server of a simulated machine, as far as one log file goes: appends lines, sometimes in two pieces, rotates by
 * rename (and may write to the old file for a while) or by copy and truncate, and remembers what it wrote.
 */
final class LogWriter {
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern(
                    "yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final int MOST_LINES_AT_ONCE = 8;

    private final String agent;
    private final Path path;
    private final Disk disk;
    private final SimulatedTime.MachineClock clock;
    private final RandomGenerator chance;
    private final List<WrittenLine> written = new ArrayList<>();
    private final boolean unrulyStamps;

    private DiskFile file;
    private int generation;
    private int sequence;
    private long size;
    private String begun = "";
    private long rotatedId;

    LogWriter(
            String agent,
            Path path,
            Disk disk,
            SimulatedTime.MachineClock clock,
            RandomGenerator chance,
            boolean unrulyStamps) {
        this.agent = agent;
        this.path = path;
        this.disk = disk;
        this.clock = clock;
        this.chance = chance;
        this.unrulyStamps = unrulyStamps;
        try {
            this.file = disk.openForWriting(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path path() {
        return path;
    }

    /** All lines whose newline was written. */
    List<WrittenLine> written() {
        return written;
    }

    /** Appends a few lines; the last one may stay unfinished for now. */
    void append() throws IOException {
        int lines = 1 + chance.nextInt(MOST_LINES_AT_ONCE);
        for (int i = 0; i < lines; i++) {
            appendLine();
        }
        if (chance.nextInt(10) == 0) {
            begin();
        }
    }

    private void appendLine() throws IOException {
        if (begun.isEmpty()) {
            begin();
        }
        put("\n");
        finishLine();
    }

    /** Writes a line but for its newline. */
    private void begin() throws IOException {
        if (begun.isEmpty()) {
            begun = text();
            put(begun);
        }
    }

    /** Writes the newline that an unfinished line lacks, so that every line of the file is whole. */
    void finish() throws IOException {
        if (!begun.isEmpty()) {
            put("\n");
            finishLine();
        }
    }

    private void finishLine() {
        written.add(new WrittenLine(agent, path.toString(), generation, sequence++, begun, stampOf(begun)));
        begun = "";
    }

    private String text() {
        String name = agent + " " + path.getFileName() + " " + generation + " " + sequence;
        String padding = "x".repeat(chance.nextInt(60));
        if (unrulyStamps && sequence > 0 && chance.nextInt(12) == 0) {
            return "    at frame of " + name + " " + padding;
        }
        long nanos = clock.epochNanos();
        if (unrulyStamps && chance.nextInt(15) == 0) {
            nanos += chance.nextLong(-3_000_000_000L, 3_500_000_000L);
        }
        return STAMP.format(Instant.ofEpochSecond(nanos / 1_000_000_000L, nanos % 1_000_000_000L)) + " " + name + " "
                + padding;
    }

    private static long stampOf(String text) {
        if (text.startsWith(" ")) {
            return Frames.NO_TIME;
        }
        Instant stamp = Instant.parse(text.substring(0, text.indexOf(' ')));
        return stamp.getEpochSecond() * 1_000_000_000L + stamp.getNano();
    }

    private void put(String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        file.write(bytes, 0, bytes.length, size);
        size += bytes.length;
    }

    /** Renames the file and begins a new one; the line in hand is finished in the old one first. */
    void rotateByRename() throws IOException {
        finish();
        shift();
        disk.rename(path, rotated(1));
        file = disk.openForWriting(path);
        next();
    }

    /** Copies the file beside itself and empties it; nothing is written meanwhile. */
    void rotateByCopy() throws IOException {
        finish();
        shift();
        byte[] all = new byte[Math.toIntExact(size)];
        file.read(all, 0, all.length, 0);
        try (DiskFile copy = disk.openForWriting(rotated(1))) {
            copy.write(all, 0, all.length, 0);
        }
        file.truncate(0);
        next();
    }

    /**
     * Whether the log knows something of the incarnation that is being written: one that comes and goes before that
     * cannot always be told from a file that was never ours, and has tests of its own.
     */
    boolean mayRotate(MergeView view) {
        for (MergeView.SourceView source : view.sources()) {
            if (source.agent().equals(agent)
                    && source.path().equals(path.toString())
                    && source.generationId() != rotatedId
                    && source.offset() > 0) {
                rotatedId = source.generationId();
                return true;
            }
        }
        return false;
    }

    /** Rotated files move up one number, as logrotate moves them: 1 is the newest. */
    private void shift() throws IOException {
        for (int number = generation; number >= 1; number--) {
            disk.rename(rotated(number), rotated(number + 1));
        }
    }

    private Path rotated(int number) {
        return path.resolveSibling(path.getFileName() + "." + number);
    }

    private void next() {
        generation++;
        sequence = 0;
        size = 0;
    }
}
