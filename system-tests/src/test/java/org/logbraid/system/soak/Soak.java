package org.logbraid.system.soak;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.logbraid.system.process.Folders;

/**
 * Live traffic for a long time, while files are rotated, the merged file is ended and processes are killed, judged as it
 * comes. {@code system-tests/src/test/soak/run.sh} starts it; {@link SoakOptions} says what can be asked for. Prints a line a
 * minute and a table at the end; exit status 0 when all is well, 1 when something was found, and then everything is left as it
 * lies.
 */
public final class Soak {
    private static final Duration MOST_TO_DRAIN = Duration.ofMinutes(15);
    private static final long LEAST_ROOM_BYTES = 10L << 30;
    private static final long PAUSE_NANOS = 50_000_000;
    private static final long SECOND_NANOS = 1_000_000_000;
    private static final long ASK_AGAIN_NANOS = 10 * SECOND_NANOS;
    private static final long IDLE_NANOS = 10_000_000;

    private final SoakOptions options;
    private final StreamCheck check;
    private final SoakLogs logs;
    private final SoakProcesses processes;
    private final MergedStream stream;
    private final SoakFigures figures;
    private final Random random;
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final long begunNanos = System.nanoTime();
    private volatile boolean done;
    private long sampledNanos;
    private long minutes;
    private long endAskedNanos;
    private int kills;
    private long nextKillNanos;

    private Soak(SoakOptions options) throws IOException {
        this.options = options;
        random = new Random(options.seed());
        check = new StreamCheck(options.files());
        Path inputs = Files.createDirectories(options.folder().resolve("logs"));
        logs = new SoakLogs(options, inputs, check);
        processes = new SoakProcesses(options, logs.paths());
        stream = new MergedStream(processes.outFolder(), SoakProcesses.OUTPUT, check);
        figures = new SoakFigures(options, processes, logs, check, stream);
        nextKillNanos = killNanos();
    }

    /** Runs one and ends this process. */
    public static void main(String[] arguments) throws IOException {
        SoakOptions options = SoakOptions.fromProperties();
        Folders.deleteIfExists(options.folder());
        Files.createDirectories(options.folder());
        boolean well = false;
        Soak soak = new Soak(options);
        try {
            soak.run();
            well = true;
        } catch (Throwable e) {
            e.printStackTrace(System.out);
        } finally {
            soak.done = true;
            soak.processes.close();
        }
        System.out.println(soak.figures.summary());
        System.out.println(well ? "verdict: well" : "verdict: FAILED, see above; everything is in " + options.folder());
        System.exit(well ? 0 : 1);
    }

    /** Of the kill in the next span. */
    private long killNanos() {
        long span = options.killEvery().toNanos();
        return kills * span + (long) (random.nextDouble() * span);
    }

    private void run() throws Exception {
        System.out.println("soak: " + options);
        System.out.println(SoakFigures.head());
        processes.startAll();
        thread("soak-judge", this::judge);
        Thread writer = thread("soak-logs", logs);
        long end = Duration.ofMinutes(options.minutes()).toNanos();
        while (elapsed() < end) {
            trouble();
            look();
        }
        logs.stop();
        writer.join();
        long drainBy = System.nanoTime() + MOST_TO_DRAIN.toNanos();
        while (check.lines() < logs.written()) {
            look();
            if (System.nanoTime() - drainBy > 0) {
                throw new AssertionError(
                        "not all lines have come out " + MOST_TO_DRAIN + " after the last was written");
            }
        }
        System.out.println(figures.minute(minutes));
        processes.stopAll();
        LockSupport.parkNanos(SECOND_NANOS); // whatever might follow would be seen
        requireWell();
        judgeDisplaced();
        System.out.println("verify: " + processes.verify());
    }

    private long elapsed() {
        return System.nanoTime() - begunNanos;
    }

    private Thread thread(String name, Runnable work) {
        var thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (Throwable e) {
                        failure.compareAndSet(null, e);
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private void judge() {
        try (stream) {
            while (!done) {
                if (stream.turn() == 0) {
                    LockSupport.parkNanos(IDLE_NANOS);
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException("the merged files cannot be read", e);
        }
    }

    /** Kills and ends what is due. */
    private void trouble() throws IOException, InterruptedException {
        if (elapsed() >= nextKillNanos) {
            String name = kills % 2 == 1 ? SoakProcesses.COLLECTOR : SoakProcesses.AGENTS.get(kills / 2 % 2);
            figures.sample();
            processes.replace(name);
            figures.killed(name);
            kills++;
            nextKillNanos = killNanos();
        }
        boolean due = elapsed() / options.endEvery().toNanos() > stream.ended();
        if (due
                && elapsed() - endAskedNanos
                        >= ASK_AGAIN_NANOS) { // a collector that was just started takes no requests
            endAskedNanos = elapsed();
            processes.endOutput();
        }
    }

    private void look() throws IOException, InterruptedException {
        requireWell();
        processes.requireAlive();
        if (elapsed() - sampledNanos >= SECOND_NANOS) {
            sampledNanos = elapsed();
            figures.sample();
        }
        if (elapsed() / (60 * SECOND_NANOS) > minutes) {
            minutes++;
            judgeDisplaced();
            System.out.println(figures.minute(minutes));
            long room = Files.getFileStore(options.folder()).getUsableSpace();
            if (room < LEAST_ROOM_BYTES) {
                throw new AssertionError("the disk fills up, " + room + " bytes are left");
            }
        }
        LockSupport.parkNanos(PAUSE_NANOS);
    }

    private void requireWell() {
        Throwable found = failure.get();
        if (found != null) {
            throw new AssertionError("found: " + found.getMessage(), found);
        }
    }

    /** Out of the order of time may only be what was not written within stamp-lag. */
    private void judgeDisplaced() {
        int noted = check.displaced().size();
        LockSupport.parkNanos(SECOND_NANOS); // until their writer has noted how long it took
        for (int i = 0; i < noted; i++) {
            StreamCheck.Displaced line = check.displaced().remove();
            if (!logs.slow().excuses(line)) {
                throw new AssertionError("out of the order of time, though written in time: " + line);
            }
        }
    }
}
