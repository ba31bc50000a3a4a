package org.logbraid.agent.handover;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.logbraid.common.HostPort;
import org.logbraid.common.channel.AgentChannel;
import org.logbraid.common.frame.ByteSource;
import org.logbraid.common.frame.MalformedException;
import org.logbraid.common.wire.Message;
import org.logbraid.common.wire.MessageHeader;
import org.logbraid.common.wire.MessageType;

/** The other end of a channel, by hand: keeps what was sent, and says what a test tells it to. */
final class FakeCollector implements AgentChannel {
    final List<HostPort> dialled = new ArrayList<>();
    final List<Message> messages = new ArrayList<>();
    final List<Long> frames = new ArrayList<>();
    private final Deque<Event> events = new ArrayDeque<>();
    boolean reachable = true;
    boolean takesNothing;

    void says(Message message) {
        events.add(new Event.Received(Message.encode(message)));
    }

    void tears() {
        events.add(new Event.Closed("torn"));
    }

    /** The newest message of a type. */
    <M extends Message> M last(Class<M> type) {
        for (int i = messages.size() - 1; i >= 0; i--) {
            if (type.isInstance(messages.get(i))) {
                return type.cast(messages.get(i));
            }
        }
        throw new AssertionError("no " + type.getSimpleName() + " among " + messages);
    }

    long count(Class<? extends Message> type) {
        return messages.stream().filter(type::isInstance).count();
    }

    @Override
    public void dial(HostPort address) {
        events.clear();
        dialled.add(address);
        events.add(reachable ? new Event.Connected(address.toString()) : new Event.Closed("refused"));
    }

    @Override
    public boolean send(byte[] message, int offset, int length) {
        if (takesNothing) {
            return false;
        }
        try {
            var type = MessageHeader.read(message, offset).type();
            if (type == MessageType.FRAME) {
                byte[] body = Arrays.copyOfRange(message, offset + MessageHeader.BYTES, offset + length);
                var source = ByteSource.of(body);
                source.skip(16);
                frames.add(source.i64());
            } else {
                messages.add(Message.decode(type, message, offset + MessageHeader.BYTES, length - MessageHeader.BYTES));
            }
        } catch (MalformedException e) {
            throw new AssertionError(e);
        }
        return true;
    }

    @Override
    public @Nullable Event poll() {
        return events.poll();
    }

    @Override
    public void hangUp() {
        events.clear();
    }

    @Override
    public void close() {
        hangUp();
    }
}
