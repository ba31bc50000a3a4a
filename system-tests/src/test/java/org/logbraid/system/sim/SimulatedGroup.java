package org.logbraid.system.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.logbraid.collector.ShapingSettings;
import org.logbraid.collector.intake.Requests;
import org.logbraid.collector.merge.MergeView;
import org.logbraid.collector.quorum.QuorumView;
import org.logbraid.collector.testing.ReferenceState;
import org.logbraid.common.HostPort;
import org.logbraid.common.testing.SimulatedTime;
import org.logbraid.common.wire.InstanceId;

/**
 * One collector, or the several of a quorum, each on a machine of its own, and the network among them; what befalls one of
 * them befalls any.
 */
final class SimulatedGroup {
    private static final int LONGEST_PAUSE_MILLIS = 3_000;
    private static final int MOST_UNRULY_PER_MILLE = 200;

    private final SimulatedNetwork network;
    private final SimulatedPeers peers;
    private final RandomGenerator chance;
    private final Set<Trouble> troubles;
    private final QuorumOracle oracle = new QuorumOracle();
    private final List<SimulatedCollector> all = new ArrayList<>();
    private final int configured;
    private final Memberships memberships;
    private final GenerationLabels labels = new GenerationLabels();
    private final GroupTexts texts = new GroupTexts();
    private final Deque<SimulatedCollector> restarting = new ArrayDeque<>();

    SimulatedGroup(
            int count,
            SimulatedTime time,
            SimulatedNetwork network,
            RandomGenerator chance,
            Set<Trouble> troubles,
            ShapingSettings shaping)
            throws Exception {
        this.network = network;
        this.chance = chance;
        this.troubles = troubles;
        peers = new SimulatedPeers(time, chance);
        if (troubles.contains(Trouble.UNRULY_PEERS)) {
            peers.unruly(1 + chance.nextInt(1 + chance.nextInt(MOST_UNRULY_PER_MILLE)));
        }
        configured = count;
        var watch = new SimulatedCollector.QuorumWatch() {
            @Override
            public void opened(InstanceId incarnation, SimulatedJournal journal) {
                oracle.opened(incarnation, journal);
            }

            @Override
            public void turned(SimulatedCollector one, QuorumView view, SimulatedJournal journal) throws IOException {
                oracle.check(one.kind().name(), view, journal);
                oracle.checkAcknowledged(network.acknowledged());
            }
        };
        for (CollectorKind kind : CollectorKind.group(count)) {
            all.add(new SimulatedCollector(kind, time, network, peers, chance, troubles, shaping, watch));
        }
        memberships = new Memberships(
                all,
                oracle,
                time,
                chance,
                kind -> new SimulatedCollector(kind, time, network, peers, chance, troubles, shaping, watch));
    }

    int size() {
        return configured;
    }

    /** Where agents reach them, also those that come later. */
    List<HostPort> addresses() {
        boolean more = configured > 1 && troubles.contains(Trouble.MEMBERS);
        return CollectorKind.agentsOf(more ? configured + Memberships.MOST_MORE : configured);
    }

    /** What befalls several only. */
    void addTroubles(Deeds deeds, List<SimulatedAgent> agents) {
        if (all.size() == 1) {
            return;
        }
        deeds.add(40, () -> texts.compare(all));
        deeds.add(1, () -> all.forEach(SimulatedCollector::losePower));
        deeds.add(3, () -> restarting.addAll(all));
        deeds.add(100, this::restartNext);
        if (troubles.contains(Trouble.PARTITIONS)) {
            deeds.add(20, this::partition);
            deeds.add(8, () -> cutOff(agents));
            deeds.add(12, this::heal);
        }
        if (troubles.contains(Trouble.MEMBERS)) {
            deeds.add(8, memberships::change);
        }
        if (troubles.contains(Trouble.EMPTIED)) {
            deeds.add(5, memberships::empty);
        }
        if (troubles.contains(Trouble.PAUSES)) {
            deeds.add(15, () -> anyOrLeader().pause(Duration.ofMillis(chance.nextInt(LONGEST_PAUSE_MILLIS))));
        }
    }

    /** Any of them. */
    SimulatedCollector any() {
        return all.size() == 1 ? all.get(0) : all.get(chance.nextInt(all.size()));
    }

    /** Stages of one of them move. */
    void turn() throws Exception {
        if (all.size() == 1) {
            all.get(0).turn();
        } else {
            any().turnSome();
        }
    }

    /** The leader, more often than each of the others. */
    SimulatedCollector anyOrLeader() {
        if (all.size() > 1 && chance.nextBoolean()) {
            for (SimulatedCollector one : all) {
                if (one.leads()) {
                    return one;
                }
            }
        }
        return any();
    }

    /** Whether one of them leads. */
    boolean hasLeader() {
        return all.stream().anyMatch(SimulatedCollector::leads);
    }

    void turnAll() throws Exception {
        for (SimulatedCollector one : all) {
            one.turnAll();
        }
    }

    /** One is cut off from another or from all, in one direction or both. */
    private void partition() {
        HostPort one = anyOrLeader().kind().peers();
        boolean fromAll = chance.nextInt(3) > 0;
        int direction = chance.nextInt(4);
        HostPort only = any().kind().peers();
        for (SimulatedCollector each : all) {
            HostPort other = each.kind().peers();
            if (other.equals(one) || (!fromAll && !other.equals(only))) {
                continue;
            }
            if (direction != 0) {
                peers.cut(one, other);
            }
            if (direction != 1) {
                peers.cut(other, one);
            }
        }
    }

    /** One agent, or all of them, and a collector hear nothing of each other. */
    private void cutOff(List<SimulatedAgent> agents) {
        HostPort collector = anyOrLeader().kind().agents();
        if (chance.nextBoolean()) {
            agents.forEach(agent -> network.cut(agent.name(), collector));
        } else {
            network.cut(agents.get(chance.nextInt(agents.size())).name(), collector);
        }
    }

    /** A rolling restart: each once all are up, the leader at the end, and that one is killed. */
    private void restartNext() throws Exception {
        if (restarting.isEmpty() || !all.stream().allMatch(SimulatedCollector::isUp)) {
            return;
        }
        SimulatedCollector next = restarting.remove();
        if (restarting.isEmpty()) {
            next.kill();
        } else if (next.leads()) {
            restarting.add(next);
        } else {
            next.stop();
        }
    }

    private void heal() {
        peers.heal();
        network.heal();
    }

    /** Nothing breaks any more. */
    void settle() {
        texts.compare(all);
        peers.unruly(0);
        heal();
        all.forEach(SimulatedCollector::settle);
    }

    /** The newest that anybody has seen. */
    MergeView view() {
        return ahead().view();
    }

    private SimulatedCollector ahead() {
        SimulatedCollector ahead = memberships.members().get(0);
        for (SimulatedCollector one : memberships.members()) {
            if (one.view().appliedIndex() > ahead.view().appliedIndex()) {
                ahead = one;
            }
        }
        return ahead;
    }

    /** Whether the log holds lines of an incarnation, so that it will be known wherever it is moved. */
    boolean knows(Incarnation incarnation) {
        MergeView view = ahead().view();
        labels.read(oracle.openCommitted(), view.appliedIndex());
        return labels.hold(view, incarnation);
    }

    /** Somebody asks one of them. */
    void ask(Requests.Request request) {
        any().ask(request);
    }

    /** Whether no line waits any more, anywhere. */
    boolean hasWrittenAll() {
        return memberships.members().stream().allMatch(SimulatedCollector::hasWrittenAll);
    }

    /** Whether nothing is on its way. */
    boolean hasAppliedAll() {
        return memberships.members().stream().allMatch(SimulatedCollector::hasAppliedAll)
                && memberships.isWhole()
                && memberships.members().stream()
                                .map(one -> one.view().appliedIndex())
                                .distinct()
                                .count()
                        == 1;
    }

    /** A frame that is in the log already comes once more. */
    void repeatOldFrame() throws Exception {
        any().repeatOldFrame(oracle.openCommitted());
    }

    /** Length of what is written, the least of all. */
    int writtenBytes() {
        return texts.shortest(memberships.members());
    }

    /** What they have written. */
    byte[] text() {
        return GroupTexts.whole(memberships.members());
    }

    /** Judges each of them, and what they have in common; answers what the plain implementation has made. */
    ReferenceState judge() throws Exception {
        MergeView newest = ahead().view();
        ReferenceState plain = JournalOracle.plain(oracle.openCommitted(), newest);
        for (SimulatedCollector one : memberships.members()) {
            String name = one.kind().name();
            oracle.checkAll(name, one.lastJournal());
            one.compareFiles(plain);
            assertThat(one.view().appliedIndex())
                    .as("entries applied by %s", name)
                    .isEqualTo(newest.appliedIndex());
            assertThat(one.view().counters()).as("counters of %s", name).isEqualTo(plain.counters());
            byte[] merged = one.merged().text();
            one.seenBeforeEnds().forEach(seen -> Oracle.checkStays(seen, merged));
        }
        return plain;
    }

    /** What one of them lacks of the files that have ended and another one has is fetched: then all have the same. */
    void fetchEnded(ReferenceState plain, EndedFetches.Rest rest) throws Exception {
        EndedFetches.run(memberships.members(), plain, chance, rest);
    }

    /** How they fare, for whoever looks for what is missing. */
    String describe() {
        return all.stream()
                .map(one -> one.kind().name() + " applied " + one.view().appliedIndex() + ' ' + one.quorumView())
                .collect(Collectors.joining("\n"));
    }
}
