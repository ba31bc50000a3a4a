package org.logbraid.common.channel.jgroups;

import java.io.DataInput;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.logbraid.common.HostPort;
import org.logbraid.common.channel.AgentsPort;
import org.logbraid.common.channel.Buffer;
import org.logbraid.common.channel.BufferPool;
import org.logbraid.common.clock.Clock;
import org.logbraid.common.frame.MalformedException;
import org.logbraid.common.wire.MessageHeader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A collector's port on JGroups' server block. Each connection is read by its own thread, which waits when the queue of
 * events is full or the pool of buffers used up: that is back-pressure by TCP. Short messages need no buffer of the
 * pool, so that a PING is answered however much waits.
 *
 * <p>{@link #poll} belongs to the {@code collector-intake} thread, everything else is safe for all.
 */
public final class JGroupsAgentsPort implements AgentsPort {
    /** Most connections at a time; further ones are closed at once. */
    public static final int MAX_CONNECTIONS = 1_024;

    /** Bytes of all message bodies between the sockets and whoever releases them. */
    public static final long MAX_BODY_BYTES = 64L * 1024 * 1024;

    static final int MAX_EVENTS = 2_048;

    private static final Logger log = LoggerFactory.getLogger(JGroupsAgentsPort.class);
    private static final int SHORT_BYTES = 4 * 1024;
    private static final long MAX_QUEUED_BYTES = 16L * 1024 * 1024;
    private static final long MAX_ALL_QUEUED_BYTES = 64L * 1024 * 1024;
    private static final long ENDING_NANOS = 1_000_000_000L;

    private final Clock clock;
    private final BufferPool pool;
    private final BlockingQueue<Event> events = new ArrayBlockingQueue<>(MAX_EVENTS);
    private final Map<Long, BoundedConnection> connections = new ConcurrentHashMap<>();
    private final Queue<BoundedConnection> ending = new ConcurrentLinkedQueue<>();
    private final AtomicLong lastNumber = new AtomicLong();
    private final AtomicLong badMessages = new AtomicLong();
    private final AtomicLong turnedAway = new AtomicLong();
    private final BoundedConnection.Limits limits =
            new BoundedConnection.Limits(MAX_QUEUED_BYTES, new AtomicLong(), MAX_ALL_QUEUED_BYTES);
    private final Listener listener;
    private final HostPort address;
    private volatile Runnable onEvent = () -> {};
    private volatile boolean closed;

    private JGroupsAgentsPort(HostPort bind, Clock clock, long poolBytes, BiConsumer<String, Throwable> onFailure)
            throws IOException {
        this.clock = clock;
        this.pool = new BufferPool(poolBytes);
        InetAddress resolved;
        try {
            resolved = InetAddress.getByName(bind.host());
        } catch (UnknownHostException e) {
            throw new IOException("the agents' port cannot listen on " + bind + ": unknown host", e);
        }
        try {
            listener = new Listener(this, resolved, bind.port(), new ConnectionThreads(onFailure));
        } catch (Exception e) { // JGroups declares no narrower one
            throw new IOException("the agents' port cannot listen on " + bind + ": " + e.getMessage(), e);
        }
        address = new HostPort(bind.host(), listener.port());
        try {
            listener.start();
        } catch (Exception e) { // as above
            listener.stop();
            throw new IOException("the agents' port cannot be served on " + bind + ": " + e.getMessage(), e);
        }
    }

    /**
     * Listens, on the given address alone.
     *
     * @param bind port 0 takes a free one
     * @param onFailure gets a thread's name and the Error that ended it; ends the process
     * @throws IOException naming the address, when it cannot be listened on
     */
    public static JGroupsAgentsPort open(HostPort bind, Clock clock, BiConsumer<String, Throwable> onFailure)
            throws IOException {
        return open(bind, clock, MAX_BODY_BYTES, onFailure);
    }

    static JGroupsAgentsPort open(HostPort bind, Clock clock, long poolBytes, BiConsumer<String, Throwable> onFailure)
            throws IOException {
        return new JGroupsAgentsPort(bind, clock, poolBytes, onFailure);
    }

    /** Runs after each event, on the thread that it came on: to wake whoever polls. Must not block. */
    public void onEvent(Runnable wake) {
        onEvent = wake;
    }

    @Override
    public HostPort address() {
        return address;
    }

    /** Connections that were ended because of what they sent. */
    public long badMessages() {
        return badMessages.get();
    }

    /** Connections that were closed at once because there were too many. */
    public long turnedAway() {
        return turnedAway.get();
    }

    /** Bytes of buffers that wait to be released. */
    public long lentBytes() {
        return pool.lentBytes();
    }

    @Override
    public @Nullable Event poll() {
        BoundedConnection oldest = ending.peek();
        if (oldest != null && clock.monotonicNanos() - oldest.endingSince > ENDING_NANOS) {
            ending.remove(oldest);
            oldest.close(false); // it had its time to take what was queued
        }
        return events.poll();
    }

    @Override
    public boolean send(long connection, byte[] message) {
        BoundedConnection to = connections.get(connection);
        if (to == null || to.ending) {
            return false;
        }
        if (to.offer(message, message.length, null)) {
            return true;
        }
        to.because("it does not read its answers");
        to.close(false);
        return false;
    }

    @Override
    public void welcomed(long connection) {
        BoundedConnection one = connections.get(connection);
        if (one != null) {
            one.welcomed = true;
        }
    }

    @Override
    public void drop(long connection, String reason) {
        BoundedConnection one = connections.get(connection);
        if (one != null && !one.ending) {
            one.endingSince = clock.monotonicNanos();
            one.finish(reason);
            ending.add(one);
        }
    }

    @Override
    public void close() {
        closed = true;
        pool.close();
        listener.stop();
        connections.values().forEach(one -> one.close(false));
    }

    // From here on: called by the listener, on the threads of connections.

    BoundedConnection.Limits limits() {
        return limits;
    }

    long nextNumber() {
        return lastNumber.incrementAndGet();
    }

    boolean hasRoom() {
        if (connections.size() < MAX_CONNECTIONS) {
            return true;
        }
        if (turnedAway.getAndIncrement() == 0) {
            log.warn("there are too many connections of agents, further ones are closed: most={}", MAX_CONNECTIONS);
        }
        return false;
    }

    void opened(BoundedConnection connection) {
        connections.put(connection.number, connection);
        put(new Event.Opened(connection.number, connection.peer()));
    }

    void gone(BoundedConnection connection) {
        connection.close(false);
        if (connections.remove(connection.number, connection)) {
            ending.remove(connection);
            put(new Event.Closed(connection.number, connection.reason()));
        }
    }

    void receive(BoundedConnection from, DataInput in, int length) throws IOException {
        MessageHeader header = header(from, in, length);
        Buffer body =
                header.bodyBytes() <= SHORT_BYTES ? Buffer.ofItsOwn(header.bodyBytes()) : lent(header.bodyBytes());
        boolean taken = false;
        try {
            in.readFully(body.array(), 0, header.bodyBytes());
            taken = !from.ending && put(new Event.Received(from.number, header.type(), body));
        } finally {
            if (!taken) {
                body.release();
            }
        }
    }

    private Buffer lent(int length) throws EOFException {
        byte[] array = pool.take(length);
        if (array == null) {
            throw new EOFException("closed");
        }
        return new Buffer(array, length, pool);
    }

    private MessageHeader header(BoundedConnection from, DataInput in, int length) throws IOException {
        int most = from.welcomed ? MessageHeader.MAX_BYTES : MessageHeader.MAX_BYTES_BEFORE_WELCOME;
        try {
            if (length < MessageHeader.BYTES || length > most) {
                throw new MalformedException(
                        "a message of " + length + " bytes, " + MessageHeader.BYTES + " to " + most + " are allowed");
            }
            in.readFully(from.header, 0, MessageHeader.BYTES);
            MessageHeader header = MessageHeader.read(from.header, 0);
            if (header.bodyBytes() != length - MessageHeader.BYTES) {
                throw new MalformedException("a message whose two lengths differ");
            }
            return header;
        } catch (MalformedException e) {
            badMessages.incrementAndGet();
            log.warn("an agent's connection is ended for what it sent: peer={} reason={}", from.peer(), e.getMessage());
            from.because(String.valueOf(e.getMessage()));
            throw new EOFException(e.getMessage()); // JGroups ends the connection and is silent about it
        }
    }

    private boolean put(Event event) {
        boolean interrupted = false;
        boolean taken = false;
        while (!taken && !closed) {
            try {
                taken = events.offer(event, 100, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                interrupted = true; // the port is closing: its flag ends the loop
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        onEvent.run();
        return taken;
    }
}
