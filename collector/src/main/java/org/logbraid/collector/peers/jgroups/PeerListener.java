package org.logbraid.collector.peers.jgroups;

import java.io.DataInput;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.jgroups.Address;
import org.jgroups.Version;
import org.jgroups.blocks.cs.Connection;
import org.jgroups.blocks.cs.TcpServer;
import org.jgroups.logging.LogFactory;
import org.jgroups.stack.IpAddress;
import org.jgroups.util.DefaultSocketFactory;
import org.jgroups.util.Util;
import org.jspecify.annotations.Nullable;
import org.logbraid.common.channel.jgroups.ConnectionThreads;
import org.logbraid.common.clock.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * JGroups' server block for connections that carry messages one way. Each is welcomed and read by a thread of its own, so
 * that a silent one holds nobody up. A length is looked at before anything is made of it.
 *
 * <p>Safe for all threads.
 */
final class PeerListener extends TcpServer {
    /** Most connections at a time; further ones are closed at once. */
    static final int MAX_CONNECTIONS = 64;

    /** Longest message among JGroups' own. */
    static final int MAX_GROUP_BYTES = 64 * 1024;

    /** What is sent back on a connection when something was read: a message of JGroups' form that has nothing in it. */
    static final byte[] ECHO = {(byte) (Version.version >> 8), (byte) Version.version, 0, 0, 77};

    private static final short ECHO_TYPE = 77;

    private static final Logger logger = LoggerFactory.getLogger(PeerListener.class);
    private static final int CONNECT_MILLIS = 1_000;
    private static final int WELCOME_MILLIS = 1_000;
    private static final long REST_AFTER_FAILURE_NANOS = 100_000_000L;

    private final ConnectionThreads threads;
    private final Inbox inbox;
    private final Notices notices;
    private final Clock clock;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final Set<PeerConnection> connections = ConcurrentHashMap.newKeySet();
    private volatile @Nullable GroupMessages group;

    /** Where JGroups' own messages go. */
    @FunctionalInterface
    interface GroupMessages {
        void received(Address sender, byte[] message, int length);
    }

    PeerListener(InetAddress bind, int port, ConnectionThreads threads, Inbox inbox, Notices notices, Clock clock)
            throws Exception {
        super(threads, new DefaultSocketFactory(), bind, port, port, null, 0, 0);
        this.threads = threads;
        this.inbox = inbox;
        this.notices = notices;
        this.clock = clock;
        usePeerConnections(true).tcpNodelay(true).logDetails(false).log(LogFactory.getLog(TcpServer.class));
        deferClientBinding(true).socketConnectionTimeout(CONNECT_MILLIS);
        peerAddressReadTimeout(WELCOME_MILLIS);
        local_addr = new IpAddress(reachable(bind), srv_sock.getLocalPort());
        acceptor = threads.newThread(this::acceptAll, "peers-port");
    }

    /** An address to tell others, when it listens on all. */
    private static InetAddress reachable(InetAddress bind) {
        try {
            return bind.isAnyLocalAddress() ? InetAddress.getLocalHost() : bind;
        } catch (UnknownHostException e) {
            return bind;
        }
    }

    int port() {
        return srv_sock.getLocalPort();
    }

    void group(GroupMessages receiver) {
        group = receiver;
    }

    private void acceptAll() {
        while (!srv_sock.isClosed()) {
            Socket socket = null;
            try {
                socket = srv_sock.accept();
                if (sockets.size() >= MAX_CONNECTIONS) {
                    notices.warn("there are too many connections of collectors, further ones are closed");
                    socket.close();
                } else {
                    Socket accepted = socket;
                    sockets.add(accepted);
                    threads.newThread(() -> welcome(accepted), "accept " + socket.getRemoteSocketAddress())
                            .start();
                }
            } catch (IOException e) {
                drop(socket);
                if (!srv_sock.isClosed()) {
                    notices.warn("a collector's connection could not be accepted, trying on: reason=" + e.getMessage());
                    LockSupport.parkNanos(REST_AFTER_FAILURE_NANOS);
                }
            }
        }
    }

    private void welcome(Socket socket) {
        try {
            var connection = new PeerConnection(socket, this, clock);
            connections.add(connection);
            if (srv_sock.isClosed()) { // the listener stopped meanwhile
                notifyConnectionClosed(connection);
            } else {
                connection.start();
            }
        } catch (EOFException e) {
            logger.debug("a connection was closed before it said what it is: {}", socket);
            drop(socket);
        } catch (Exception e) { // JGroups declares no narrower one
            if (!srv_sock.isClosed()) {
                notices.warn("a connection to the collectors' port is none of a collector's of this version: peer="
                        + socket.getRemoteSocketAddress() + " reason=" + e.getMessage());
            }
            drop(socket);
        }
    }

    private void drop(@Nullable Socket socket) {
        if (socket == null) {
            return;
        }
        sockets.remove(socket);
        try {
            socket.close();
        } catch (IOException e) {
            logger.debug("it is gone either way", e);
        }
    }

    /** Called by each connection's own thread. */
    @Override
    public void receive(Address sender, DataInput in, int length) throws Exception {
        if (length < QuorumMessage.START_BYTES
                || length > QuorumMessage.HEAD_BYTES + JGroupsPeerChannel.MAX_MESSAGE_BYTES) {
            throw refused(sender, "a message of " + length + " bytes");
        }
        short version = in.readShort();
        byte flags = in.readByte();
        short type = in.readShort();
        int remaining = length - QuorumMessage.START_BYTES;
        if (!Version.isBinaryCompatible(version)) {
            throw refused(sender, "JGroups' version " + Version.print(version));
        }
        if (type == ECHO_TYPE && remaining == 0) {
            return; // its connection has taken note
        }
        if (type == QuorumMessage.TYPE) {
            int payload = QuorumMessage.readHead(in, remaining);
            if (payload < 0) {
                throw refused(sender, "a message that is none of " + QuorumMessage.CLUSTER);
            }
            inbox.receive(in, payload);
        } else if (length <= MAX_GROUP_BYTES) {
            byte[] message = new byte[length];
            message[0] = (byte) (version >> 8);
            message[1] = (byte) version;
            message[2] = flags;
            message[3] = (byte) (type >> 8);
            message[4] = (byte) type;
            in.readFully(message, QuorumMessage.START_BYTES, remaining);
            GroupMessages receiver = group;
            if (receiver != null) {
                receiver.received(sender, message, length);
            }
        } else {
            throw refused(sender, "a message of the group of " + length + " bytes");
        }
    }

    private EOFException refused(Address sender, String what) {
        notices.warn("a collector's connection is ended for what it sent: peer=" + sender + " reason=" + what);
        return new EOFException(what); // JGroups ends the connection and is silent about it
    }

    @Override
    public void notifyConnectionClosed(Connection connection) {
        if (connection instanceof PeerConnection gone) {
            gone.close(false);
            if (connections.remove(gone)) {
                sockets.removeIf(Socket::isClosed);
            }
        }
    }

    @Override
    public void stop() {
        Util.close(srv_sock); // also when it was never started
        super.stop();
        sockets.forEach(this::drop);
        connections.forEach(PeerConnection::abort);
    }

    @Override
    public void close() {
        stop();
    }
}
