package org.logbraid.system.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One run of a command in a JVM of its own, started with the class path and the flags of the tests. Its standard error is
 * copied to a file as it comes; its standard output goes to a file.
 *
 * <p>Belongs to the test's thread, but for the thread that copies.
 */
public final class LogbraidProcess {
    /** Long enough for a JVM on a machine that has other things to do. */
    public static final Duration PATIENCE = Duration.ofSeconds(90);

    private static final String MAIN = "org.logbraid.deploy.Main";

    private final String label;
    private final Process process;
    private final Path standardOutput;
    private final List<String> errorLines = new ArrayList<>();
    private boolean ended;

    private LogbraidProcess(String label, Process process, Path standardOutput) {
        this.label = label;
        this.process = process;
        this.standardOutput = standardOutput;
    }

    /**
     * Starts a command.
     *
     * @param folder where it runs and where its output goes
     * @param label unique in the folder
     * @param wrapper words before the JVM's, such as those of a tracer; may be empty
     */
    static LogbraidProcess start(
            Path folder, String label, List<String> wrapper, List<String> jvmFlags, List<String> words)
            throws IOException {
        List<String> command = new ArrayList<>(wrapper);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xshare:auto", "-XX:TieredStopAtLevel=4", "-XX:-UsePerfData"));
        command.addAll(libraryFlags());
        command.addAll(jvmFlags);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), MAIN));
        command.addAll(words);
        return start(folder, folder, label, command, Map.of());
    }

    /**
     * Starts any command.
     *
     * @param workplace where it runs
     * @param folder where its output goes
     * @param label unique in the folder
     * @param environment is added to that of this JVM
     */
    public static LogbraidProcess start(
            Path workplace, Path folder, String label, List<String> words, Map<String, String> environment)
            throws IOException {
        // A shell has its background jobs ignore signals, and whoever runs these tests may be such a job.
        List<String> command = new ArrayList<>(List.of("/usr/bin/env", "--default-signal"));
        command.addAll(words);
        Path out = folder.resolve(label + ".out");
        var builder = new ProcessBuilder(command).directory(workplace.toFile()).redirectOutput(out.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        var started = new LogbraidProcess(label, process, out);
        var copier = new Thread(() -> started.copyErrors(folder.resolve(label + ".err")), "stderr of " + label);
        copier.setDaemon(true);
        copier.start();
        return started;
    }

    /** Those of this JVM that the libraries need; its heap is its own business. */
    private static List<String> libraryFlags() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(flag -> flag.startsWith("--")
                        || flag.startsWith("-XX:+IgnoreUnrecognized")
                        || flag.startsWith("-Dchronicle.")
                        || flag.startsWith("-Ddisable.")
                        || flag.startsWith("-Djava.net."))
                .toList();
    }

    private void copyErrors(Path file) {
        try (BufferedReader in = new BufferedReader(new InputStreamReader(process.getErrorStream(), UTF_8));
                var out = Files.newBufferedWriter(file)) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                out.write(line + "\n");
                out.flush();
                synchronized (errorLines) {
                    errorLines.add(line);
                    errorLines.notifyAll();
                }
            }
        } catch (IOException e) {
            // the process was killed while a line was on its way
        } finally {
            synchronized (errorLines) {
                ended = true;
                errorLines.notifyAll();
            }
        }
    }

    String label() {
        return label;
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** All lines of standard error so far. */
    public String errors() {
        synchronized (errorLines) {
            return String.join("\n", errorLines);
        }
    }

    /** Everything on standard output so far. */
    public String output() {
        try {
            return Files.readString(standardOutput);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for a line on standard error, and fails when the process ends without it. */
    String awaitError(String what, Predicate<String> wanted) throws InterruptedException {
        return awaitError(what, 1, wanted);
    }

    /** Waits until standard error has so many of such lines, and answers with the last one. */
    String awaitError(String what, int times, Predicate<String> wanted) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        synchronized (errorLines) {
            int looked = 0;
            int found = 0;
            while (true) {
                for (; looked < errorLines.size(); looked++) {
                    if (wanted.test(errorLines.get(looked)) && ++found == times) {
                        return errorLines.get(looked);
                    }
                }
                long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (ended || left <= 0) {
                    throw new AssertionError(label + (ended ? " ended" : " went on for " + PATIENCE)
                            + " without saying " + what + ":\n" + String.join("\n", errorLines));
                }
                errorLines.wait(left);
            }
        }
    }

    /** Waits for the line that begins with {@code ready}. */
    public LogbraidProcess awaitReady() throws InterruptedException {
        awaitError("ready", line -> line.startsWith("ready"));
        return this;
    }

    /** Whether it has said so. */
    public boolean isReady() {
        synchronized (errorLines) {
            return errorLines.stream().anyMatch(line -> line.startsWith("ready"));
        }
    }

    /** Waits for the line that begins with {@code ready}, or for the end. */
    void awaitReadyOrEnd() throws InterruptedException {
        synchronized (errorLines) {
            while (!ended && !isReady()) {
                errorLines.wait(PATIENCE.toMillis());
            }
        }
    }

    /** The address that the ready line names. */
    public String address(String key) throws InterruptedException {
        String line = awaitError("ready", text -> text.startsWith("ready"));
        Matcher address = Pattern.compile("\\b" + key + "=(\\S+)").matcher(line);
        if (!address.find()) {
            throw new AssertionError(label + " names no address of " + key + ": " + line);
        }
        return address.group(1);
    }

    /** Waits for the end. */
    int exitStatus() throws InterruptedException {
        return exitStatus(PATIENCE);
    }

    public int exitStatus(Duration patience) throws InterruptedException {
        if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError(label + " still runs after " + patience + ":\n" + errors());
        }
        synchronized (errorLines) {
            while (!ended) {
                errorLines.wait(1_000);
            }
        }
        return process.exitValue();
    }

    /** Sends a signal, and waits for nothing. */
    public void signal(String name) throws IOException, InterruptedException {
        if (!trySignal(name)) {
            throw new AssertionError(label + " cannot be sent SIG" + name);
        }
    }

    /** False when the process has ended already. */
    boolean trySignal(String name) throws IOException, InterruptedException {
        return new ProcessBuilder("/bin/kill", "-" + name, String.valueOf(pid()))
                        .start()
                        .waitFor()
                == 0;
    }

    /** SIGTERM, and waits for the end. */
    public int terminate() throws InterruptedException {
        process.toHandle().destroy(); // unlike destroy() of the process, leaves its streams open
        return exitStatus();
    }

    /** SIGTERM for the process that a tracer has started, and waits for both to end. */
    int terminateTraced() throws InterruptedException {
        process.children().forEach(ProcessHandle::destroy);
        return exitStatus();
    }

    /** SIGKILL, and waits until it is gone. */
    public void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    /** Ends it and whatever it may have started. */
    public void clearAway() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        process.onExit().orTimeout(10, TimeUnit.SECONDS).join();
    }
}
