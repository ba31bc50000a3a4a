package org.logbraid.agent;

import java.io.Closeable;
import java.io.IOException;
import java.util.Locale;
import java.util.random.RandomGenerator;
import org.jctools.queues.SpscArrayQueue;
import org.logbraid.agent.handover.Answer;
import org.logbraid.agent.handover.Handed;
import org.logbraid.agent.handover.HandoverCycle;
import org.logbraid.agent.handover.HandoverListener;
import org.logbraid.agent.handover.HandoverView;
import org.logbraid.agent.tail.TailCycle;
import org.logbraid.agent.tail.TailView;
import org.logbraid.common.HostPort;
import org.logbraid.common.channel.AgentChannel;
import org.logbraid.common.clock.Clock;
import org.logbraid.common.cycle.DutyCycle;
import org.logbraid.common.disk.Disk;
import org.logbraid.common.frame.BlockCodec;
import org.logbraid.common.frame.Lz4;

/**
 * The stages of an agent and the queues between them, without threads: a process turns each on a thread of its own, a
 * simulation turns both on one.
 *
 * <p>{@link #stop}, {@link #tailView} and {@link #handoverView} are safe for all threads.
 */
public final class AgentStages implements Closeable {
    private static final int MAX_HANDED = 16;
    private static final int MAX_ANSWERS = 64;

    private final SpscArrayQueue<Handed> handed = new SpscArrayQueue<>(MAX_HANDED);
    private final SpscArrayQueue<Answer> answers = new SpscArrayQueue<>(MAX_ANSWERS);
    private final TailCycle tail;
    private final HandoverCycle handover;

    /**
     * Wires the stages; nothing is opened or dialled before their first turns.
     *
     * @param state the opened state folder; closed by the caller
     * @param random safe for two threads, unless one thread turns both stages
     * @param channel closed by the caller
     */
    public AgentStages(
            AgentSettings settings,
            AgentState state,
            Disk disk,
            Clock clock,
            RandomGenerator random,
            AgentChannel channel,
            HandoverListener listener) {
        tail = new TailCycle(settings, disk, clock, random, state, answers, handed, codec(settings));
        handover = new HandoverCycle(settings, state, channel, clock, random, handed, answers, listener);
    }

    /** How much was ever put there for the {@code agent-tail} thread. Safe for all threads. */
    public long answered() {
        return answers.currentProducerIndex();
    }

    /** How much was ever put there for the {@code agent-handover} thread. Safe for all threads. */
    public long handed() {
        return handed.currentProducerIndex();
    }

    /** What is run, by any thread, when the {@code agent-tail} thread can go on that found no room: must not block. */
    public void onRoom(Runnable wake) {
        tail.onRoom(wake);
    }

    /** For the {@code agent-tail} thread. */
    public DutyCycle tail() {
        return tail;
    }

    /** For the {@code agent-handover} thread. */
    public DutyCycle handover() {
        return handover;
    }

    public TailView tailView() {
        return tail.view();
    }

    public HandoverView handoverView() {
        return handover.view();
    }

    /** Asks for a goodbye for a restart. */
    public void stop() {
        handover.stop();
    }

    /**
     * Whether blocks are packed: LZ4, unless it was turned off, or the one collector is on this machine. Of several the one that
     * leads passes them on to the others, and each has them in its journal.
     */
    static boolean isPacking(AgentSettings settings) {
        return switch (settings.compression()) {
            case LZ4 -> true;
            case NONE -> false;
            case AUTO ->
                settings.collectors().size() > 1
                        || !isLoopback(settings.collectors().get(0));
        };
    }

    private static BlockCodec codec(AgentSettings settings) {
        return isPacking(settings) ? new Lz4() : BlockCodec.STORED;
    }

    private static boolean isLoopback(HostPort address) {
        String host = address.host().toLowerCase(Locale.ROOT);
        return host.equals("localhost") || host.startsWith("127.") || host.equals("::1");
    }

    /** Closes the followed files. Only when the stages do not turn any more. */
    @Override
    public void close() throws IOException {
        tail.close();
    }
}
