package org.logbraid.system.sim;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.logbraid.common.HostPort;
import org.logbraid.common.channel.AgentChannel;
import org.logbraid.common.channel.AgentsPort;
import org.logbraid.common.frame.MalformedException;
import org.logbraid.common.testing.Fuse;
import org.logbraid.common.testing.SimulatedTime;
import org.logbraid.common.wire.Message;
import org.logbraid.common.wire.MessageHeader;
import org.logbraid.common.wire.MessageType;

/**
 * The wire between agents and collectors. Delays every packet by chance, tears connections (what was under way is lost
 * from some packet on), and, when it is told to be unruly, also loses, doubles and swaps frames, promises and their
 * answers: then it is worse than any real one.
 */
public final class SimulatedNetwork {
    private final SimulatedTime time;
    private final RandomGenerator chance;
    private final Map<HostPort, Port> ports = new HashMap<>();
    private final List<Link> links = new ArrayList<>();
    private final Map<Long, Long> acknowledged = new TreeMap<>();
    private long nextConnection = 1;
    private final Set<Ends> cuts = new HashSet<>();
    private int unrulyPerMille;

    private record Ends(String agent, HostPort collector) {}

    public SimulatedNetwork(SimulatedTime time, RandomGenerator chance) {
        this.time = time;
        this.chance = chance;
    }

    /** How many of a thousand packets are lost, doubled or swapped. */
    public void unruly(int perMille) {
        unrulyPerMille = perMille;
    }

    /** An agent and a collector hear nothing of each other from now on; what is under way waits. */
    void cut(String agent, HostPort collector) {
        cuts.add(new Ends(agent, collector));
    }

    /** Nobody is cut off any more. */
    void heal() {
        cuts.clear();
    }

    /** By session: the last frame that an agent was told to be accepted. */
    public Map<Long, Long> acknowledged() {
        return acknowledged;
    }

    private void note(byte[] toAgent) {
        try {
            MessageHeader header = MessageHeader.read(toAgent, 0);
            if (header.type() == MessageType.ACK
                    && Message.decode(header.type(), toAgent, MessageHeader.BYTES, header.bodyBytes())
                            instanceof Message.Ack ack) {
                acknowledged.merge(ack.session(), ack.applied(), Math::max);
            }
        } catch (MalformedException e) {
            throw new IllegalStateException("a collector sent something that cannot be read", e);
        }
    }

    /** Tears one connection, if there is one. */
    public void tearOne() {
        if (!links.isEmpty()) {
            links.get(chance.nextInt(links.size())).tear();
        }
    }

    /** A process's listening port; it ends with {@link Port#close}, and each use of it burns the fuse. */
    public Port listen(HostPort address, Fuse fuse) {
        var port = new Port(address, fuse);
        ports.put(address, port);
        return port;
    }

    /** A process's dialling end; each use of it burns the fuse. */
    public Channel channel(String name, Fuse fuse) {
        return new Channel(name, fuse);
    }

    /** A connection: two ways that end together. */
    private final class Link {
        private final long number = nextConnection++;
        private final SimulatedWay toCollector = new SimulatedWay(time, chance);
        private final SimulatedWay toAgent = new SimulatedWay(time, chance);
        private final Ends ends;
        private boolean torn;

        Link(Ends ends) {
            this.ends = ends;
        }

        /** What has come to an end of it by now, or null. */
        SimulatedWay.@Nullable Packet poll(SimulatedWay way) {
            return cuts.contains(ends) ? null : way.poll();
        }

        void tear() {
            if (!torn) {
                torn = true;
                toCollector.tear();
                toAgent.tear();
                links.remove(this);
            }
        }
    }

    /** A collector's end. */
    public final class Port implements AgentsPort {
        private final HostPort address;
        private final Fuse fuse;
        private final Deque<AgentsPort.Event> opened = new ArrayDeque<>();
        private final TreeMap<Long, Link> connections = new TreeMap<>();

        private Port(HostPort address, Fuse fuse) {
            this.address = address;
            this.fuse = fuse;
        }

        @Override
        public HostPort address() {
            return address;
        }

        @Override
        public AgentsPort.@Nullable Event poll() {
            fuse.burn();
            AgentsPort.Event first = opened.poll();
            if (first != null) {
                return first;
            }
            if (connections.isEmpty()) {
                return null;
            }
            List<Link> all = new ArrayList<>(connections.values());
            int from = chance.nextInt(all.size());
            for (int i = 0; i < all.size(); i++) {
                Link link = all.get((from + i) % all.size());
                SimulatedWay.Packet packet = link.poll(link.toCollector);
                if (packet != null) {
                    return event(link, packet.message());
                }
            }
            return null;
        }

        private AgentsPort.Event event(Link link, byte @Nullable [] message) {
            if (message == null) {
                connections.remove(link.number);
                return new AgentsPort.Event.Closed(link.number, "torn");
            }
            try {
                MessageType type = MessageHeader.read(message, 0).type();
                byte[] body = Arrays.copyOfRange(message, MessageHeader.BYTES, message.length);
                return new AgentsPort.Event.Received(link.number, type, new PlainBody(body));
            } catch (MalformedException e) {
                throw new IllegalStateException("an agent sent a bad header", e);
            }
        }

        @Override
        public boolean send(long connection, byte[] message) {
            fuse.burn();
            Link link = connections.get(connection);
            if (link == null || link.torn) {
                return false;
            }
            link.toAgent.put(message.clone(), unrulyPerMille);
            return true;
        }

        @Override
        public void welcomed(long connection) {
            // every length is let through here
        }

        @Override
        public void drop(long connection, String reason) {
            fuse.burn();
            Link link = connections.get(connection);
            if (link != null) {
                link.tear();
            }
        }

        @Override
        public void close() {
            ports.remove(address, this);
            List.copyOf(connections.values()).forEach(Link::tear);
        }
    }

    /** A body in an array of its own. */
    private record PlainBody(byte[] array) implements AgentsPort.Body {
        @Override
        public int length() {
            return array.length;
        }

        @Override
        public void release() {
            Arrays.fill(array, (byte) 0xdb); // whoever reads it after the release is found out
        }
    }

    /** An agent's end. */
    public final class Channel implements AgentChannel {
        private final String name;
        private final Fuse fuse;
        private @Nullable Link link;
        private AgentChannel.@Nullable Event pending;

        private Channel(String name, Fuse fuse) {
            this.name = name;
            this.fuse = fuse;
        }

        @Override
        public void dial(HostPort address) {
            fuse.burn();
            hangUp();
            Port port = ports.get(address);
            if (port == null || cuts.contains(new Ends(name, address))) {
                pending = new AgentChannel.Event.Closed("nobody listens: " + address);
                return;
            }
            var dialled = new Link(new Ends(name, address));
            link = dialled;
            links.add(dialled);
            port.connections.put(dialled.number, dialled);
            port.opened.add(new AgentsPort.Event.Opened(dialled.number, name));
            pending = new AgentChannel.Event.Connected(address.toString());
        }

        @Override
        public boolean send(byte[] message, int offset, int length) {
            fuse.burn();
            if (link == null || link.torn) {
                return false;
            }
            link.toCollector.put(Arrays.copyOfRange(message, offset, offset + length), unrulyPerMille);
            return true;
        }

        @Override
        public AgentChannel.@Nullable Event poll() {
            fuse.burn();
            if (pending != null) {
                AgentChannel.Event first = pending;
                pending = null;
                return first;
            }
            if (link == null) {
                return null;
            }
            SimulatedWay.Packet packet = link.poll(link.toAgent);
            if (packet == null) {
                return null;
            }
            if (packet.message() == null) {
                link = null;
                return new AgentChannel.Event.Closed("torn");
            }
            note(packet.message());
            return new AgentChannel.Event.Received(packet.message());
        }

        @Override
        public void hangUp() {
            pending = null;
            if (link != null) {
                link.tear();
                link = null;
            }
        }

        @Override
        public void close() {
            hangUp();
        }
    }
}
