package org.logbraid.system.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The two agents of a live run, each of which follows a half of its logs.
 *
 * <p>Belongs to the test's thread.
 */
final class LiveAgents {
    private static final String FIRST = "first";
    private static final String SECOND = "second";

    private final Killed first;
    private final Killed second;

    private LiveAgents(Killed first, Killed second) {
        this.first = first;
        this.second = second;
    }

    /** Starts both, and waits for nothing. */
    static LiveAgents start(Cluster cluster, LiveLogs logs) throws IOException {
        return new LiveAgents(agent(cluster, logs, FIRST), agent(cluster, logs, SECOND));
    }

    private static Killed agent(Cluster cluster, LiveLogs logs, String name) throws IOException {
        List<Path> paths = logs.logs().stream()
                .map(LiveLog::path)
                .filter(path -> name.equals(agentOf(logs, path)))
                .toList();
        Killed.Starter starter = () -> cluster.agent(name, paths);
        return new Killed("agent " + name, starter.start(), starter);
    }

    private static String agentOf(LiveLogs logs, Path path) {
        List<Path> all = logs.logs().stream().map(LiveLog::path).toList();
        return all.indexOf(path) < all.size() / 2 ? FIRST : SECOND;
    }

    /** As the reference wants them. */
    static List<ReferenceMerge.Source> sources(LiveLogs logs) {
        List<ReferenceMerge.Source> sources = new ArrayList<>();
        for (LiveLog log : logs.logs()) {
            sources.add(log.source(agentOf(logs, log.path())));
        }
        return sources;
    }

    LiveAgents awaitReady() throws InterruptedException {
        first.process().awaitReady();
        second.process().awaitReady();
        return this;
    }

    Killed first() {
        return first;
    }

    /** SIGTERM: both have to end well. */
    void terminate() throws InterruptedException {
        for (Killed agent : List.of(first, second)) {
            assertThat(agent.process().terminate()).as(agent.process()::errors).isZero();
        }
    }
}
