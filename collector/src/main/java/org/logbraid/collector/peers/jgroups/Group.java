package org.logbraid.collector.peers.jgroups;

import java.io.Closeable;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jgroups.JChannel;
import org.jgroups.PhysicalAddress;
import org.jgroups.View;
import org.jgroups.protocols.FD_ALL3;
import org.jgroups.protocols.MERGE3;
import org.jgroups.protocols.TCPPING;
import org.jgroups.protocols.UNICAST3;
import org.jgroups.protocols.pbcast.GMS;
import org.jgroups.protocols.pbcast.NAKACK2;
import org.jgroups.protocols.pbcast.STABLE;
import org.jgroups.stack.IpAddress;
import org.jgroups.util.NameCache;
import org.jspecify.annotations.Nullable;
import org.logbraid.common.HostPort;
import org.logbraid.common.channel.jgroups.ConnectionThreads;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * JGroups' view of who is there. A thread of its own builds the stack, joins, and asks again and again for the addresses of
 * the hosts' names; nobody waits for it, and nothing but {@link #present} depends on it.
 *
 * <p>Safe for all threads.
 */
final class Group implements Closeable {
    private static final Logger log = LoggerFactory.getLogger(JGroupsPeerChannel.class);
    private static final long RESOLVE_MILLIS = 10_000;
    private static final long LEAVE_MILLIS = 500;

    private final String name;
    private final PeerListener listener;
    private final GroupTransport transport;
    private final ConnectionThreads threads;
    private final TCPPING discovery = new TCPPING();
    private final CountDownLatch left = new CountDownLatch(1);
    private final BlockingQueue<Boolean> wakes = new ArrayBlockingQueue<>(1);
    private volatile List<HostPort> others;
    private volatile boolean closed;
    private volatile @Nullable JChannel channel;

    Group(
            String name,
            List<HostPort> others,
            PeerListener listener,
            GroupTransport transport,
            ConnectionThreads threads) {
        this.name = name;
        this.others = List.copyOf(others);
        this.listener = listener;
        this.transport = transport;
        this.threads = threads;
    }

    void start() {
        threads.newThread(this::live, "peers-group").start();
    }

    void know(List<HostPort> known) {
        others = List.copyOf(known);
        wake();
    }

    List<String> present() {
        JChannel current = channel;
        View view = current == null ? null : current.getView();
        if (view == null) {
            return List.of();
        }
        return view.getMembers().stream()
                .map(member -> {
                    String logical = NameCache.get(member);
                    return logical == null ? member.toString() : logical;
                })
                .toList();
    }

    private void live() {
        try {
            discovery.setInitialHosts2(resolved());
            var made = new JChannel(
                    transport,
                    discovery.portRange(0),
                    new MERGE3().setMinInterval(1_500).setMaxInterval(3_000),
                    new FD_ALL3().setTimeout(8_000).setInterval(2_000),
                    new NAKACK2().useMcastXmit(false).setXmitInterval(2_000),
                    new UNICAST3().setXmitInterval(1_000),
                    new STABLE().setDesiredAverageGossip(30_000),
                    new GMS()
                            .printLocalAddress(false)
                            .setJoinTimeout(500)
                            .setLeaveTimeout(200)
                            .logCollectMessages(false)
                            .logViewWarnings(false));
            made.name(name).setDiscardOwnMessages(true);
            channel = made;
            listener.group(transport::received);
            made.connect(QuorumMessage.CLUSTER);
            while (rest()) {
                discovery.setInitialHosts2(resolved());
            }
            made.close();
        } catch (Exception e) { // JGroups declares no narrower one
            log.warn("the view of the collectors cannot be told, all else goes on: reason={}", e.getMessage(), e);
        } finally {
            left.countDown();
        }
    }

    /** Rests until names are due to be resolved again; false when it was closed. */
    private boolean rest() throws InterruptedException {
        wakes.poll(RESOLVE_MILLIS, TimeUnit.MILLISECONDS);
        return !closed;
    }

    private void wake() {
        wakes.offer(true);
    }

    private List<PhysicalAddress> resolved() {
        List<PhysicalAddress> all = new ArrayList<>();
        all.add((PhysicalAddress) listener.localAddress()); // JGroups wants one at least, and does not ask itself
        for (HostPort one : others) {
            try {
                all.add(new IpAddress(InetAddress.getByName(one.host()), one.port()));
            } catch (UnknownHostException e) {
                log.debug("a collector's name is not known yet: {}", one);
            }
        }
        return all;
    }

    /** Says goodbye to the others, if that can be done soon. */
    @Override
    public void close() {
        closed = true;
        wake();
        try {
            if (!left.await(LEAVE_MILLIS, TimeUnit.MILLISECONDS)) {
                log.debug("the group was left without a word");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // go on closing, and pass the interrupt on
        }
        transport.closeLinks();
    }
}
