package org.logbraid.deploy.demo;

import java.io.Closeable;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.logbraid.deploy.Main;
import org.logbraid.deploy.cli.ParentWatch;

/**
 * A process of the demo: this program with another command, its output in a log file. Ends with the demo, however that
 * ends.
 *
 * <p>Not thread-safe but for {@link #close}: belongs to the thread that runs the demo.
 */
final class Child implements Closeable {
    private static final long STOP_SECONDS = 15;
    private static final Path SETSID = Path.of("/usr/bin/setsid");

    /** Flags of this JVM that are not for its children: they live longer, or look at this one alone. */
    private static final Pattern OWN_FLAGS =
            Pattern.compile("-XX:(SharedArchiveFile|ArchiveClassesAtExit|TieredStopAtLevel|[+-]Use\\w+GC).*"
                    + "|-Xm[sx].*|-javaagent.*|-agentlib.*");

    private final String name;
    private final Path log;
    private final Process process;
    private final long logBegins;

    private Child(String name, Path log, Process process, long logBegins) {
        this.name = name;
        this.log = log;
        this.process = process;
        this.logBegins = logBegins;
    }

    /**
     * Starts a process.
     *
     * @param folder it works in
     * @param log appended to
     * @param arguments the command and its options
     */
    static Child start(String name, Path folder, Path log, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>();
        if (Files.isExecutable(SETSID)) {
            command.add(SETSID.toString()); // Ctrl-C is for the demo alone, which then stops its processes in order
        }
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        for (String flag : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
            if (!OWN_FLAGS.matcher(flag).matches()) {
                command.add(flag);
            }
        }
        command.addAll(List.of("-XX:+UseSerialGC", "-Xmx256m", ParentWatch.flag()));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(arguments);
        long begins = Files.exists(log) ? Files.size(log) : 0;
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        process.getOutputStream().close();
        return new Child(name, log, process, begins);
    }

    /**
     * Waits for the line that begins with {@code ready}.
     *
     * @return that line
     * @throws IOException when the process ends or stays silent, with what it said last
     */
    String awaitReady(long seconds) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (System.nanoTime() < deadline) {
            for (String line : said()) {
                if (line.startsWith("ready")) {
                    return line;
                }
            }
            if (!process.isAlive()) {
                throw new IOException(name + " ended with status " + process.exitValue() + ": " + lastWords());
            }
            Thread.sleep(50);
        }
        throw new IOException(name + " is not ready after " + seconds + " s: " + lastWords());
    }

    private List<String> said() throws IOException {
        byte[] all = Files.readAllBytes(log);
        int from = (int) Math.min(logBegins, all.length);
        return new String(all, from, all.length - from, StandardCharsets.UTF_8)
                .lines()
                .toList();
    }

    private String lastWords() throws IOException {
        List<String> lines = said();
        return (lines.isEmpty() ? "it said nothing" : "it said '" + lines.get(lines.size() - 1) + "'") + "; see " + log;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Kills it as {@code kill -9} does, and waits until it is gone. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /**
     * Asks it to end.
     *
     * @return its exit status; -1 when it had to be killed
     */
    int stop() throws InterruptedException {
        process.destroy();
        if (process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
            return process.exitValue();
        }
        kill();
        return -1;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    @Override
    public String toString() {
        return name;
    }
}
