package org.logbraid.collector.quorum;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.logbraid.collector.peers.Envelope;

/** The time, and a network among cores: prompt and sound until it is told to lose, double and delay, or to cut some ways. */
final class CoreNetwork {
    static final long MILLI = 1_000_000;

    private record Packet(long at, long order, String to, Envelope envelope) {}

    private final Random chance;
    private final PriorityQueue<Packet> packets =
            new PriorityQueue<>(Comparator.comparingLong(Packet::at).thenComparingLong(Packet::order));
    private final Set<String> cuts = new HashSet<>();
    private final Map<String, Long> heardAt = new HashMap<>();
    private final List<Packet> held = new ArrayList<>();
    private Predicate<Envelope> holds = envelope -> false;
    private long now = 1_000_000_000L;
    private long sent;
    private int lossPerCent;

    CoreNetwork(Random chance) {
        this.chance = chance;
    }

    long now() {
        return now;
    }

    void pass(long millis) {
        now += millis * MILLI;
    }

    /** How many of a hundred messages are lost, and doubled; with any, all are delayed. */
    void unruly(int perCent) {
        lossPerCent = perCent;
    }

    /** Nothing of one gets to the other from now on. */
    void cut(String from, String to) {
        cuts.add(from + to);
    }

    /** One is alone. */
    void cutOff(String one, Iterable<String> others) {
        for (String other : others) {
            cut(one, other);
            cut(other, one);
        }
    }

    void heal() {
        cuts.clear();
    }

    /** Messages like these wait somewhere until they are let go. */
    void hold(Predicate<Envelope> which) {
        holds = which;
    }

    /** Everything that waits arrives now, late as it is. */
    void letGo() {
        holds = envelope -> false;
        held.forEach(late -> packets.add(new Packet(now, sent++, late.to(), late.envelope())));
        held.clear();
    }

    /** What waits is lost, and nothing waits from now on. */
    void forget() {
        holds = envelope -> false;
        held.clear();
    }

    void send(String from, String to, Envelope envelope) {
        if (cuts.contains(from + to) || chance.nextInt(100) < lossPerCent) {
            return;
        }
        if (holds.test(envelope)) {
            held.add(new Packet(now, sent++, to, envelope));
            return;
        }
        int copies = chance.nextInt(100) < lossPerCent ? 2 : 1;
        for (int i = 0; i < copies; i++) {
            long delay = chance.nextInt(50) == 0 ? chance.nextInt(1_500) : chance.nextInt(5);
            packets.add(new Packet(now + (lossPerCent == 0 ? 0 : delay * MILLI), sent++, to, envelope));
        }
    }

    /** What has arrived next for somebody, or null. */
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
        if (found != null) {
            heardAt.put(name + found.from(), now);
        }
        return found;
    }

    /** When one has heard anything of another one last. */
    long heardAt(String name, String of) {
        return heardAt.getOrDefault(name + of, 0L);
    }
}
