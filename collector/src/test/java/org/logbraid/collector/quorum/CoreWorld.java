package org.logbraid.collector.quorum;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.logbraid.collector.entry.Entry;
import org.logbraid.collector.journal.EntryHeader;
import org.logbraid.collector.peers.Envelope;

/**
 * Cores of a few collectors on a network that delays, loses, doubles and swaps, cut off from each other both ways or one way,
 * killed, paused, with disks that are slow, full, or emptied. After every step the invariants of Raft are checked.
 */
final class CoreWorld {
    private static final long MILLI = 1_000_000;
    private static final long QUIET_LIMIT_NANOS = 60_000 * MILLI;

    private record Packet(long at, long order, String to, Envelope envelope) {}

    private final Random chance;
    private final Map<String, CoreMember> members = new LinkedHashMap<>();
    private final PriorityQueue<Packet> packets =
            new PriorityQueue<>(Comparator.comparingLong(Packet::at).thenComparingLong(Packet::order));
    private final Set<String> cuts = new HashSet<>();
    private final Map<Long, String> leaders = new HashMap<>();
    private final List<CoreMember.Written> committed = new ArrayList<>();
    private long now = 1_000_000_000L;
    private long sent;
    private long proposed;
    private int lossPerCent;
    private final boolean powerCuts;
    private final boolean emptied;
    private @Nullable String lost;

    CoreWorld(long seed, int count) {
        chance = new Random(seed);
        powerCuts = chance.nextBoolean();
        emptied = chance.nextInt(3) == 0;
        lossPerCent = chance.nextInt(4) == 0 ? 20 : chance.nextInt(5);
        List<Entry.Member> configured = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String name = String.valueOf((char) ('a' + i));
            configured.add(Membership.unbound(name, name + ":1"));
        }
        configured.forEach(each -> members.put(each.name(), new CoreMember(each.name(), this, chance, configured)));
        members.values().forEach(CoreMember::start);
    }

    long now() {
        return now;
    }

    void send(String from, String to, Envelope envelope) {
        if (cuts.contains(from + to) || chance.nextInt(100) < lossPerCent) {
            return;
        }
        int copies = chance.nextInt(100) < lossPerCent ? 2 : 1;
        for (int i = 0; i < copies; i++) {
            long delay = chance.nextInt(50) == 0 ? chance.nextInt(1_500) * MILLI : chance.nextInt(5) * MILLI;
            packets.add(new Packet(now + (lossPerCent == 0 ? 0 : delay), sent++, to, envelope));
        }
    }

    @Nullable
    Envelope poll(String name) {
        List<Packet> others = new ArrayList<>();
        Envelope found = null;
        while (found == null && !packets.isEmpty() && packets.element().at() <= now) {
            Packet first = packets.remove();
            if (first.to().equals(name)) {
                found = first.envelope();
            } else {
                others.add(first);
            }
        }
        packets.addAll(others);
        return found;
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
            now += chance.nextInt(20) * MILLI;
        } else if (dice < 960) {
            for (CoreMember each : members.values()) {
                if (each.leads() && each.propose(proposed + 1)) {
                    proposed++;
                }
            }
        } else if (dice < 966) {
            one.kill(powerCuts && chance.nextBoolean());
        } else if (dice < 980) {
            if (!one.isUp()) {
                one.start();
            }
        } else if (dice < 984) {
            one.pause(chance.nextInt(3_000) * MILLI);
        } else if (dice < 988) {
            cut(one);
        } else if (dice < 994) {
            cuts.clear();
        } else if (dice < 996) {
            one.fill(chance.nextInt(20));
        } else if (dice < 997) {
            one.handOver();
        } else if (dice < 998 && emptied) {
            emptyOne(one);
        } else {
            now += chance.nextInt(1_500) * MILLI;
        }
    }

    private void cut(CoreMember one) {
        for (CoreMember other : members.values()) {
            int kind = chance.nextInt(4);
            if (kind != 0) {
                cuts.add(one.name + other.name);
            }
            if (kind != 1) {
                cuts.add(other.name + one.name);
            }
        }
    }

    /** A disk is lost only when all the others have everything: more than a minority must never be. */
    private void emptyOne(CoreMember one) {
        if (lost != null && !isBack(lost)) {
            return;
        }
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
        CoreMember back = members.get(name);
        return back != null
                && members.values().stream()
                        .allMatch(each -> each.state().members() != null
                                && each.state().members().members().stream()
                                        .anyMatch(listed -> listed.is(name, back.incarnation()) && listed.voting()));
    }

    /** Invariants, after each turn of a member. */
    void check(CoreMember one) {
        QuorumView view = one.view();
        if (one.leads()) {
            String known = leaders.putIfAbsent(view.term(), one.name + one.incarnation());
            assertThat(known).as("one leader in term %s", view.term()).isIn(null, one.name + one.incarnation());
            if (known == null) {
                checkHasAllCommitted(one);
            }
        }
        for (long index = 1; index <= view.commitIndex(); index++) {
            CoreMember.Written entry = one.log().get((int) index - 1);
            if (index > committed.size()) {
                committed.add(entry);
                checkOnMajority(entry, one);
            } else if (index > view.commitIndex() - 50 || index == 1) {
                checkSame(committed.get((int) index - 1), entry, one.name);
            }
        }
    }

    private void checkHasAllCommitted(CoreMember leader) {
        assertThat((long) leader.log().size())
                .as("leader %s has what is committed", leader.name)
                .isGreaterThanOrEqualTo(committed.size());
        for (int i = 0; i < committed.size(); i++) {
            checkSame(committed.get(i), leader.log().get(i), leader.name);
        }
    }

    private static void checkSame(CoreMember.Written expected, CoreMember.Written found, String where) {
        EntryHeader one = expected.header();
        assertThat(found.header()).as("entry %s at %s", expected.index(), where).isEqualTo(one);
        assertThat(found.content())
                .as("content of entry %s at %s", expected.index(), where)
                .isEqualTo(expected.content());
    }

    private void checkOnMajority(CoreMember.Written entry, CoreMember committer) {
        Entry.Members list = committer.state().members();
        List<Entry.Member> voters = list == null
                ? List.of()
                : list.members().stream().filter(Entry.Member::voting).toList();
        long have = voters.stream()
                .filter(voter -> {
                    CoreMember member = members.get(voter.name());
                    return member != null
                            && member.incarnation().equals(voter.incarnation())
                            && member.hasOnDisk(entry);
                })
                .count();
        if (lost == null) {
            assertThat(have)
                    .as("disks that have entry %s when it is committed first, of %s", entry.index(), voters)
                    .isGreaterThan(voters.size() / 2);
        }
    }

    private void settle() throws IOException {
        cuts.clear();
        lossPerCent = 0;
        for (CoreMember each : members.values()) {
            if (!each.isUp()) {
                each.start();
            }
            each.pause(0);
            each.fill(0);
        }
        long begun = now;
        long target = 0;
        while (true) {
            for (CoreMember each : members.values()) {
                each.turn();
                each.sync();
                if (each.leads() && target == 0 && now - begun > 3_000 * MILLI && each.propose(++proposed)) {
                    target = each.view().lastIndex();
                }
            }
            now += 5 * MILLI;
            long wanted = target;
            boolean done = wanted > 0
                    && members.values().stream().allMatch(each -> each.view().commitIndex() >= wanted)
                    && members.keySet().stream().allMatch(this::isBack);
            if (done) {
                break;
            }
            assertThat(now - begun)
                    .as("time until all have committed a new entry: %s", describe())
                    .isLessThan(QUIET_LIMIT_NANOS);
        }
        members.values().forEach(this::checkHasAllCommitted);
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
