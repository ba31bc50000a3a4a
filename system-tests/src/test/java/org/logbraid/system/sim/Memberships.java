package org.logbraid.system.sim;

import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.logbraid.collector.entry.Entry;
import org.logbraid.collector.intake.Requests;
import org.logbraid.collector.quorum.MemberChange;
import org.logbraid.common.testing.SimulatedTime;

/**
 * Collectors that come, go, are replaced and lose their disks, asked for of any of them. What was asked for may never come
 * about: who is a member is told by the log alone.
 *
 * <p>A disk is lost only when a majority of the voters has everything without it, nobody has asked for another list, and the one
 * that was lost before votes again: more than that no group survives.
 */
final class Memberships {
    /** Machines that may come besides those of the beginning. */
    static final int MOST_MORE = 4;

    private static final int MOST_AT_A_TIME = 6;
    private static final int LEAST_VOTERS = 3;

    /** A change that was asked for stands in the log by then, or never will. */
    private static final long SETTLED_NANOS = 15_000_000_000L;

    private final List<SimulatedCollector> all;
    private final QuorumOracle oracle;
    private final SimulatedTime time;
    private final RandomGenerator chance;
    private final Maker maker;
    private final int first;
    private int machines;
    private long askedNanos = Long.MIN_VALUE / 2;
    private @Nullable SimulatedCollector lost;

    /** Starts a collector on a new machine. */
    @FunctionalInterface
    interface Maker {
        SimulatedCollector start(CollectorKind kind) throws Exception;
    }

    Memberships(
            List<SimulatedCollector> all,
            QuorumOracle oracle,
            SimulatedTime time,
            RandomGenerator chance,
            Maker maker) {
        this.all = all;
        this.oracle = oracle;
        this.time = time;
        this.chance = chance;
        this.maker = maker;
        this.first = all.size();
        this.machines = all.size();
    }

    /** Whether a member of a list is this collector, whatever disk it has. */
    private static boolean is(Entry.Member member, SimulatedCollector one) {
        return member.name().equals(one.kind().name())
                && member.address().equals(one.kind().peers().toString());
    }

    /** Those that the group has by now; all, before it has begun. */
    List<SimulatedCollector> members() {
        List<SimulatedCollector> members = all.stream().filter(this::isMember).toList();
        return members.isEmpty() ? all : members;
    }

    private boolean isMember(SimulatedCollector one) {
        return oracle.members().stream().anyMatch(member -> is(member, one));
    }

    private boolean votes(SimulatedCollector one) {
        return oracle.members().stream()
                .anyMatch(member -> is(member, one)
                        && member.voting()
                        && member.incarnation().equals(one.incarnation()));
    }

    /** Whether all members vote, so that nothing is on its way any more. */
    boolean isWhole() {
        return oracle.members().stream()
                .filter(member -> all.stream().anyMatch(one -> is(member, one)))
                .allMatch(Entry.Member::voting);
    }

    /** Somebody asks for another list of members, or takes away a machine that is no member. */
    void change() throws Exception {
        if (oracle.members().isEmpty() || isMissed()) {
            return;
        }
        SimulatedCollector one = all.get(chance.nextInt(all.size()));
        if (isMember(one)) {
            switch (chance.nextInt(3)) {
                case 0 -> replace(one);
                case 1 -> remove(one);
                default -> add();
            }
        } else if (chance.nextInt(3) == 0 && isSettled()) {
            all.remove(one);
            one.retire();
        } else {
            ask(MemberChange.Kind.ADD, one.kind());
        }
    }

    private void remove(SimulatedCollector one) {
        long voters = oracle.members().stream().filter(Entry.Member::voting).count();
        if (voters > LEAST_VOTERS || !votes(one)) {
            ask(MemberChange.Kind.REMOVE, one.kind());
        }
    }

    private void add() throws Exception {
        if (all.size() < MOST_AT_A_TIME && machines < first + MOST_MORE) {
            machines++;
            CollectorKind kind = another("collector" + machines);
            all.add(maker.start(kind));
            ask(MemberChange.Kind.ADD, kind);
        }
    }

    /** A machine is gone for good, and another one takes the name. */
    private void replace(SimulatedCollector one) throws Exception {
        if (mayLose(one) && machines < first + MOST_MORE) {
            machines++;
            all.remove(one);
            one.retire();
            CollectorKind kind = another(one.kind().name());
            SimulatedCollector next = maker.start(kind);
            all.add(next);
            lost = next;
            ask(MemberChange.Kind.REPLACE, kind);
        }
    }

    private CollectorKind another(String name) {
        return CollectorKind.another(
                name, machines, all.stream().map(SimulatedCollector::kind).toList());
    }

    private void ask(MemberChange.Kind kind, CollectorKind whom) {
        askedNanos = time.trueNanos();
        String address = kind == MemberChange.Kind.REMOVE ? "" : whom.peers().toString();
        SimulatedCollector asked = all.stream()
                .filter(each -> each.leads() && chance.nextInt(4) > 0)
                .findFirst()
                .orElse(all.get(chance.nextInt(all.size())));
        asked.ask(new Requests.Request.Members(new MemberChange(kind, whom.name(), address)));
    }

    /** One loses its disk, and starts with an empty one. */
    void empty() {
        SimulatedCollector one = all.get(chance.nextInt(all.size()));
        if (isMember(one) && mayLose(one)) {
            one.empty();
            lost = one;
        }
    }

    /** Whether one that was lost does not vote yet. */
    private boolean isMissed() {
        if (lost != null && (votes(lost) || !all.contains(lost))) {
            lost = null;
        }
        return lost != null;
    }

    private boolean isSettled() {
        return time.trueNanos() - askedNanos > SETTLED_NANOS && oracle.isSettled();
    }

    private boolean mayLose(SimulatedCollector one) {
        return !isMissed()
                && isSettled()
                && isWhole()
                && all.stream().filter(this::votes).count() >= LEAST_VOTERS
                && oracle.isWholeWithout(one.kind().name());
    }
}
