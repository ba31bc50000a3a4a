package org.logbraid.collector.intake;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.logbraid.common.HostPort;
import org.logbraid.common.channel.AgentsPort;
import org.logbraid.common.frame.MalformedException;
import org.logbraid.common.wire.Message;
import org.logbraid.common.wire.MessageHeader;
import org.logbraid.common.wire.MessageType;

/** A port whose agents are played by the test. */
final class FakeAgentsPort implements AgentsPort {
    private final Queue<Event> events = new ArrayDeque<>();
    private final Map<Long, List<Message>> sent = new HashMap<>();
    private final List<Long> welcomed = new ArrayList<>();
    private final Map<Long, String> dropped = new HashMap<>();
    private long opened;
    private int lent;

    /** A body that is missed until it is given back. */
    private final class LentBody implements Body {
        private final byte[] bytes;
        private final int length;
        private boolean released;

        LentBody(byte[] bytes) {
            this.bytes = Arrays.copyOf(bytes, bytes.length + 7);
            this.length = bytes.length;
            lent++;
        }

        @Override
        public byte[] array() {
            return bytes;
        }

        @Override
        public int length() {
            return length;
        }

        @Override
        public void release() {
            if (released) {
                throw new IllegalStateException("a body was released twice");
            }
            released = true;
            lent--;
        }
    }

    long open(String peer) {
        opened++;
        sent.put(opened, new ArrayList<>());
        events.add(new Event.Opened(opened, peer));
        return opened;
    }

    void close(long connection) {
        events.add(new Event.Closed(connection, "gone"));
    }

    void say(long connection, Message message) {
        byte[] whole = Message.encode(message);
        byte[] body = Arrays.copyOfRange(whole, MessageHeader.BYTES, whole.length);
        say(connection, message.type(), body);
    }

    void say(long connection, MessageType type, byte[] body) {
        events.add(new Event.Received(connection, type, new LentBody(body)));
    }

    /** What was sent to a connection since the last call, PINGs left out. */
    List<Message> heard(long connection) {
        List<Message> all = new ArrayList<>(sent.getOrDefault(connection, List.of()));
        sent.put(connection, new ArrayList<>());
        all.removeIf(Message.Ping.class::isInstance);
        return all;
    }

    /** PINGs sent to a connection that nothing has asked for yet. */
    List<Message.Ping> pings(long connection) {
        return sent.getOrDefault(connection, List.of()).stream()
                .filter(Message.Ping.class::isInstance)
                .map(Message.Ping.class::cast)
                .toList();
    }

    List<Long> welcomed() {
        return welcomed;
    }

    @Nullable
    String whyDropped(long connection) {
        return dropped.get(connection);
    }

    boolean isEmpty() {
        return events.isEmpty();
    }

    int lent() {
        return lent;
    }

    @Override
    public HostPort address() {
        return new HostPort("127.0.0.1", 7800);
    }

    @Override
    public @Nullable Event poll() {
        return events.poll();
    }

    @Override
    public boolean send(long connection, byte[] message) {
        if (dropped.containsKey(connection)) {
            return false;
        }
        try {
            MessageHeader header = MessageHeader.read(message, 0);
            sent.computeIfAbsent(connection, c -> new ArrayList<>())
                    .add(Message.decode(header.type(), message, MessageHeader.BYTES, header.bodyBytes()));
        } catch (MalformedException e) {
            throw new AssertionError("a collector sent nonsense", e);
        }
        return true;
    }

    @Override
    public void welcomed(long connection) {
        welcomed.add(connection);
    }

    @Override
    public void drop(long connection, String reason) {
        dropped.putIfAbsent(connection, reason);
        events.add(new Event.Closed(connection, reason));
    }

    @Override
    public void close() {
        // nothing is open
    }
}
