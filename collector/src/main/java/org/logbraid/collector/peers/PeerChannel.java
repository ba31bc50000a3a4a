package org.logbraid.collector.peers;

import java.io.Closeable;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.logbraid.common.HostPort;

/**
 * A collector's way to the other collectors. It is taken as lossy: a message arrives once, twice, late, in another order,
 * or not at all, and whoever needs an answer asks again. Nothing here ever waits for another collector.
 *
 * <p>{@link #poll} belongs to the {@code collector-quorum} thread, the rest is safe for all.
 */
public interface PeerChannel extends Closeable {
    /** Longest message, in bytes. */
    int MAX_MESSAGE_BYTES = 4 * 1024 * 1024;

    /** Where it listens, with the port that was taken. */
    HostPort address();

    /**
     * Queues a message for one collector, behind those queued before; lost when that collector's bounded queue is full.
     *
     * @param to the collectors' port of another collector
     * @param message array that holds it from place 0 on; not to be written to before {@code done} has run
     * @param length 1 to {@link #MAX_MESSAGE_BYTES}
     * @param done run once, by any thread, when the array is no longer needed, also when the message was lost
     */
    void send(HostPort to, byte[] message, int length, Runnable done);

    /** Bytes queued for a collector and not handed to its connection yet: whoever sends much looks here first. */
    long queuedBytes(HostPort to);

    /** What has arrived next, or null. */
    @Nullable
    Received poll();

    /** Called, by any thread, when {@link #poll} has something: must not block. */
    void onMessage(Runnable wake);

    /** Who is there, as the group sees it: for people to look at; decides nothing. */
    List<String> present();

    /** A message that has arrived, in an array that is only lent. */
    interface Received {
        byte[] array();

        /** Length of the message, which begins at place 0. */
        int length();

        /** Gives the array back; once, by any thread. */
        void release();
    }
}
