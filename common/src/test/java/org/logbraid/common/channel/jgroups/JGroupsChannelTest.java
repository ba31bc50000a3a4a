package org.logbraid.common.channel.jgroups;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.logbraid.common.CloseStack;
import org.logbraid.common.HostPort;
import org.logbraid.common.channel.AgentChannel;
import org.logbraid.common.channel.AgentsPort;
import org.logbraid.common.clock.SystemClock;
import org.logbraid.common.frame.ByteSink;
import org.logbraid.common.wire.Message;
import org.logbraid.common.wire.MessageHeader;
import org.logbraid.common.wire.MessageType;

/**
 * Both ends on real sockets of the loopback address.
 *
 * <p>Longer than 300 lines because its facts share one pair of ends.
 */
class JGroupsChannelTest {
    private static final long PATIENCE_NANOS = 10_000_000_000L;
    private static final int BIG = 1024 * 1024;

    private final CloseStack opened = new CloseStack();
    private final List<String> failures = new CopyOnWriteArrayList<>();
    private JGroupsAgentsPort port;

    @BeforeEach
    void listen() throws IOException {
        port = listen(JGroupsAgentsPort.MAX_BODY_BYTES);
    }

    @AfterEach
    void close() throws IOException {
        opened.close();
        assertThat(failures).isEmpty();
    }

    @Test
    void carriesMessagesBothWaysInTheirOrder() {
        // given
        var channel = channel();
        long connection = connect(channel);
        port.welcomed(connection);

        // when
        for (int i = 1; i <= 500; i++) {
            byte[] message = message(MessageType.FRAME, i * 97, (byte) i);
            assertThat(patiently(() -> channel.send(message, 0, message.length) ? true : null))
                    .isTrue();
            if (i % 50 == 0) {
                for (int j = i - 49; j <= i; j++) {
                    // then
                    var received = (AgentsPort.Event.Received) next();
                    assertThat(received.body().length()).isEqualTo(j * 97);
                    assertThat(received.body().array()[j * 97 - 1]).isEqualTo((byte) j);
                    received.body().release();
                }
            }
        }
        for (int i = 1; i <= 100; i++) {
            assertThat(port.send(connection, Message.encode(new Message.Ack(7, i, 0, 65_536))))
                    .isTrue();
        }
        for (int i = 1; i <= 100; i++) {
            var ack = (AgentChannel.Event.Received) next(channel);
            assertThat(ack.message()).isEqualTo(Message.encode(new Message.Ack(7, i, 0, 65_536)));
        }
        assertThat(port.lentBytes()).isZero();
    }

    @Test
    void tellsBothEndsWhenTheOtherIsGone() {
        var first = channel();
        long connection = connect(first);
        first.hangUp();
        assertThat(next())
                .isInstanceOfSatisfying(
                        AgentsPort.Event.Closed.class,
                        closed -> assertThat(closed.connection()).isEqualTo(connection));

        var second = channel();
        long dropped = connect(second);
        assertThat(dropped).isNotEqualTo(connection);
        port.send(dropped, Message.encode(new Message.Refused("no")));
        port.drop(dropped, "enough");
        assertThat(next(second)).isInstanceOf(AgentChannel.Event.Received.class);
        assertThat(next(second)).isInstanceOf(AgentChannel.Event.Closed.class);
        assertThat(next()).isEqualTo(new AgentsPort.Event.Closed(dropped, "enough"));
        assertThat(port.send(dropped, new byte[20])).isFalse();
    }

    @Test
    void dialsWithoutBlockingAndForgetsFormerConnections() throws IOException {
        int free;
        try (var socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }
        var channel = channel();
        channel.dial(new HostPort("127.0.0.1", free));
        assertThat(next(channel)).isInstanceOf(AgentChannel.Event.Closed.class);

        channel.dial(port.address());
        channel.dial(port.address());
        assertThat(next(channel)).isInstanceOf(AgentChannel.Event.Connected.class);
        assertThat(channel.poll()).isNull();
        channel.hangUp();
        assertThat(channel.poll()).isNull();
        assertThat(channel.send(new byte[12], 0, 12)).isFalse();
    }

    @Test
    void namesThePortThatIsInUse() {
        assertThatThrownBy(() -> JGroupsAgentsPort.open(port.address(), SystemClock.INSTANCE, this::failed))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(port.address().toString());
    }

    @Test
    @DisplayName("X4: lengths of 2 GB, negative ones and garbage end their connection and nothing else")
    void endsConnectionsThatSendNonsense() throws IOException {
        var good = channel();
        long connection = connect(good);
        int[] lengths = {Integer.MAX_VALUE, -1, Integer.MIN_VALUE, 0, 11, 4097};
        for (int length : lengths) {
            try (var socket = raw()) {
                new DataOutputStream(socket.getOutputStream()).writeInt(length);
                assertThat(closedByPort(socket)).isTrue();
            }
        }
        try (var socket = raw()) {
            socket.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(java.nio.charset.StandardCharsets.UTF_8));
            assertThat(closedByPort(socket)).isTrue();
        }
        try (var socket = raw()) { // the lengths of JGroups and of the header differ
            var out = new DataOutputStream(socket.getOutputStream());
            byte[] ping = Message.encode(new Message.Ping(1, 2));
            out.writeInt(ping.length + 5);
            out.write(ping);
            assertThat(closedByPort(socket)).isTrue();
        }
        assertThat(port.badMessages()).isEqualTo(lengths.length + 2);
        assertThat(port.lentBytes()).isZero();

        byte[] ping = Message.encode(new Message.Ping(1, 2));
        assertThat(good.send(ping, 0, ping.length)).isTrue();
        AgentsPort.Event event = next();
        while (!(event instanceof AgentsPort.Event.Received)) {
            event = next();
        }
        assertThat(event.connection()).isEqualTo(connection);
    }

    @Test
    void aSilentConnectionHoldsNobodyUp() throws IOException {
        for (int i = 0; i < 20; i++) {
            opened.own(raw());
            next();
        }
        connect(channel());
    }

    @Test
    void letsOnlyTheWelcomedSendLongMessages() {
        var channel = channel();
        long connection = connect(channel);
        byte[] frame = message(MessageType.FRAME, 5_000, (byte) 1);
        channel.send(frame, 0, frame.length);
        assertThat(next())
                .isInstanceOfSatisfying(
                        AgentsPort.Event.Closed.class,
                        closed -> assertThat(closed.connection()).isEqualTo(connection));
    }

    @Test
    void stopsReadingWhenItsBuffersAreUsedUp() throws IOException {
        var small = listen(3L * MessageHeader.MAX_BYTES);
        var channel = channel();
        long connection = connect(small, channel);
        small.welcomed(connection);
        byte[] frame = message(MessageType.FRAME, BIG, (byte) 3);

        // when nobody releases, only so many are read
        var sent = new AtomicInteger();
        var bodies = new ArrayList<AgentsPort.Body>();
        patiently(() -> {
            boolean full = !channel.send(frame, 0, frame.length);
            sent.addAndGet(full ? 0 : 1);
            if (small.poll() instanceof AgentsPort.Event.Received received) {
                bodies.add(received.body());
            }
            assertThat(bodies).hasSizeLessThanOrEqualTo(4);
            assertThat(small.lentBytes()).isLessThanOrEqualTo(3L * MessageHeader.MAX_BYTES);
            return (full && isABufferWaitedFor()) ? true : null;
        });
        while (small.poll() instanceof AgentsPort.Event.Received received) {
            bodies.add(received.body());
        }

        // then
        assertThat(small.lentBytes()).isLessThanOrEqualTo(3L * MessageHeader.MAX_BYTES);
        assertThat(bodies).hasSizeBetween(2, 4);
        assertThat(sent.get()).isGreaterThan(bodies.size());

        // and all the others come as room is made
        int received = bodies.size();
        bodies.forEach(AgentsPort.Body::release);
        while (received < sent.get()) {
            var one = (AgentsPort.Event.Received) next(small);
            one.body().release();
            received++;
        }
        assertThat(small.lentBytes()).isZero();
    }

    @Test
    void sendsWhatWasQueuedBeforeItDroppedAndNothingAfter() throws IOException {
        try (var socket = raw()) {
            // given more than the sockets hold of a connection that is not read
            long connection = next().connection();
            for (int i = 1; i <= 10; i++) {
                assertThat(port.send(connection, message(MessageType.WELCOME, BIG, (byte) i)))
                        .isTrue();
            }

            // when
            port.drop(connection, "enough");
            assertThat(port.send(connection, message(MessageType.WELCOME, 1, (byte) 11)))
                    .isFalse();

            // then
            socket.setSoTimeout(5_000);
            var in = new DataInputStream(socket.getInputStream());
            for (int i = 1; i <= 10; i++) {
                byte[] queued = message(MessageType.WELCOME, BIG, (byte) i);
                assertThat(in.readInt()).isEqualTo(queued.length);
                assertThat(Arrays.equals(in.readNBytes(queued.length), queued))
                        .as("message %s came whole", i)
                        .isTrue();
            }
            assertThat(in.read()).isNegative();
            assertThat(next()).isEqualTo(new AgentsPort.Event.Closed(connection, "enough"));
        }
    }

    @Test
    void dropsAnAgentThatDoesNotReadItsAnswers() throws IOException {
        try (var socket = raw()) {
            socket.setReceiveBufferSize(4 * 1024);
            long connection = next().connection();
            byte[] welcome = message(MessageType.WELCOME, BIG, (byte) 1);
            int sent = 0;
            long begun = System.nanoTime();
            while (sent < 200 && port.send(connection, welcome)) {
                sent++;
            }
            assertThat(sent).isLessThan(200);
            assertThat(System.nanoTime() - begun).isLessThan(5_000_000_000L);
            assertThat(next()).isInstanceOf(AgentsPort.Event.Closed.class);
        }
    }

    @Test
    void servesFiftyAgentsAtATime() {
        var channels = new ArrayList<JGroupsAgentChannel>();
        for (int i = 0; i < 50; i++) {
            var channel = channel();
            port.welcomed(connect(channel));
            channels.add(channel);
        }
        byte[] frame = message(MessageType.FRAME, 20_000, (byte) 9);
        for (int round = 0; round < 20; round++) {
            channels.forEach(one -> assertThat(one.send(frame, 0, frame.length)).isTrue());
            for (int i = 0; i < 50; i++) {
                var received = (AgentsPort.Event.Received) next();
                received.body().release();
                assertThat(port.send(received.connection(), Message.encode(new Message.Ack(1, round, 0, 1))))
                        .isTrue();
            }
            channels.forEach(one -> assertThat(next(one)).isInstanceOf(AgentChannel.Event.Received.class));
        }
    }

    private JGroupsAgentsPort listen(long poolBytes) throws IOException {
        return opened.own(
                JGroupsAgentsPort.open(new HostPort("127.0.0.1", 0), SystemClock.INSTANCE, poolBytes, this::failed));
    }

    private void failed(String thread, Throwable failure) {
        failures.add(thread + ": " + failure);
    }

    private JGroupsAgentChannel channel() {
        return opened.own(new JGroupsAgentChannel(this::failed));
    }

    private Socket raw() throws IOException {
        return new Socket("127.0.0.1", port.address().port());
    }

    private static boolean closedByPort(Socket socket) throws IOException {
        socket.setSoTimeout(5_000);
        try {
            return socket.getInputStream().read() < 0;
        } catch (java.net.SocketException e) {
            return true; // reset: closed with something unread
        }
    }

    private long connect(JGroupsAgentChannel channel) {
        return connect(port, channel);
    }

    private static long connect(JGroupsAgentsPort to, JGroupsAgentChannel channel) {
        channel.dial(to.address());
        assertThat(next(channel)).isInstanceOf(AgentChannel.Event.Connected.class);
        AgentsPort.Event event = next(to);
        while (!(event instanceof AgentsPort.Event.Opened)) {
            event = next(to);
        }
        return event.connection();
    }

    private AgentsPort.Event next() {
        return next(port);
    }

    private static AgentsPort.Event next(JGroupsAgentsPort of) {
        return patiently(of::poll);
    }

    private static AgentChannel.Event next(JGroupsAgentChannel of) {
        return patiently(of::poll);
    }

    private static <T> T patiently(Supplier<@Nullable T> ask) {
        long until = System.nanoTime() + PATIENCE_NANOS;
        T answer = ask.get();
        while (answer == null && System.nanoTime() < until) {
            LockSupport.parkNanos(200_000);
            answer = ask.get();
        }
        if (answer == null) {
            throw new AssertionError("nothing came");
        }
        return answer;
    }

    /** Whether a connection is read no further: whoever waits for a buffer waits until one is released. */
    private static boolean isABufferWaitedFor() {
        return Thread.getAllStackTraces().values().stream()
                .map(Arrays::toString)
                .anyMatch(stack -> stack.contains("awaitUninterruptibly") && stack.contains("JGroupsAgentsPort.lent"));
    }

    private static byte[] message(MessageType type, int bodyBytes, byte filler) {
        var sink = new ByteSink(MessageHeader.BYTES + bodyBytes);
        new MessageHeader(type, bodyBytes).write(sink);
        byte[] body = new byte[bodyBytes];
        Arrays.fill(body, filler);
        sink.bytes(body, 0, bodyBytes);
        return sink.toArray();
    }
}
