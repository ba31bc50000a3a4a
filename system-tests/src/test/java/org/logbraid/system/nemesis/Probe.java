package org.logbraid.system.nemesis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;

/** A {@link Prober} on a machine. Belongs to the test's thread, but for the thread that reads what it says. */
final class Probe implements Closeable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Machine machine;
    private final Process process;
    private final List<String> heard = new CopyOnWriteArrayList<>();

    Probe(Machine machine, List<String> command) throws IOException {
        this.machine = machine;
        this.process = new ProcessBuilder(machine.command(command))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        var reader = new Thread(this::read, "probe on " + machine.name());
        reader.setDaemon(true);
        reader.start();
    }

    private void read() {
        try (var in = new BufferedReader(new InputStreamReader(process.getErrorStream(), UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                heard.add(line);
            }
        } catch (IOException e) {
            heard.add("ended: " + e);
        }
    }

    String address() {
        return machine.address();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Sends a word, by {@code udp} or {@code tcp}. */
    void say(String protocol, String address, String word) throws IOException {
        process.getOutputStream().write((protocol + " " + address + " " + word + "\n").getBytes(UTF_8));
        process.getOutputStream().flush();
    }

    /** Everything it has said so far. */
    List<String> heard() {
        return heard;
    }

    void await(String line) {
        Awaitility.await(machine + " to say '" + line + "'")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> heard.contains(line));
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
