package org.logbraid.common.channel.jgroups;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.logbraid.common.HostPort;
import org.logbraid.common.channel.AgentChannel;
import org.logbraid.common.channel.BufferPool;
import org.logbraid.common.channel.Recycler;

/**
 * An agent's end on JGroups' client block: dials on a short-lived thread of its own, sends through a bounded queue, and
 * listens nowhere.
 *
 * <p>Belongs to the {@code agent-handover} thread; {@link #close} is safe for all.
 */
public final class JGroupsAgentChannel implements AgentChannel {
    private static final long MAX_QUEUED_BYTES = 16L * 1024 * 1024;

    private final ConnectionThreads threads;
    private final BufferPool pool = new BufferPool(MAX_QUEUED_BYTES);
    private volatile Runnable onEvent = () -> {};
    private volatile @Nullable Dialled current;

    /**
     * An end that is not connected.
     *
     * @param onFailure gets a thread's name and the Error that ended it; ends the process
     */
    public JGroupsAgentChannel(BiConsumer<String, Throwable> onFailure) {
        threads = new ConnectionThreads(onFailure);
    }

    /** Runs after each event, on the thread that it came on: to wake whoever polls. Must not block. */
    public void onEvent(Runnable wake) {
        onEvent = wake;
    }

    @Override
    public void dial(HostPort address) {
        hangUp();
        var limits = new BoundedConnection.Limits(MAX_QUEUED_BYTES, new AtomicLong(), MAX_QUEUED_BYTES);
        var next = new Dialled(address, threads, limits, () -> onEvent.run());
        current = next;
        next.begin();
    }

    @Override
    public boolean send(byte[] message, int offset, int length) {
        BoundedConnection connection = connection();
        if (connection == null) {
            return false;
        }
        byte[] copy = pool.tryTake(length);
        if (copy == null) {
            return false;
        }
        System.arraycopy(message, offset, copy, 0, length);
        boolean taken = connection.offer(copy, length, pool::give);
        if (!taken) {
            pool.give(copy);
        }
        return taken;
    }

    @Override
    public boolean lend(byte[] message, int length, Recycler owner) {
        BoundedConnection connection = connection();
        return connection != null && connection.offer(message, length, owner);
    }

    private @Nullable BoundedConnection connection() {
        Dialled to = current;
        return to == null ? null : to.connection();
    }

    @Override
    public @Nullable Event poll() {
        Dialled from = current;
        return from == null ? null : from.poll();
    }

    @Override
    public void hangUp() {
        Dialled former = current;
        current = null;
        if (former != null) {
            former.end();
        }
    }

    @Override
    public void close() {
        hangUp();
        pool.close();
    }
}
