package org.logbraid.bench.system;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.logbraid.agent.AgentProcess;
import org.logbraid.agent.AgentSettings;
import org.logbraid.common.HostPort;

/**
 * Many agents in one JVM, each with a folder of its own: what hundreds of servers do to the collectors, on one machine.
 * {@code AgentHost FIRST COUNT FOLDER HOST:PORT,…}; the agent N follows {@code FOLDER/agent-N/logs/*.log}.
 *
 * <p>Starts them when it reads a line, says {@code ready} when all are, and ends when it is killed, for it is the collectors that
 * are measured.
 */
public final class AgentHost {
    private AgentHost() {}

    /** Starts them and stays. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        int first = Integer.parseInt(arguments[0]);
        int count = Integer.parseInt(arguments[1]);
        Path folder = Path.of(arguments[2]);
        List<HostPort> collectors =
                Stream.of(arguments[3].split(",", -1)).map(HostPort::parse).toList();
        var ready = new CountDownLatch(count);
        System.err.println("waiting");
        if (System.in.read() < 0) {
            return;
        }
        List<Thread> threads = new ArrayList<>();
        for (int i = first; i < first + count; i++) {
            AgentProcess agent = agent(i, folder, collectors, ready);
            var thread = new Thread(agent::run, "agent-" + i);
            thread.start();
            threads.add(thread);
        }
        ready.await();
        System.err.println("ready agents=" + count);
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private static AgentProcess agent(int number, Path folder, List<HostPort> collectors, CountDownLatch ready) {
        AgentSettings settings = AgentSettings.defaults(List.of(logs(folder, number) + "/*.log"), collectors)
                .withIdentity("agent-" + number, false, home(folder, number).resolve("state"));
        return new AgentProcess(
                settings,
                sentence -> {
                    if (sentence.startsWith("ready ")) {
                        ready.countDown();
                    } else {
                        System.err.println("agent-" + number + ": " + sentence);
                    }
                },
                Runtime.getRuntime()::halt);
    }

    private static Path home(Path folder, int number) {
        return folder.resolve("agent-" + number);
    }

    /** Where an agent's files are. */
    static Path logs(Path folder, int number) {
        return home(folder, number).resolve("logs");
    }
}
