package org.logbraid.common.channel;

import java.io.Closeable;
import org.jspecify.annotations.Nullable;
import org.logbraid.common.HostPort;
import org.logbraid.common.wire.MessageType;

/**
 * A collector's end of the ordered group channel: agents connect here and send to the group without joining it. Bodies
 * are read into buffers of a bounded pool; when it is used up, or the queue of events is full, connections are not read
 * any further, which is back-pressure.
 *
 * <p>{@link #poll} belongs to the {@code collector-intake} thread, {@link #send} and {@link #drop} are safe for all.
 */
public interface AgentsPort extends Closeable {
    /** Where it listens, with the port that was taken. */
    HostPort address();

    /** What happened next, or null. */
    @Nullable
    Event poll();

    /**
     * Queues one whole message for a connection; never blocks.
     *
     * @return false when the connection is gone, or its bounded queue was full: then it is dropped
     */
    boolean send(long connection, byte[] message);

    /** Lets the longer messages of an agent in that has been welcomed. */
    void welcomed(long connection);

    /**
     * Closes a connection; {@link Event.Closed} tells of it.
     *
     * @param reason for the operator
     */
    void drop(long connection, String reason);

    /** What happens on connections. */
    sealed interface Event {
        /** Numbers are never used again while the collector lives. */
        long connection();

        /**
         * An agent connected.
         *
         * @param peer its true address
         */
        record Opened(long connection, String peer) implements Event {}

        /**
         * A whole message with a sound header; its body is not checked.
         *
         * @param body released by whoever takes the event
         */
        record Received(long connection, MessageType type, Body body) implements Event {}

        /**
         * A connection is gone.
         *
         * @param reason for the operator
         */
        record Closed(long connection, String reason) implements Event {}
    }

    /** The body of a message, in a buffer of the pool. */
    interface Body {
        /** Longer than the body, as a rule. */
        byte[] array();

        int length();

        /** Gives the buffer back; once, by any thread. */
        void release();
    }
}
