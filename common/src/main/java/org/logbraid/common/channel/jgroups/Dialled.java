package org.logbraid.common.channel.jgroups;

import java.io.DataInput;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jgroups.Address;
import org.jgroups.blocks.cs.Connection;
import org.jgroups.blocks.cs.TcpBaseServer;
import org.jgroups.stack.IpAddress;
import org.jgroups.util.DefaultSocketFactory;
import org.jspecify.annotations.Nullable;
import org.logbraid.common.HostPort;
import org.logbraid.common.channel.AgentChannel.Event;
import org.logbraid.common.frame.MalformedException;
import org.logbraid.common.wire.MessageHeader;

/**
 * One dialled connection, from the first attempt to its end, with events of its own: those of a former one cannot be
 * mistaken for those of the next.
 *
 * <p>{@link #poll} belongs to one thread, everything else is safe for all.
 */
final class Dialled extends TcpBaseServer {
    private static final int CONNECT_MILLIS = 2_000;
    private static final int BUFFER_BYTES = 8 * 1024;
    private static final int MAX_EVENTS = 256;

    private final HostPort address;
    private final ConnectionThreads threads;
    private final BoundedConnection.Limits limits;
    private final Runnable onEvent;
    private final BlockingQueue<Event> events = new ArrayBlockingQueue<>(MAX_EVENTS);
    private volatile @Nullable BoundedConnection connection;
    private volatile boolean ended;

    Dialled(HostPort address, ConnectionThreads threads, BoundedConnection.Limits limits, Runnable onEvent) {
        super(threads, new DefaultSocketFactory(), 0);
        this.address = address;
        this.threads = threads;
        this.limits = limits;
        this.onEvent = onEvent;
        usePeerConnections(false).tcpNodelay(true).logDetails(false);
        deferClientBinding(true).socketConnectionTimeout(CONNECT_MILLIS);
        setBufferedInputStreamSize(BUFFER_BYTES).setBufferedOutputStreamSize(BUFFER_BYTES);
    }

    void begin() {
        threads.newThread(this::dial, "dial " + address).start();
    }

    @Nullable
    Event poll() {
        return events.poll();
    }

    /** The connection while it can be used. */
    @Nullable
    BoundedConnection connection() {
        return connection;
    }

    /** Closes it; no event comes any more that is not there already. */
    void end() {
        ended = true;
        BoundedConnection one = connection;
        if (one != null) {
            one.close(false);
        }
    }

    private void dial() {
        InetAddress[] resolved;
        try {
            resolved = InetAddress.getAllByName(address.host());
        } catch (UnknownHostException e) {
            put(new Event.Closed("unknown host " + address.host()));
            return;
        }
        String reason = "";
        for (InetAddress one : resolved) {
            try {
                connect(new IpAddress(one, address.port()));
                return;
            } catch (Exception e) { // JGroups declares no narrower one
                reason = String.valueOf(e.getMessage());
            }
        }
        put(new Event.Closed(address + ": " + reason));
    }

    private void connect(IpAddress peer) throws Exception {
        var made = new BoundedConnection(peer, this, threads, limits);
        made.connect(peer);
        connection = made;
        if (ended) { // hung up while it was dialled
            made.close(false);
            return;
        }
        put(new Event.Connected(made.peer()));
        made.start();
    }

    @Override
    public void receive(Address sender, DataInput in, int length) throws Exception {
        BoundedConnection from = connection;
        if (from == null) {
            throw new EOFException("a connection that is over");
        }
        try {
            if (length < MessageHeader.BYTES || length > MessageHeader.MAX_BYTES) {
                throw new MalformedException("a message of " + length + " bytes");
            }
            in.readFully(from.header, 0, MessageHeader.BYTES);
            if (MessageHeader.read(from.header, 0).bodyBytes() != length - MessageHeader.BYTES) {
                throw new MalformedException("a message whose two lengths differ");
            }
        } catch (MalformedException e) {
            from.because("what answers there is no collector of this version: " + e.getMessage());
            throw new EOFException(e.getMessage()); // JGroups ends the connection and is silent about it
        }
        byte[] message = new byte[length];
        System.arraycopy(from.header, 0, message, 0, MessageHeader.BYTES);
        in.readFully(message, MessageHeader.BYTES, length - MessageHeader.BYTES);
        put(new Event.Received(message));
    }

    @Override
    public void notifyConnectionClosed(Connection gone) {
        if (gone instanceof BoundedConnection one) {
            connection = null;
            one.close(false);
            put(new Event.Closed(one.reason()));
        }
    }

    @Override
    public void close() throws IOException {
        end();
    }

    private void put(Event event) {
        boolean interrupted = false;
        boolean taken = false;
        while (!taken && !ended) {
            try {
                taken = events.offer(event, 100, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                interrupted = true; // nobody of ours interrupts: keep it for whoever did
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        onEvent.run();
    }
}
