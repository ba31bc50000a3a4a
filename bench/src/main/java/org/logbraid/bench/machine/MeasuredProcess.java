package org.logbraid.bench.machine;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A child process and what it uses. Its CPU time is what the kernel adds to this process's account of children when the
 * child is awaited: nothing runs inside the child, and nothing at its end is missed. So children have to be awaited in
 * the order in which they end. None is left behind when this process ends.
 *
 * <p>Belongs to the thread that measures.
 */
public final class MeasuredProcess implements Closeable {
    private static final Duration GRACE = Duration.ofSeconds(30);

    private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();
    private static double accounted = ProcFiles.childrenSeconds();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> RUNNING.forEach(Process::destroyForcibly), "bench-end"));
    }

    private final Process process;
    private final String name;
    private final long startedNanos;
    private final BlockingQueue<Said> said = new LinkedBlockingQueue<>();
    private long peakKib;

    /** A line of standard error, and when it came. */
    private record Said(String line, long nanos) {}

    /** A line that was waited for: what its pattern's first group held, and when it came. */
    public record Found(String value, long nanos) {}

    private MeasuredProcess(Process process, String name, long startedNanos) {
        this.process = process;
        this.name = name;
        this.startedNanos = startedNanos;
    }

    /** Starts a program in a folder; what it writes to standard output goes to where it is told. */
    public static MeasuredProcess start(
            List<String> command, Path folder, Map<String, String> environment, ProcessBuilder.Redirect output)
            throws IOException {
        var builder = new ProcessBuilder(command).directory(folder.toFile()).redirectOutput(output);
        builder.environment().putAll(environment);
        long begin = System.nanoTime();
        var started = new MeasuredProcess(builder.start(), command.get(0), begin);
        RUNNING.add(started.process);
        var reader = new Thread(started::listen, "bench-stderr");
        reader.setDaemon(true);
        reader.start();
        return started;
    }

    /** Runs a program that says nothing to its end. */
    public static Usage run(List<String> command, Path folder) throws IOException, InterruptedException {
        try (var process = start(command, folder, Map.of(), ProcessBuilder.Redirect.DISCARD)) {
            return process.waitFor(Duration.ofMinutes(10));
        }
    }

    private void listen() {
        try (var lines = new BufferedReader(new InputStreamReader(process.getErrorStream(), UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                said.add(new Said(line, System.nanoTime()));
            }
        } catch (IOException | UncheckedIOException e) {
            // the process is gone, and so is what it says
        }
    }

    /** On the monotonic clock, right before the program was started. */
    public long startedNanos() {
        return startedNanos;
    }

    public long pid() {
        return process.pid();
    }

    /** Waits for a line of standard error in which a pattern is found. */
    public Found await(Pattern pattern, Duration atMost) throws IOException, InterruptedException {
        var other = new StringBuilder();
        long end = System.nanoTime() + atMost.toNanos();
        while (System.nanoTime() < end) {
            Said next = said.poll(50, TimeUnit.MILLISECONDS);
            if (next != null) {
                Matcher matcher = pattern.matcher(next.line());
                if (matcher.find()) {
                    return new Found(matcher.group(1), next.nanos());
                }
                other.append('\n').append(next.line());
            } else if (!process.isAlive()) {
                break;
            }
        }
        throw new IOException(name + " did not say '" + pattern + "' but:" + other);
    }

    /** Writes a line to its standard input. */
    public void say(String line) throws IOException {
        process.outputWriter(UTF_8).append(line).append('\n').flush();
    }

    /** Notes how much memory it has in use; to be called now and then, for it cannot be told any more at the end. */
    public void look() {
        peakKib = Math.max(peakKib, ProcFiles.peakKib(process.pid()));
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Asks it to end, and waits for that. */
    public Usage stop() throws IOException, InterruptedException {
        look();
        process.toHandle().destroy(); // unlike destroy() of the process, leaves its streams open
        if (!process.waitFor(GRACE.toSeconds(), TimeUnit.SECONDS)) {
            throw new IOException(name + " did not end when it was asked to");
        }
        return usage();
    }

    /** Waits until it has ended by itself, and well. */
    public Usage waitFor(Duration atMost) throws IOException, InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        do {
            look();
        } while (!process.waitFor(10, TimeUnit.MILLISECONDS) && System.nanoTime() < end);
        if (process.isAlive() || process.exitValue() != 0) {
            var lines = new StringBuilder();
            said.forEach(each -> lines.append('\n').append(each.line()));
            throw new IOException(name + (process.isAlive() ? " does not end" : " failed") + lines);
        }
        return usage();
    }

    private Usage usage() {
        RUNNING.remove(process);
        double all = ProcFiles.childrenSeconds();
        double own = all - accounted;
        accounted = all;
        return new Usage(own, peakKib);
    }

    /** Ends it by force if it is still there. */
    @Override
    public void close() {
        if (process.isAlive()) {
            process.destroyForcibly();
            try {
                process.waitFor();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            accounted = ProcFiles.childrenSeconds();
        }
        RUNNING.remove(process);
    }
}
