package org.logbraid.collector.quorum;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.logbraid.collector.entry.Entry;

/** Cores of a few collectors to which happens what a test says, in its order, judged as in a {@link CoreWorld}. */
final class CoreScript {
    static final String[] THREE = {"a", "b", "c"};
    static final String[] FIVE = {"a", "b", "c", "d", "e"};
    private static final int STEP_MILLIS = 5;

    final CoreNetwork network;
    final CoreOracle oracle;
    private final Random chance = new Random(1);
    private final Map<String, CoreMember> members = new LinkedHashMap<>();
    private long proposed;

    /** A group of collectors that has formed and has a leader. */
    CoreScript(String... names) throws IOException {
        network = new CoreNetwork(chance);
        oracle = new CoreOracle(network, members);
        for (String name : names) {
            add(name, names);
        }
        pass(3_000);
    }

    /** One more collector that is started with a whole group. */
    CoreMember add(String name, String... group) {
        List<Entry.Member> configured = new ArrayList<>();
        for (String each : group) {
            configured.add(Membership.unbound(each, each + ":1"));
        }
        var member = new CoreMember(name, network, chance, configured, oracle::check);
        members.put(name, member);
        member.start();
        return member;
    }

    CoreMember member(String name) {
        CoreMember member = members.get(name);
        if (member == null) {
            throw new IllegalArgumentException(name);
        }
        return member;
    }

    /** All turn and sync, again and again, for so long. */
    void pass(long millis) throws IOException {
        for (long passed = 0; passed < millis; passed += STEP_MILLIS) {
            for (CoreMember each : members.values()) {
                each.turn();
                each.sync();
            }
            network.pass(STEP_MILLIS);
        }
    }

    /** Makes one lead. */
    CoreMember lead(String name) throws IOException {
        CoreMember wanted = member(name);
        for (int tries = 0; !wanted.view().leading() && tries < 20; tries++) {
            for (CoreMember each : members.values()) {
                if (!each.leads() && each != wanted) {
                    each.pause(600 * CoreNetwork.MILLI); // nobody hands over to one that is not heard
                }
            }
            pass(550);
            for (CoreMember each : members.values()) {
                if (each.leads() && each != wanted) {
                    each.handOver();
                }
            }
            pass(1_000);
        }
        assertThat(wanted.view().leading()).as("'%s' leads", name).isTrue();
        return wanted;
    }

    /** The one that leads and is up; there has to be one. */
    CoreMember leader() {
        return members.values().stream()
                .filter(each -> each.view().leading())
                .max((one, other) ->
                        Long.compare(one.view().term(), other.view().term()))
                .orElseThrow(() -> new AssertionError("nobody leads"));
    }

    /** Waits for somebody who leads a later term, though none of its entries may be committed. */
    CoreMember nextLeader(long after) throws IOException {
        for (int millis = 0; millis < 10_000; millis += STEP_MILLIS) {
            for (CoreMember each : members.values()) {
                if (each.leads() && each.view().term() > after) {
                    return each;
                }
            }
            pass(STEP_MILLIS);
        }
        throw new AssertionError("nobody leads behind term " + after);
    }

    /** The one of these that is none of those. */
    CoreMember another(String names, CoreMember... than) {
        return members.values().stream()
                .filter(each -> names.contains(each.name) && !List.of(than).contains(each))
                .findFirst()
                .orElseThrow();
    }

    /** One who leads is given so many entries; the index of the last one. */
    long propose(CoreMember leader, int entries) throws IOException {
        for (int i = 0; i < entries; i++) {
            assertThat(leader.propose(++proposed))
                    .as("entry %s taken", proposed)
                    .isTrue();
        }
        return leader.view().lastIndex();
    }

    /** What is asked of the leader can still be committed, by all of these. */
    void commitsSomethingNew(String... names) throws IOException {
        long index = propose(leader(), 1);
        pass(1_000);
        for (String name : names) {
            assertThat(member(name).view().commitIndex())
                    .as("commit index of '%s'", name)
                    .isGreaterThanOrEqualTo(index);
        }
    }

    /** One hears, and is heard by, none of these. */
    void cutOff(String name, String... others) {
        network.cutOff(name, List.of(others));
    }
}
