package org.logbraid.system.sim;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.logbraid.collector.peers.PeerChannel;
import org.logbraid.collector.testing.ChannelOfTurns;
import org.logbraid.common.HostPort;
import org.logbraid.common.testing.Fuse;
import org.logbraid.common.testing.SimulatedTime;

/**
 * The network among the collectors. Each message is delayed by chance, mostly by a few milliseconds, sometimes by more than
 * an election takes, so that messages overtake each other; when it is told to be unruly some are also lost or doubled.
 * Any way from one collector to another may be cut. What is under way stays so when its sender or its receiver ends: whoever
 * listens at the address by then gets it.
 */
final class SimulatedPeers {
    private static final long LONGEST_DELAY_NANOS = 4_000_000;
    private static final long LONGEST_LATENESS_NANOS = 1_500_000_000;
    private static final int LATE_ONE_IN = 50;
    private static final int MOST_QUEUED = 64;
    private static final long MOST_QUEUED_BYTES = 2L * PeerChannel.MAX_MESSAGE_BYTES;

    private final SimulatedTime time;
    private final RandomGenerator chance;
    private final Map<HostPort, PriorityQueue<Packet>> underWay = new HashMap<>();
    private final Set<Way> cuts = new HashSet<>();
    private int unrulyPerMille;
    private long sent;

    private record Way(HostPort from, HostPort to) {}

    private record Packet(long arrivesNanos, long number, HostPort from, byte[] message) {}

    SimulatedPeers(SimulatedTime time, RandomGenerator chance) {
        this.time = time;
        this.chance = chance;
    }

    /** How many of a thousand messages are lost, and how many doubled. */
    void unruly(int perMille) {
        unrulyPerMille = perMille;
    }

    /** Nothing of one gets to the other from now on. */
    void cut(HostPort from, HostPort to) {
        cuts.add(new Way(from, to));
    }

    /** All ways are open. */
    void heal() {
        cuts.clear();
    }

    /** A process's way to the others; each use of it burns the fuse. */
    PeerChannel open(HostPort address, Fuse fuse) {
        return new Channel(address, fuse);
    }

    private PriorityQueue<Packet> to(HostPort address) {
        return underWay.computeIfAbsent(
                address,
                unused -> new PriorityQueue<>(
                        Comparator.comparingLong(Packet::arrivesNanos).thenComparingLong(Packet::number)));
    }

    private void put(HostPort from, HostPort to, byte[] message) {
        if (cuts.contains(new Way(from, to)) || chance.nextInt(1000) < unrulyPerMille) {
            return;
        }
        int copies = chance.nextInt(1000) < unrulyPerMille ? 2 : 1;
        for (int i = 0; i < copies; i++) {
            long most = unrulyPerMille > 0 && chance.nextInt(LATE_ONE_IN) == 0
                    ? LONGEST_LATENESS_NANOS
                    : LONGEST_DELAY_NANOS;
            to(to).add(new Packet(time.trueNanos() + chance.nextLong(most), sent++, from, message));
        }
    }

    /** One process's end. */
    private final class Channel extends ChannelOfTurns {
        private final HostPort address;
        private final Fuse fuse;

        Channel(HostPort address, Fuse fuse) {
            this.address = address;
            this.fuse = fuse;
        }

        @Override
        public HostPort address() {
            return address;
        }

        @Override
        public void send(HostPort to, byte[] message, int length, Runnable done) {
            fuse.burn();
            long queued = to(to).stream()
                    .filter(packet -> packet.from().equals(address))
                    .count();
            if (queued < MOST_QUEUED && queuedBytes(to) + length <= MOST_QUEUED_BYTES) {
                put(address, to, Arrays.copyOf(message, length));
            }
            done.run();
        }

        @Override
        public long queuedBytes(HostPort to) {
            return to(to).stream()
                    .filter(packet -> packet.from().equals(address))
                    .mapToLong(packet -> packet.message().length)
                    .sum();
        }

        @Override
        public @Nullable Received poll() {
            fuse.burn();
            PriorityQueue<Packet> arriving = to(address);
            Packet first = arriving.peek();
            if (first == null || first.arrivesNanos() > time.trueNanos()) {
                return null;
            }
            arriving.remove();
            return new Arrived(first.message().clone());
        }
    }

    /** A message in an array of its own. */
    private record Arrived(byte[] array) implements PeerChannel.Received {
        @Override
        public int length() {
            return array.length;
        }

        @Override
        public void release() {
            Arrays.fill(array, (byte) 0xdb); // whoever reads it after the release is found out
        }
    }
}
