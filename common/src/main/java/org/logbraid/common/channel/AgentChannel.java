package org.logbraid.common.channel;

import java.io.Closeable;
import org.jspecify.annotations.Nullable;
import org.logbraid.common.HostPort;

/**
 * An agent's end of the ordered group channel: at most one connection at a time, dialled by the agent. Nothing here
 * blocks; nothing that was sent is sure to arrive.
 *
 * <p>Belongs to the {@code agent-handover} thread.
 */
public interface AgentChannel extends Closeable {
    /** Begins to dial; a former connection is closed first, and none of its events comes any more. */
    void dial(HostPort address);

    /**
     * Sends one message, header included; the bytes are copied or sent before this returns.
     *
     * @return false when nothing was taken: there is no connection, or its queue is full
     */
    boolean send(byte[] message, int offset, int length);

    /**
     * As {@link #send}, without a copy where there is a way: the array is given back, once and by any thread, when its bytes
     * are sent or the connection is over.
     *
     * @param length from place 0 on
     * @return false when nothing was taken: the array stays the caller's
     */
    default boolean lend(byte[] message, int length, Recycler owner) {
        boolean taken = send(message, 0, length);
        if (taken) {
            owner.recycle(message);
        }
        return taken;
    }

    /** What happened next on the connection, or null. */
    @Nullable
    Event poll();

    /** Closes the connection, if there is one. No event tells of it. */
    void hangUp();

    /** What happens on a connection. */
    sealed interface Event {
        /**
         * The dialled collector answers.
         *
         * @param peer its true address
         */
        record Connected(String peer) implements Event {}

        /**
         * A whole message with a sound header.
         *
         * @param message header included
         */
        record Received(byte[] message) implements Event {}

        /**
         * The connection is gone, or never came to be.
         *
         * @param reason for the operator
         */
        record Closed(String reason) implements Event {}
    }
}
