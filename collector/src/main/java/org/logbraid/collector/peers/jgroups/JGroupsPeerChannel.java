package org.logbraid.collector.peers.jgroups;

import static org.logbraid.common.Checks.requireRange;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import org.jgroups.protocols.TP;
import org.jspecify.annotations.Nullable;
import org.logbraid.collector.peers.PeerChannel;
import org.logbraid.common.HostPort;
import org.logbraid.common.channel.jgroups.ConnectionThreads;
import org.logbraid.common.clock.Clock;
import org.logbraid.common.clock.SystemClock;

/**
 * The collectors' port on JGroups. Each other collector has a bounded queue and a thread that empties it over a connection
 * of its own, so that one that is stopped or cannot be reached holds up nobody else. Messages of one collector arrive in
 * the order in which they were sent, save for those that are lost.
 *
 * <p>{@link #poll} belongs to the {@code collector-quorum} thread, the rest is safe for all.
 */
public final class JGroupsPeerChannel implements PeerChannel {
    private static final int MAX_LINKS = 64;

    private final ConnectionThreads threads;
    private final Clock clock;
    private final Inbox inbox = new Inbox();
    private final Map<HostPort, PeerLink> links = new ConcurrentHashMap<>();
    private final PeerListener listener;
    private final HostPort address;
    private final Group group;
    private volatile boolean closed;

    private JGroupsPeerChannel(
            HostPort bind, String name, List<HostPort> others, Clock clock, BiConsumer<String, Throwable> onFailure)
            throws IOException {
        this.clock = clock;
        threads = new ConnectionThreads(onFailure);
        InetAddress resolved;
        try {
            resolved = InetAddress.getByName(bind.host());
        } catch (UnknownHostException e) {
            throw new IOException("the collectors' port cannot listen on " + bind + ": unknown host", e);
        }
        try {
            listener = new PeerListener(resolved, bind.port(), threads, inbox, new Notices(clock), clock);
        } catch (Exception e) { // JGroups declares no narrower one
            throw new IOException("the collectors' port cannot listen on " + bind + ": " + e.getMessage(), e);
        }
        address = new HostPort(bind.host(), listener.port());
        try {
            group = new Group(name, others, listener, transport(resolved), threads);
            listener.start();
        } catch (Exception e) { // as above
            listener.close();
            throw new IOException("the collectors' port cannot be served on " + bind + ": " + e.getMessage(), e);
        }
        group.start();
    }

    /**
     * Listens, on the given address alone, and begins to look for the others.
     *
     * @param bind port 0 takes a free one
     * @param name of this collector, for people to look at
     * @param others the collectors' ports of the others, as far as they are known
     * @param onFailure gets a thread's name and the Error that ended it; ends the process
     * @throws IOException naming the address, when it cannot be listened on
     */
    public static JGroupsPeerChannel open(
            HostPort bind, String name, List<HostPort> others, BiConsumer<String, Throwable> onFailure)
            throws IOException {
        return open(bind, name, others, SystemClock.INSTANCE, onFailure);
    }

    static JGroupsPeerChannel open(
            HostPort bind, String name, List<HostPort> others, Clock clock, BiConsumer<String, Throwable> onFailure)
            throws IOException {
        return new JGroupsPeerChannel(bind, name, others, clock, onFailure);
    }

    private GroupTransport transport(InetAddress bind) {
        var transport = new GroupTransport(listener, to -> link(to, true).start(threads, "group"));
        TP settings = transport.setBindAddr(bind).setBindPort(listener.port()).setPortRange(0);
        settings.setBundlerType("no-bundler")
                .setThreadFactory(threads)
                .useVirtualThreads(false)
                .setTimeServiceInterval(1_000);
        return transport;
    }

    private PeerLink link(HostPort to, boolean silent) {
        return new PeerLink(to, listener, clock, new Reachability(to, clock, silent));
    }

    /** Takes note of the collectors' ports of the others: forgets the ways to all but these. */
    public void know(List<HostPort> others) {
        links.forEach((to, link) -> {
            if (!others.contains(to) && links.remove(to, link)) {
                link.close();
            }
        });
        group.know(others);
    }

    @Override
    public HostPort address() {
        return address;
    }

    @Override
    public void send(HostPort to, byte[] message, int length, Runnable done) {
        requireRange("length", length, 1, MAX_MESSAGE_BYTES);
        PeerLink link = links.get(to);
        if (link == null) {
            if (closed || links.size() >= MAX_LINKS) {
                done.run();
                return;
            }
            link = links.computeIfAbsent(to, key -> link(key, false).start(threads, "peer"));
        }
        if (closed) { // meanwhile, and this link is one that was not seen
            link.close();
        }
        link.offer(QuorumMessage.head(length), message, length, done);
    }

    @Override
    public long queuedBytes(HostPort to) {
        PeerLink link = links.get(to);
        return link == null ? 0 : link.queuedBytes();
    }

    @Override
    public @Nullable Received poll() {
        return inbox.poll();
    }

    @Override
    public void onMessage(Runnable wake) {
        inbox.onMessage(wake);
    }

    @Override
    public List<String> present() {
        return group.present();
    }

    /** Messages that arrived and were lost because nobody polled them. */
    public long lostArrivals() {
        return inbox.lost();
    }

    /** Bytes of arrays that are filled, wait to be polled, or were not released. */
    public long lentBytes() {
        return inbox.lentBytes();
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        links.values().forEach(PeerLink::close);
        group.close();
        listener.close();
        inbox.close();
    }
}
