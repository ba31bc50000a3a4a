package org.logbraid.collector.quorum;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.logbraid.collector.entry.Entry;

/**
 * Cores of a few collectors on a network that delays, loses, doubles and swaps, cut off from each other both ways or one way,
 * killed, paused, added and removed, with disks that are slow, full, emptied, or stand still. After every step the invariants of
 * Raft are checked.
 */
final class CoreWorld {
    private static final long MILLI = CoreNetwork.MILLI;
    private static final long QUIET_LIMIT_NANOS = 60_000 * MILLI;
    private static final int MOST_MEMBERS = 7;

    /** What worlds have besides: disks that are emptied, or changes of the list of members, or neither. */
    private enum Kind {
        PLAIN,
        EMPTIED,
        CHANGING
    }

    private final Random chance;
    private final CoreNetwork network;
    private final Map<String, CoreMember> members = new LinkedHashMap<>();
    private final CoreOracle oracle;
    private final boolean powerCuts;
    private final boolean hasty;
    private final Kind kind;
    private long proposed;
    private @Nullable String lost;

    CoreWorld(long seed, int count) {
        chance = new Random(seed);
        network = new CoreNetwork(chance);
        oracle = new CoreOracle(network, members);
        powerCuts = chance.nextBoolean();
        hasty = chance.nextInt(3) == 0;
        kind = Kind.values()[chance.nextInt(Kind.values().length)];
        network.unruly(chance.nextInt(4) == 0 ? 20 : chance.nextInt(5));
        List<Entry.Member> configured = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            configured.add(unbound(i));
        }
        configured.forEach(each -> add(each.name(), configured));
    }

    private static Entry.Member unbound(int number) {
        String name = String.valueOf((char) ('a' + number));
        return Membership.unbound(name, name + ":1");
    }

    private void add(String name, List<Entry.Member> configured) {
        var member = new CoreMember(name, network, chance, configured, oracle::check);
        members.put(name, member);
        member.start();
    }

    void run() throws IOException {
        int steps = 1_000 + chance.nextInt(4_000);
        for (int step = 0; step < steps; step++) {
            step();
        }
        settle();
    }

    private CoreMember any() {
        return List.copyOf(members.values()).get(chance.nextInt(members.size()));
    }

    private void step() throws IOException {
        int dice = chance.nextInt(1_000);
        CoreMember one = any();
        if (dice < 500) {
            one.turn();
        } else if (dice < 700) {
            one.sync();
        } else if (dice < 850) {
            network.pass(chance.nextInt(20));
        } else if (dice < 960) {
            for (CoreMember each : members.values()) {
                if (each.leads() && each.propose(proposed + 1)) {
                    proposed++;
                }
            }
        } else if (dice < 966) {
            one.kill(powerCuts && chance.nextBoolean());
        } else if (dice < 980) {
            start(one);
        } else if (dice < 984) {
            one.pause(chance.nextInt(3_000) * MILLI);
        } else if (dice < 988) {
            cut(one);
        } else if (dice < 994) {
            network.heal();
        } else if (dice < 996) {
            one.fill(chance.nextInt(20));
        } else if (dice < 997) {
            one.handOver();
        } else if (dice < 998 && kind == Kind.EMPTIED) {
            emptyOne(one);
        } else if (dice < 999) {
            network.pass(chance.nextInt(1_500));
        } else {
            one.hang(chance.nextInt(9_000) * MILLI);
        }
        if (kind == Kind.CHANGING && chance.nextInt(100) == 0) {
            change(one);
        }
        if (hasty) {
            disturbNewLeaders();
        }
    }

    private void start(CoreMember one) {
        if (!one.isUp()) {
            one.start();
        }
    }

    /** Trouble befalls those whose term has hardly begun, so that entries of many terms stand here and there. */
    private void disturbNewLeaders() {
        for (CoreMember each : members.values()) {
            if (each.leads() && !each.view().leading() && chance.nextInt(12) == 0) {
                switch (chance.nextInt(3)) {
                    case 0 -> each.kill(powerCuts && chance.nextInt(4) == 0);
                    case 1 -> cut(each);
                    default -> each.pause(chance.nextInt(2_000) * MILLI);
                }
            }
        }
    }

    private void cut(CoreMember one) {
        for (CoreMember other : members.values()) {
            int way = chance.nextInt(4);
            if (way != 0) {
                network.cut(one.name, other.name);
            }
            if (way != 1) {
                network.cut(other.name, one.name);
            }
        }
    }

    /** The leader is asked for another list; a collector that is added is there, or soon. */
    private void change(CoreMember leader) throws IOException {
        CoreMember one = any();
        if (!leader.leads() || !leader.view().leading()) {
            return;
        }
        if (leader.lists(one.name) && one == leader) {
            leader.handOver(); // as it is asked for before it goes
        } else if (leader.lists(one.name)) {
            leader.change(new MemberChange(MemberChange.Kind.REMOVE, one.name, ""));
        } else {
            leader.change(new MemberChange(MemberChange.Kind.ADD, one.name, one.address()));
        }
        if (members.size() < MOST_MEMBERS && chance.nextInt(4) == 0) {
            List<Entry.Member> configured = new ArrayList<>();
            for (int i = 0; i <= members.size(); i++) {
                configured.add(unbound(i));
            }
            add(configured.get(members.size()).name(), configured);
        }
    }

    /** A disk is lost only when all the others have everything: more than a minority must never be. */
    private void emptyOne(CoreMember one) {
        if (lost != null && !isBack(lost)) {
            return;
        }
        List<CoreMember.Written> committed = oracle.committed();
        boolean formed = members.values().stream().allMatch(each -> each.state().members() != null);
        long whole = members.values().stream()
                .filter(other -> other != one && !committed.isEmpty())
                .filter(other -> other.hasOnDisk(committed.get(committed.size() - 1)))
                .count();
        if (formed && whole > members.size() / 2) {
            lost = one.name;
            one.empty();
        }
    }

    private boolean isBack(String name) {
        return members.values().stream()
                .allMatch(each -> isVoter(name, each.state().members()));
    }

    private boolean isVoter(String name, Entry.@Nullable Members list) {
        CoreMember member = members.get(name);
        return list != null
                && member != null
                && list.members().stream().anyMatch(listed -> listed.is(name, member.incarnation()) && listed.voting());
    }

    /** Nothing breaks any more: all members come to vote, and commit something new. Those who are none may run. */
    private void settle() throws IOException {
        network.heal();
        network.unruly(0);
        for (CoreMember each : members.values()) {
            start(each);
            each.pause(0);
            each.fill(0);
            each.hang(0);
        }
        long begun = network.now();
        long target = 0;
        while (target == 0 || !isDone(target)) {
            for (CoreMember each : members.values()) {
                each.turn();
                each.sync();
                boolean calm = network.now() - begun > 3_000 * MILLI;
                if (each.leads() && target == 0 && calm && each.propose(++proposed)) {
                    target = each.view().lastIndex();
                }
            }
            network.pass(5);
            assertThat(network.now() - begun)
                    .as("time until all have committed a new entry: %s", describe())
                    .isLessThan(QUIET_LIMIT_NANOS);
        }
        current(target).forEach(oracle::checkHasAllCommitted);
    }

    private boolean isDone(long target) {
        List<CoreMember> current = current(target);
        return !current.isEmpty()
                && current.stream().allMatch(each -> each.view().commitIndex() >= target)
                && current.stream().allMatch(each -> current.stream().allMatch(each::hasVoter));
    }

    /** Members of the newest list that a leader has committed behind an entry. */
    private List<CoreMember> current(long target) {
        for (CoreMember each : members.values()) {
            VoteState state = each.state();
            Entry.Members list = state.members();
            if (each.leads() && list != null && each.view().commitIndex() >= Math.max(target, state.membersIndex())) {
                return members.values().stream()
                        .filter(one -> each.lists(one.name))
                        .toList();
            }
        }
        return List.of();
    }

    private String describe() {
        var text = new StringBuilder();
        members.values()
                .forEach(each -> text.append(each.name)
                        .append(each.incarnation())
                        .append(each.view())
                        .append(each.group())
                        .append('\n'));
        return text.toString();
    }
}
