package org.logbraid.system.sim;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.logbraid.common.frame.MalformedException;
import org.logbraid.common.testing.SimulatedTime;
import org.logbraid.common.wire.MessageHeader;
import org.logbraid.common.wire.MessageType;

/** One direction of a simulated connection: packets arrive in order after delays drawn by chance. */
final class SimulatedWay {
    private static final long LONGEST_DELAY_NANOS = 4_000_000;

    private final SimulatedTime time;
    private final RandomGenerator chance;
    private final Deque<Packet> packets = new ArrayDeque<>();
    private long lastArrival;

    /** A packet and when it arrives; the end of the connection has no message. */
    record Packet(long arrivesNanos, byte @Nullable [] message) {}

    SimulatedWay(SimulatedTime time, RandomGenerator chance) {
        this.time = time;
        this.chance = chance;
    }

    /** Sends; of a thousand packets that may be disturbed, {@code unrulyPerMille} are lost, doubled or swapped. */
    void put(byte[] message, int unrulyPerMille) {
        lastArrival = Math.max(lastArrival, time.trueNanos() + chance.nextLong(LONGEST_DELAY_NANOS));
        if (chance.nextInt(1000) >= unrulyPerMille || !mayBeDisturbed(message)) {
            packets.add(new Packet(lastArrival, message));
            return;
        }
        switch (chance.nextInt(3)) {
            case 0 -> {
                // lost
            }
            case 1 -> {
                packets.add(new Packet(lastArrival, message));
                packets.add(new Packet(lastArrival, message));
            }
            default -> {
                Packet before = packets.pollLast();
                packets.add(new Packet(lastArrival, message));
                if (before != null) {
                    packets.add(new Packet(lastArrival, before.message()));
                }
            }
        }
    }

    private static boolean mayBeDisturbed(byte[] message) {
        try {
            MessageType type = MessageHeader.read(message, 0).type();
            return type == MessageType.FRAME
                    || type == MessageType.PROMISE
                    || type == MessageType.ACK
                    || type == MessageType.NACK;
        } catch (MalformedException e) {
            return false;
        }
    }

    /** The connection ends behind some of what is under way. */
    void tear() {
        int kept = chance.nextInt(packets.size() + 1);
        while (packets.size() > kept) {
            packets.removeLast();
        }
        packets.add(new Packet(Math.max(lastArrival, time.trueNanos()), null));
    }

    /** What has arrived by now, or null. */
    @Nullable
    Packet poll() {
        Packet first = packets.peek();
        return first != null && first.arrivesNanos() <= time.trueNanos() ? packets.poll() : null;
    }
}
