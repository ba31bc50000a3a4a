package org.logbraid.deploy.demo;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.logbraid.collector.status.StatusClient;
import org.logbraid.common.HostPort;
import org.logbraid.deploy.cli.Answer;
import org.logbraid.deploy.cli.CommandFailure;

/**
 * One collector of the demo: its place, which stays the same, and its process, which is killed and started again.
 *
 * <p>Belongs to the thread that runs the demo, but for the process, which whoever ends the demo closes.
 */
final class Collector {

    private final String name;
    private final Path data;
    private final Path merged;
    private final HostPort agents;
    private final HostPort http;
    private final HostPort peers;
    private volatile @Nullable Child process;

    /**
     * A place for it, on free ports.
     *
     * @param data folder of journal and state
     * @param merged its merged file
     */
    Collector(String name, Path data, Path merged) throws IOException {
        this.name = name;
        this.data = data;
        this.merged = merged;
        this.agents = FreePort.next();
        this.http = FreePort.next();
        this.peers = FreePort.next();
    }

    String name() {
        return name;
    }

    Path data() {
        return data;
    }

    Path merged() {
        return merged;
    }

    HostPort agents() {
        return agents;
    }

    HostPort http() {
        return http;
    }

    HostPort peers() {
        return peers;
    }

    @Nullable
    Child process() {
        return process;
    }

    void process(Child started) {
        process = started;
    }

    boolean isRunning() {
        Child running = process;
        return running != null && running.isAlive();
    }

    void kill() throws InterruptedException {
        Child running = process;
        if (running != null) {
            running.kill();
        }
    }

    /** What it says of itself. */
    Answer status() throws IOException, CommandFailure {
        return Answer.of(new StatusClient(http).get("/api/v1/status").body());
    }

    /** Whether it leads, as far as it can be asked. */
    boolean leads() {
        try {
            return isRunning() && status().text("leading").equals("true");
        } catch (IOException | CommandFailure e) {
            return false;
        }
    }
}
