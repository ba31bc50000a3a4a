package org.logbraid.collector.peers.jgroups;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.concurrent.TimeUnit;
import org.jgroups.blocks.cs.TcpConnection;
import org.jgroups.stack.IpAddress;
import org.jgroups.util.Util;
import org.jspecify.annotations.Nullable;
import org.logbraid.common.clock.Clock;

/**
 * A connection of JGroups that carries messages one way: from who dialled to who accepted. Back go echoes, which say that
 * something was read, and no more: TCP does not tell whether anything arrives, and after a cut it tries again only when as
 * much time has passed as before.
 *
 * <p>{@link #write} belongs to one thread, {@link #abort} and {@link #isUnanswered} are safe for all.
 */
final class PeerConnection extends TcpConnection {
    private static final int BUFFER_BYTES = 64 * 1024;
    private static final int UNUSED_BYTES = 64;
    private static final int CHUNK_BYTES = 64 * 1024;
    private static final int IDLE_MILLIS = 60_000;
    private static final long ECHO_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final boolean dialled;
    private final Clock clock;
    private volatile boolean begun; // JGroups reads from it before it is made
    private volatile long echoAt;
    private volatile boolean echoed;
    private volatile long askedAt;

    /** A connection to be dialled. */
    PeerConnection(IpAddress peer, PeerListener listener, Clock clock) throws Exception {
        super(peer, listener);
        this.dialled = true;
        this.clock = clock;
        this.echoAt = clock.monotonicNanos() - ECHO_NANOS;
        this.askedAt = echoAt;
        this.begun = true;
    }

    /** A connection that was accepted: reads JGroups' cookie and version, waiting a second at most. */
    PeerConnection(Socket socket, PeerListener listener, Clock clock) throws Exception {
        super(socket, listener);
        this.dialled = false;
        this.clock = clock;
        this.echoAt = clock.monotonicNanos() - ECHO_NANOS;
        socket.setSoTimeout(IDLE_MILLIS); // its other end may have gone without a word; who still lives dials anew
        this.begun = true;
        came(); // JGroups may have read the first message already
    }

    /**
     * Writes a message.
     *
     * @param progress run after each part that was taken
     */
    void write(byte @Nullable [] head, byte[] array, int length, boolean flush, Runnable progress) throws IOException {
        ask();
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

    /** What is written so long after an echo is echoed itself. */
    private void ask() {
        long now = clock.monotonicNanos();
        if (isAnswered() && now - echoAt >= ECHO_NANOS) {
            askedAt = now;
        }
    }

    private boolean isAnswered() {
        return echoAt - askedAt >= 0;
    }

    /** Whether something was written so long ago, and there has been no echo since. */
    boolean isUnanswered(long now, long patienceNanos) {
        return !isAnswered() && now - askedAt > patienceNanos;
    }

    /** Whether the other side has ever read something of it. */
    boolean hasEchoed() {
        return echoed;
    }

    /** Bytes have come in: an echo, or what is to be echoed. */
    private void came() throws IOException {
        if (!begun) {
            return;
        }
        long now = clock.monotonicNanos();
        if (dialled) {
            echoAt = now;
            echoed = true;
        } else if (now - echoAt >= ECHO_NANOS) {
            echoAt = now;
            out.writeInt(PeerListener.ECHO.length);
            out.write(PeerListener.ECHO);
            out.flush();
        }
    }

    /** Notes that something comes in, a buffer at a time. */
    private final class Noting extends FilterInputStream {
        Noting(InputStream from) {
            super(from);
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int read = super.read(into, offset, length);
            if (read > 0) {
                came();
            }
            return read;
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
        return new DataInputStream(new BufferedInputStream(new Noting(from), dialled ? UNUSED_BYTES : BUFFER_BYTES));
    }
}
