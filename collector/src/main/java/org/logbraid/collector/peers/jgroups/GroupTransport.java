package org.logbraid.collector.peers.jgroups;

import java.io.DataInput;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jgroups.Address;
import org.jgroups.BytesMessage;
import org.jgroups.EmptyMessage;
import org.jgroups.Message;
import org.jgroups.PhysicalAddress;
import org.jgroups.protocols.BasicTCP;
import org.jgroups.stack.DiagnosticsHandler;
import org.jgroups.stack.IpAddress;
import org.jspecify.annotations.Nullable;
import org.logbraid.common.HostPort;

/**
 * JGroups' own messages, over links of their own: its threads never wait for another collector, and what it says does not
 * stand behind what the quorum sends.
 *
 * <p>Safe for all threads.
 */
final class GroupTransport extends BasicTCP {
    private static final int MAX_LINKS = 32;

    private final PeerListener listener;
    private final Function<HostPort, PeerLink> opener;
    private final Map<Address, PeerLink> links = new ConcurrentHashMap<>();

    GroupTransport(PeerListener listener, Function<HostPort, PeerLink> opener) {
        this.listener = listener;
        this.opener = opener;
    }

    /** What its connection received; nothing comes of it before it is connected. */
    void received(Address sender, byte[] message, int length) {
        if (connected) {
            receive(sender, message, 0, length);
        }
    }

    /** JGroups makes an array for each message, so it can be kept. */
    @Override
    public void send(Address dest, byte[] data, int offset, int length) {
        if (!connected || !(dest instanceof IpAddress to) || length > PeerListener.MAX_GROUP_BYTES) {
            return;
        }
        PeerLink link = links.get(to);
        if (link == null) {
            if (links.size() >= MAX_LINKS) {
                return;
            }
            link = links.computeIfAbsent(
                    to, key -> opener.apply(new HostPort(to.getIpAddress().getHostAddress(), to.getPort())));
        }
        link.offer(null, offset == 0 ? data : Arrays.copyOfRange(data, offset, offset + length), length, () -> {});
    }

    /** Takes messages of the kinds that JGroups sends of itself, and believes no length. */
    @Override
    protected void handleSingleMessage(DataInput in, boolean multicast) {
        try {
            Message message = switch (in.readShort()) {
                case Message.BYTES_MSG -> new CheckedBytes();
                case Message.EMPTY_MSG -> new EmptyMessage();
                default -> null;
            };
            if (message == null) {
                return;
            }
            message.readFrom(in);
            if (multicast || !unicastDestMismatch(message.getDest())) {
                msg_processing_policy.process(message, message.isFlagSet(Message.Flag.OOB));
            }
        } catch (IOException | ClassNotFoundException | RuntimeException e) {
            log.debug("a message of the group cannot be read", e);
        }
    }

    @Override
    protected void handleMessageBatch(DataInput in, boolean multicast) {
        // nobody sends several in one
    }

    /** Bytes whose length is looked at before memory is allocated. */
    private static final class CheckedBytes extends BytesMessage {
        @Override
        public void readPayload(DataInput in) throws IOException {
            int announced = in.readInt();
            if (announced > PeerListener.MAX_GROUP_BYTES) {
                throw new EOFException("a payload of " + announced + " bytes");
            }
            if (announced >= 0) {
                array = new byte[announced];
                in.readFully(array, 0, announced);
                length = announced;
            }
        }
    }

    /** Listens to nobody. */
    @Override
    public DiagnosticsHandler createDiagnosticsHandler() {
        var silent = super.createDiagnosticsHandler();
        silent.setEnabled(false);
        return silent;
    }

    @Override
    public void retainAll(Collection<Address> members) {
        links.forEach((to, link) -> {
            if (!members.contains(to) && links.remove(to, link)) {
                link.close();
            }
        });
    }

    @Override
    protected void handleConnect() throws Exception {
        connected = true;
        super.handleConnect();
    }

    @Override
    protected void handleDisconnect() {
        super.handleDisconnect();
        connected = false;
    }

    void closeLinks() {
        connected = false;
        links.values().forEach(PeerLink::close);
    }

    @Override
    protected @Nullable PhysicalAddress getPhysicalAddress() {
        return (PhysicalAddress) listener.localAddress();
    }

    @Override
    public String printConnections() {
        return links.keySet().toString();
    }

    @Override
    public BasicTCP clearConnections(boolean graceful) {
        return this; // for JGroups' own tests
    }
}
