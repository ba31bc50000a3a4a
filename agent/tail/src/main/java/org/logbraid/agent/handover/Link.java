package org.logbraid.agent.handover;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.logbraid.common.HostPort;
import org.logbraid.common.channel.AgentChannel;
import org.logbraid.common.clock.Clock;
import org.logbraid.common.wire.Message;

/**
 * The connection in hand: how far it has come, and whether the other side lives.
 *
 * <p>Not thread-safe: lives on the {@code agent-handover} thread.
 */
final class Link {
    private static final long GREETING_NANOS = Duration.ofSeconds(10).toNanos();

    private final AgentChannel channel;
    private final Clock clock;
    private final Patience patience;
    private final Pulse pulse;
    private Phase phase = Phase.RESTING;
    private long phaseSince;

    private enum Phase {
        RESTING,
        DIALLING,
        GREETING,
        SESSION
    }

    Link(AgentChannel channel, Patience patience, Clock clock) {
        this.channel = channel;
        this.patience = patience;
        this.clock = clock;
        this.pulse = new Pulse(patience, clock.monotonicNanos());
    }

    /** Notes that this thread turns. */
    void turn(long now) {
        pulse.turn(now);
    }

    AgentChannel.@Nullable Event poll() {
        return channel.poll();
    }

    /** Nothing is dialled. */
    boolean isResting() {
        return phase == Phase.RESTING;
    }

    void dial(HostPort address, long now) {
        enter(Phase.DIALLING, now);
        channel.dial(address);
    }

    /** The dialled collector answers. */
    void connected(long now) {
        pulse.begin(now);
    }

    /** The other side said something. */
    void heard(long now) {
        pulse.heard(now);
    }

    /** Asks for a session, on this connection for the first time or anew. */
    void greet(Message.Hello hello, long now) {
        enter(Phase.GREETING, now);
        send(hello);
    }

    /** A session was asked for and not given yet. */
    boolean isGreeting() {
        return phase == Phase.GREETING;
    }

    /** The session that was asked for is there. */
    void hasSession(long now) {
        enter(Phase.SESSION, now);
    }

    /** Whether the other side has said nothing for too long. */
    boolean isSilent(long now) {
        return phase == Phase.DIALLING ? now - phaseSince > patience.ofDialling() : isSpokenOn() && pulse.isSilent(now);
    }

    /** Why the connection is of no use any more, or null while it is. */
    @Nullable
    String fault(long now) {
        if (isSilent(now)) {
            return "the collector has said nothing for too long";
        }
        return isGreeting() && now - phaseSince > GREETING_NANOS ? "the collector gives no session" : null;
    }

    /**
     * Asks the other side for a sign of life when it is time to.
     *
     * @return whether it was
     */
    boolean ping(long now) {
        if (!isSpokenOn() || !pulse.pingIsDue(now)) {
            return false;
        }
        send(new Message.Ping(clock.epochNanos(), now));
        return true;
    }

    private boolean isSpokenOn() {
        return phase == Phase.GREETING || phase == Phase.SESSION;
    }

    /** False when nothing was taken: there is no connection, or its queue is full. */
    boolean send(Message message) {
        byte[] bytes = Message.encode(message);
        return channel.send(bytes, 0, bytes.length);
    }

    void hangUp(long now) {
        enter(Phase.RESTING, now);
        channel.hangUp();
    }

    private void enter(Phase next, long now) {
        phase = next;
        phaseSince = now;
    }
}
