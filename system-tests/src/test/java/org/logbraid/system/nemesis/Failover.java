package org.logbraid.system.nemesis;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.awaitility.Awaitility;
import org.logbraid.deploy.cli.Answer;
import org.logbraid.deploy.cli.CommandFailure;
import org.logbraid.system.nemesis.ProcessWorld.Collector;
import org.logbraid.system.process.LogbraidProcess;

/**
 * Takes the leader away and measures how long it is until lines are committed again, as the others see it.
 *
 * <p>Belongs to the test's thread.
 */
final class Failover {
    /** How the leader is lost. */
    enum Loss {
        /** kill -9. */
        KILLED,
        /** SIGSTOP: its kernel still takes connections, and says nothing of it. */
        STOPPED,
        /** Hears everybody, and nobody hears it. */
        MUTE,
        /** Is heard by everybody, and hears nobody. */
        DEAF
    }

    /**
     * From the loss to the first line that a new leader has taken and committed.
     *
     * @param first of any agent
     * @param all of each agent
     */
    record Outage(Duration first, Duration all) {}

    /** Far more than is promised; a run that needs it has failed in another way. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Duration STATUS_PATIENCE = Duration.ofMillis(300);

    /** As far as a follower may be behind what was committed when it was asked for. */
    private static final long CLOSE_ENTRIES = 20;

    private static final Duration LOOK = Duration.ofMillis(5);

    /** How far an agent is in its newest session. */
    private record Place(long session, String sources) {}

    private final NemesisCluster cluster;
    private String leaderName = "";

    Failover(NemesisCluster cluster) {
        this.cluster = cluster;
    }

    /** Loses the leader, measures, and gives it back; all are well before and after. */
    Outage measure(Loss loss) throws IOException, InterruptedException {
        Collector leader = awaitAllWell();
        Map<String, Place> before = places(leader);
        Map<String, Place> begun = new TreeMap<>();
        Map<String, Duration> taken = new TreeMap<>();
        long lostNanos = System.nanoTime();
        Give back = lose(leader.member(), loss);
        Awaitility.await("lines of all agents by another leader, having lost " + leader.member() + ": " + loss)
                .atMost(PATIENCE)
                .pollInterval(LOOK)
                .pollDelay(Duration.ZERO)
                .until(() -> {
                    for (Collector other : cluster.collectors()) {
                        if (other.member() != leader.member()) {
                            look(places(other), before, begun, taken, lostNanos);
                        }
                    }
                    return taken.size() == cluster.agentNames().size();
                });
        back.run();
        return new Outage(
                taken.values().stream().min(Duration::compareTo).orElseThrow(),
                taken.values().stream().max(Duration::compareTo).orElseThrow());
    }

    /** A later session than before the loss is one of another leader; what comes after its beginning was taken by that one. */
    private static void look(
            Map<String, Place> now,
            Map<String, Place> before,
            Map<String, Place> begun,
            Map<String, Duration> taken,
            long lostNanos) {
        now.forEach((agent, place) -> {
            Place old = before.get(agent);
            if (old != null && place.session() > old.session()) {
                Place first = begun.putIfAbsent(agent, place);
                if (first != null && !first.sources().equals(place.sources())) {
                    taken.putIfAbsent(agent, Duration.ofNanos(System.nanoTime() - lostNanos));
                }
            }
        });
    }

    private interface Give {
        void run() throws IOException, InterruptedException;
    }

    private Give lose(Member leader, Loss loss) throws IOException, InterruptedException {
        return switch (loss) {
            case KILLED -> {
                leader.kill();
                yield leader::start;
            }
            case STOPPED -> {
                leader.pause();
                yield leader::goOn;
            }
            case MUTE -> cluster.machines().mute(leader.machine())::heal;
            case DEAF -> cluster.machines().deafen(leader.machine())::heal;
        };
    }

    /** Waits until one leads, all know it and follow, and every agent has a session with it; answers with that one. */
    Collector awaitAllWell() {
        Awaitility.await("all collectors and agents to be well")
                .atMost(LogbraidProcess.PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(this::isAllWell);
        return cluster.collectors().stream()
                .filter(one -> one.member().name().equals(leaderName))
                .findFirst()
                .orElseThrow();
    }

    private boolean isAllWell() throws IOException {
        cluster.world().check();
        String leader = "";
        long committed = 0;
        for (Collector one : cluster.collectors()) {
            Answer status = status(one);
            if (status.text("leader").isEmpty() || !(leader.isEmpty() || leader.equals(status.text("leader")))) {
                return false;
            }
            leader = status.text("leader");
            committed = committed == 0 ? status.number("commitIndex") : committed;
            boolean leads = one.member().name().equals(leader);
            long connected = status.objects("agents").stream()
                    .filter(agent -> agent.text("connected").equals("true"))
                    .count();
            if (status.number("appliedIndex") < committed - CLOSE_ENTRIES
                    || (leads && connected < cluster.agentNames().size())) {
                return false;
            }
        }
        leaderName = leader;
        return true;
    }

    /** The status as one member has it; of nothing when it does not say it in time. */
    Answer status(Collector one) throws IOException {
        String text = cluster.observer().status(one.http(), STATUS_PATIENCE);
        try {
            return Answer.of(text.isEmpty() ? "{}" : text);
        } catch (CommandFailure e) {
            throw new IOException("no status: " + text, e);
        }
    }

    private Map<String, Place> places(Collector one) throws IOException {
        Answer status = status(one);
        Map<String, Place> places = new TreeMap<>();
        for (Answer session : status.objects("agents")) {
            String name = session.text("name");
            var sources = new StringBuilder();
            for (Answer source : status.objects("sources")) {
                if (source.text("agent").equals(name)) {
                    sources.append(source.number("generation"))
                            .append(':')
                            .append(source.number("offset"))
                            .append(' ');
                }
            }
            places.put(name, new Place(session.number("session"), sources.toString()));
        }
        return places;
    }
}
