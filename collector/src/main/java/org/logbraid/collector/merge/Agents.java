package org.logbraid.collector.merge;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.logbraid.collector.entry.Entry;

/**
 * All agents of the log, their sessions and sources, in the order of their names as unsigned bytes (T1).
 *
 * <p>Not thread-safe: lives on the {@code collector-merge} thread.
 */
final class Agents {
    private final TreeMap<byte[], Agent> byName = new TreeMap<>(Arrays::compareUnsigned);
    /** Sessions that are not over. */
    private final Map<Long, Agent> bySession = new HashMap<>();

    long lastSession;
    private boolean ranksStale;

    Collection<Agent> all() {
        return byName.values();
    }

    boolean noneLive() {
        return bySession.isEmpty();
    }

    @Nullable
    Agent bySession(long session) {
        return bySession.get(session);
    }

    Agent named(String name) {
        return byName.computeIfAbsent(name.getBytes(StandardCharsets.UTF_8), key -> new Agent(name));
    }

    /** Puts an agent as a snapshot kept it. */
    void restore(Agent agent) {
        byName.put(agent.key, agent);
        if (agent.live) {
            bySession.put(agent.session, agent);
        }
        ranksStale = true;
    }

    /** Begins the next session of an agent; its older one is over. */
    void begin(Agent agent, Entry.Session session) {
        bySession.remove(agent.session);
        lastSession++;
        agent.begin(lastSession, session.instance(), session.nonce(), session.channel());
        bySession.put(lastSession, agent);
    }

    /** Ends an agent's session for good. */
    void end(Agent agent) {
        bySession.remove(agent.session);
        agent.live = false;
    }

    Source source(Agent agent, byte[] path) {
        @Nullable Source known = agent.sources.get(path);
        if (known != null) {
            return known;
        }
        var source = new Source(agent, path);
        agent.sources.put(path, source);
        ranksStale = true;
        return source;
    }

    /** What was handed to the output by now begins to be made durable. */
    void forcing() {
        for (Agent agent : byName.values()) {
            agent.forcing = agent.handed();
        }
    }

    /** It is durable: tells the frames of sessions that are not over. */
    void forced(Consumer<Applied> listener) {
        for (Agent agent : byName.values()) {
            if (agent.live && agent.forcing > agent.toldWritten) {
                agent.toldWritten = agent.forcing;
                listener.accept(new Applied.Written(agent.session, agent.forcing));
            }
        }
    }

    /** Forgets sources without generations, and agents without sources whose session is over. */
    void sweep() {
        List<Agent> empty = new ArrayList<>();
        for (Agent agent : byName.values()) {
            agent.sources.values().removeIf(source -> source.generations.isEmpty());
            if (!agent.live && agent.sources.isEmpty()) {
                empty.add(agent);
            }
        }
        empty.forEach(agent -> byName.remove(agent.key));
    }

    /**
     * Numbers all sources in their order when there are new ones.
     *
     * @return whether anything was numbered
     */
    boolean rank() {
        if (!ranksStale) {
            return false;
        }
        ranksStale = false;
        int rank = 0;
        for (Agent agent : byName.values()) {
            for (Source source : agent.sources.values()) {
                source.rank = rank++;
            }
        }
        return true;
    }
}
