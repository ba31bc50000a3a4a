package org.logbraid.system.sim;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.logbraid.common.disk.Disk;
import org.logbraid.common.disk.DiskFile;
import org.logbraid.common.frame.Frames;
import org.logbraid.common.testing.SimulatedTime;

/**
 * The web server of a simulated machine, as far as one log file goes: appends lines, sometimes in two pieces, goes on in
 * another file when that one is rotated, writes to the old one for a while, and remembers what it wrote.
 */
final class LogWriter {
    private static final int MOST_LINES_AT_ONCE = 8;
    private static final long MICRO = 1_000;
    private static final long SECOND = 1_000_000_000L;

    /** Less than the time for which a renamed file has to be quiet. */
    private static final long LONGEST_STRAGGLING_NANOS = 3 * SECOND;

    private final String agent;
    private final Path path;
    private final SimulatedTime.MachineClock clock;
    private final RandomGenerator chance;
    private final boolean unrulyStamps;
    private final boolean pausing;
    private final List<Incarnation> incarnations = new ArrayList<>();
    private Incarnation current;
    private @Nullable Incarnation old;
    private long oldUntilNanos;
    private long stampNanos;
    private long formattedSecond = Long.MIN_VALUE;
    private String formatted = "";

    /** Begins the first file; when it is pausing, a last line may stay unfinished for a while. */
    LogWriter(
            String agent,
            Path path,
            Disk disk,
            SimulatedTime.MachineClock clock,
            RandomGenerator chance,
            boolean unrulyStamps,
            boolean pausing)
            throws IOException {
        this.agent = agent;
        this.path = path;
        this.clock = clock;
        this.chance = chance;
        this.unrulyStamps = unrulyStamps;
        this.pausing = pausing;
        this.current = next(disk.openForWriting(path));
    }

    Path path() {
        return path;
    }

    String agent() {
        return agent;
    }

    Incarnation current() {
        return current;
    }

    /** Everything that was ever written, but for a last line in hand. */
    List<Incarnation> incarnations() {
        return incarnations;
    }

    /** Appends a few lines; the last one may stay unfinished for now. */
    void append() throws IOException {
        int lines = 1 + chance.nextInt(MOST_LINES_AT_ONCE);
        for (int i = 0; i < lines; i++) {
            appendLine();
        }
        if (pausing && chance.nextInt(10) == 0) {
            begin();
        }
        Incarnation behind = old;
        if (behind != null && clock.monotonicNanos() > oldUntilNanos) {
            old = null;
        } else if (behind != null && chance.nextInt(3) == 0) {
            appendLine(behind);
        }
    }

    void appendLine() throws IOException {
        appendLine(current);
    }

    private void appendLine(Incarnation to) throws IOException {
        if (!to.isUnfinished()) {
            begin(to);
        }
        to.finishLine();
    }

    /** Writes a line but for its newline. */
    void begin() throws IOException {
        if (!current.isUnfinished()) {
            begin(current);
        }
    }

    private void begin(Incarnation in) throws IOException {
        String text = text(in);
        in.begin(text, stampNanos);
    }

    /** Writes the newline that an unfinished line lacks, so that every line of the file is whole. */
    void finish() throws IOException {
        if (current.isUnfinished()) {
            current.finishLine();
        }
    }

    /** The line in hand stays without its newline for ever. */
    void leaveUnfinished() {
        if (current.isUnfinished()) {
            current.leaveUnfinished();
        }
    }

    /** Goes on in another file, or in the same one that is empty now. */
    void goOnIn(DiskFile file, boolean straggling) {
        old = straggling ? current : null;
        oldUntilNanos = clock.monotonicNanos() + LONGEST_STRAGGLING_NANOS;
        current = next(file);
    }

    private Incarnation next(DiskFile file) {
        var incarnation = new Incarnation(agent, path.toString(), incarnations.size(), file);
        incarnations.add(incarnation);
        return incarnation;
    }

    private String text(Incarnation to) {
        String name = to.label() + " " + to.sequence();
        String padding = "x".repeat(chance.nextInt(60));
        if (unrulyStamps && to.sequence() > 0 && chance.nextInt(12) == 0) {
            stampNanos = Frames.NO_TIME;
            return "    at frame of " + name + " " + padding;
        }
        long nanos = clock.epochNanos();
        if (unrulyStamps && chance.nextInt(15) == 0) {
            nanos += chance.nextLong(-3 * SECOND, 7 * SECOND / 2);
        }
        stampNanos = Math.floorDiv(nanos, MICRO) * MICRO;
        return stamp(stampNanos) + " " + name + " " + padding;
    }

    /** 2026-03-04T05:06:07.000008Z. */
    private String stamp(long nanos) {
        long second = Math.floorDiv(nanos, SECOND);
        if (second != formattedSecond) {
            formattedSecond = second;
            String whole = Instant.ofEpochSecond(second).toString();
            formatted = whole.substring(0, whole.length() - 1) + '.';
        }
        String micros = String.valueOf(SECOND / MICRO + (nanos - second * SECOND) / MICRO);
        return formatted + micros.substring(1) + 'Z';
    }
}
