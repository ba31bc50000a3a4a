package org.logbraid.collector.peers.jgroups;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import org.jgroups.blocks.cs.TcpConnection;
import org.jgroups.stack.IpAddress;
import org.jgroups.util.Util;
import org.jspecify.annotations.Nullable;

/**
 * A connection of JGroups that carries messages one way: from who dialled to who accepted.
 *
 * <p>{@link #write} belongs to one thread, {@link #abort} is safe for all.
 */
final class PeerConnection extends TcpConnection {
    private static final int BUFFER_BYTES = 64 * 1024;
    private static final int UNUSED_BYTES = 64;
    private static final int CHUNK_BYTES = 64 * 1024;
    private static final int IDLE_MILLIS = 60_000;

    private final boolean dialled;

    /** A connection to be dialled. */
    PeerConnection(IpAddress peer, PeerListener listener) throws Exception {
        super(peer, listener);
        dialled = true;
    }

    /** A connection that was accepted: reads JGroups' cookie and version, waiting a second at most. */
    PeerConnection(Socket socket, PeerListener listener) throws Exception {
        super(socket, listener);
        dialled = false;
        socket.setSoTimeout(IDLE_MILLIS); // its other end may have gone without a word; who still lives dials anew
    }

    /**
     * Writes a message.
     *
     * @param progress run after each part that was taken
     */
    void write(byte @Nullable [] head, byte[] array, int length, boolean flush, Runnable progress) throws IOException {
        int headBytes = head == null ? 0 : head.length;
        out.writeInt(headBytes + length);
        if (head != null) {
            out.write(head, 0, headBytes);
        }
        for (int from = 0; from < length; from += CHUNK_BYTES) {
            out.write(array, from, Math.min(CHUNK_BYTES, length - from));
            progress.run();
        }
        if (flush) {
            out.flush();
            progress.run();
        }
    }

    /** Ends it at once, whoever writes or reads. */
    void abort() {
        Util.close(sock);
    }

    @Override
    public boolean isConnected() {
        return super.isConnected() && !sock.isClosed();
    }

    /** Closes without a goodbye of JGroups' own: it could wait for ever behind a write to a stopped peer. */
    @Override
    public void close() {
        doClose();
    }

    @Override
    public void close(boolean graceful) {
        doClose();
    }

    @Override
    protected DataOutputStream createDataOutputStream(OutputStream to) {
        return new DataOutputStream(new BufferedOutputStream(to, dialled ? BUFFER_BYTES : UNUSED_BYTES));
    }

    @Override
    protected DataInputStream createDataInputStream(InputStream from) {
        return new DataInputStream(new BufferedInputStream(from, dialled ? UNUSED_BYTES : BUFFER_BYTES));
    }
}
