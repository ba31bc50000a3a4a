package org.logbraid.common.channel.jgroups;

import java.io.DataInput;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.jgroups.Address;
import org.jgroups.blocks.cs.Connection;
import org.jgroups.blocks.cs.TcpServer;
import org.jgroups.util.DefaultSocketFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * JGroups' server block with bounded connections. Its own bookkeeping keeps a lock for every address that ever connected;
 * here a connection leaves nothing behind.
 *
 * <p>Safe for all threads.
 */
final class Listener extends TcpServer {
    private static final Logger logger = LoggerFactory.getLogger(Listener.class);
    private static final int IN_BYTES = 8 * 1024;
    private static final int OUT_BYTES = 1024;
    private static final long REST_AFTER_FAILURE_NANOS = 100_000_000L;

    private final JGroupsAgentsPort port;
    private final ConnectionThreads threads;
    private final Map<Address, BoundedConnection> byAddress = new ConcurrentHashMap<>();
    private boolean failing;

    Listener(JGroupsAgentsPort port, InetAddress bind, int number, ConnectionThreads threads) throws Exception {
        super(threads, new DefaultSocketFactory(), bind, number, number, null, 0, 0);
        this.port = port;
        this.threads = threads;
        usePeerConnections(false).tcpNodelay(true).logDetails(false);
        setBufferedInputStreamSize(IN_BYTES).setBufferedOutputStreamSize(OUT_BYTES);
        acceptor = threads.newThread(this::acceptAll, "agents-port");
    }

    int port() {
        return srv_sock.getLocalPort();
    }

    private void acceptAll() {
        while (!srv_sock.isClosed()) {
            Socket socket = null;
            try {
                socket = srv_sock.accept();
                accept(socket);
                failing = false;
            } catch (Exception e) { // JGroups declares no narrower one; a failed connection must not end the others
                BoundedConnection.closeQuietly(socket);
                if (!srv_sock.isClosed()) {
                    if (!failing) {
                        logger.warn("a connection could not be accepted, trying on: reason={}", e.getMessage());
                    }
                    failing = true;
                    LockSupport.parkNanos(REST_AFTER_FAILURE_NANOS);
                }
            }
        }
    }

    private void accept(Socket socket) throws Exception {
        if (!port.hasRoom()) {
            socket.close();
            return;
        }
        var connection = new BoundedConnection(socket, this, threads, port.limits(), port.nextNumber());
        BoundedConnection former = byAddress.put(connection.peerAddress(), connection);
        if (former != null) { // its address is used again, so it is over; its thread is about to notice
            former.close(false);
        }
        port.opened(connection);
        connection.start();
    }

    @Override
    public void receive(Address sender, DataInput in, int length) throws Exception {
        BoundedConnection from = byAddress.get(sender);
        if (from == null) {
            throw new java.io.EOFException("a connection that is over");
        }
        port.receive(from, in, length);
    }

    @Override
    public void notifyConnectionClosed(Connection connection) {
        if (connection instanceof BoundedConnection gone) {
            byAddress.remove(gone.peerAddress(), gone);
            port.gone(gone);
        }
    }

    @Override
    public void stop() {
        super.stop();
        byAddress.values().forEach(one -> one.close(false));
    }

    @Override
    public void close() throws IOException {
        stop();
    }
}
