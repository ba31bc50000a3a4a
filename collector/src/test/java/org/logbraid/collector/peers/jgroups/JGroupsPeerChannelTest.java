package org.logbraid.collector.peers.jgroups;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jgroups.Version;
import org.jgroups.stack.IpAddress;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.logbraid.collector.peers.PeerChannel;
import org.logbraid.collector.peers.PeerChannel.Received;
import org.logbraid.common.CloseStack;
import org.logbraid.common.HostPort;
import org.logbraid.common.clock.Clock;
import org.logbraid.common.clock.SystemClock;

/**
 * Channels on real sockets of the loopback address.
 *
 * <p>Longer than 300 lines because the peers that do not answer, and those that say too much, are acted here.
 */
class JGroupsPeerChannelTest {
    private static final long PATIENCE_NANOS = 20_000_000_000L;
    private static final int BIG = 1024 * 1024;
    private static final byte[] ONE = {7};

    private final CloseStack opened = new CloseStack();
    private final List<String> failures = new CopyOnWriteArrayList<>();
    private JGroupsPeerChannel first;
    private JGroupsPeerChannel second;

    @BeforeEach
    void openTwo() throws IOException {
        first = open("one", 0);
        second = open("two", 0);
    }

    @AfterEach
    void close() throws IOException {
        opened.close();
        assertThat(failures).isEmpty();
    }

    @Test
    void carriesMessagesOfAllSizesInTheirOrder() {
        int[] lengths = {1, 2, 3, 4_096, 65_535, 65_536, 65_537, BIG, BIG + 1, PeerChannel.MAX_MESSAGE_BYTES};
        for (int i = 0; i < lengths.length; i++) {
            send(first, second, filled(lengths[i], i));
        }
        for (int i = 0; i < lengths.length; i++) {
            assertThat(next(second)).isEqualTo(filled(lengths[i], i));
        }
        assertThat(second.lentBytes()).isZero();
    }

    @Test
    void carriesMessagesAmongThreeBothWays() throws IOException {
        var third = open("three", 0);
        var all = List.of(first, second, third);
        for (int round = 0; round < 100; round++) {
            int length = 1 + round * 97;
            for (var from : all) {
                for (var to : all) {
                    if (from != to) {
                        send(from, to, filled(length, round));
                    }
                }
            }
            for (var to : all) {
                assertThat(next(to)).isEqualTo(filled(length, round));
                assertThat(next(to)).isEqualTo(filled(length, round));
            }
        }
    }

    @Test
    void wakesWhoeverPolls() {
        var woken = new AtomicInteger();
        second.onMessage(woken::incrementAndGet);
        send(first, second, ONE);
        patiently(() -> woken.get() == 1 ? true : null);
        assertThat(second.poll()).isNotNull();
    }

    @Test
    void aMessageToNobodyIsLost() throws IOException {
        var nobody = new HostPort("127.0.0.1", freePort());
        var stranger = new HostPort("nobody.invalid", 4_002);
        var done = new AtomicInteger();
        for (int i = 0; i < 50; i++) {
            first.send(nobody, new byte[BIG], BIG, done::incrementAndGet);
            first.send(stranger, new byte[BIG], BIG, done::incrementAndGet);
        }
        patiently(() -> done.get() == 100 ? true : null);
        patiently(() -> first.queuedBytes(nobody) + first.queuedBytes(stranger) == 0 ? true : null);
    }

    @Test
    void reachesOneThatComesBack() throws IOException {
        send(first, second, ONE);
        assertThat(next(second)).isEqualTo(ONE);
        int port = second.address().port();
        second.close();
        var done = new AtomicInteger();
        first.send(second.address(), ONE, 1, done::incrementAndGet);

        var back = open("two again", port);
        patiently(() -> {
            first.send(back.address(), ONE, 1, done::incrementAndGet);
            return back.poll();
        });
        patiently(() -> done.get() > 1 ? true : null);
    }

    @Test
    void oneThatDoesNotReadHoldsNobodyUp() throws IOException {
        try (var silent = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"))) {
            var stuck = new HostPort("127.0.0.1", silent.getLocalPort());
            fill(stuck);
            for (int i = 0; i < 100; i++) {
                send(first, second, filled(10_000, i));
            }
            for (int i = 0; i < 100; i++) {
                assertThat(next(second)).isEqualTo(filled(10_000, i));
            }
            assertThat(first.queuedBytes(stuck)).isPositive();
        }
    }

    @Test
    @DisplayName("after a long cut TCP would try again late: another connection is dialled where nothing was read")
    void dialsAnewWhereNothingIsRead() throws IOException {
        var clock = new SteppedClock();
        first = opened.own(JGroupsPeerChannel.open(new HostPort("127.0.0.1", 0), "x", List.of(), clock, this::failed));
        try (var silent = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"))) {
            var stuck = new HostPort("127.0.0.1", silent.getLocalPort());
            first.send(stuck, ONE, 1, () -> {});
            try (var cut = silent.accept()) {
                assertThat(cut.isConnected()).isTrue();
                silent.setSoTimeout(1);
                patiently(() -> {
                            clock.nanos.addAndGet(500_000_000L);
                            first.send(stuck, ONE, 1, () -> {});
                            return accept(silent);
                        })
                        .close();
            }
        }
    }

    @Test
    void oneThatReadsAgainGetsFreshMessages() throws IOException {
        var clock = new SteppedClock();
        first = opened.own(JGroupsPeerChannel.open(new HostPort("127.0.0.1", 0), "x", List.of(), clock, this::failed));
        try (var silent = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"))) {
            var stuck = new HostPort("127.0.0.1", silent.getLocalPort());
            fill(stuck);
            silent.accept().close();
            silent.setSoTimeout(1);
            var again = patiently(() -> {
                clock.nanos.addAndGet(4_000_000_000L);
                first.send(stuck, ONE, 1, () -> {});
                return accept(silent);
            });
            try (again) {
                var in = new DataInputStream(again.getInputStream());
                in.skipBytes(6);
                in.skipBytes(in.readShort());
                patiently(() -> {
                    first.send(stuck, ONE, 1, () -> {}); // those before may have found the queue full
                    return hasBytes(again) ? true : null;
                });
                assertThat(in.readInt()).isEqualTo(QuorumMessage.HEAD_BYTES + 1);
            }
        }
    }

    @Test
    void whatNobodyPollsIsLost() {
        for (int i = 0; i < 40; i++) {
            send(first, second, filled(BIG, i));
            patiently(() -> first.queuedBytes(second.address()) == 0 ? true : null);
        }
        patiently(() -> second.lostArrivals() > 0 ? true : null);
        assertThat(second.lentBytes()).isBetween(1L, Inbox.MAX_BYTES);
        for (Received one = second.poll(); one != null; one = second.poll()) {
            one.release();
        }
        patiently(() -> {
            send(first, second, ONE);
            Received one = second.poll();
            return one != null && one.length() == 1 ? one : null;
        });
    }

    @Test
    void namesThePortThatIsInUse() {
        assertThatThrownBy(() -> open("again", first.address().port()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(first.address().toString());
    }

    @Test
    void tellsWhoIsThere() {
        second.know(List.of(first.address()));
        first.know(List.of(second.address()));
        for (var one : List.of(first, second)) {
            patiently(() -> one.present().size() == 2 ? true : null);
            assertThat(one.present()).containsExactlyInAnyOrder("one", "two");
        }
        second.close();
        patiently(() -> first.present().equals(List.of("one")) ? true : null);
    }

    @Test
    @DisplayName("X4: lengths of 2 GB, negative ones and garbage end their connection and nothing else")
    void endsConnectionsThatSendNonsense() throws IOException {
        int most = QuorumMessage.HEAD_BYTES + PeerChannel.MAX_MESSAGE_BYTES;
        for (int length : new int[] {Integer.MAX_VALUE, -1, Integer.MIN_VALUE, 0, 4, most + 1}) {
            try (var socket = greeted()) {
                new DataOutputStream(socket.getOutputStream()).writeInt(length);
                assertThat(closedByPort(socket)).isTrue();
            }
        }
        byte[] head = QuorumMessage.head(9);
        byte[] otherEpoch = head.clone();
        otherEpoch[new String(head, StandardCharsets.ISO_8859_1).indexOf("-1") + 1] = '2';
        for (byte[] wrong : List.of(head, otherEpoch, filled(PeerListener.MAX_GROUP_BYTES + 1, 1))) {
            try (var socket = greeted()) {
                int length = wrong.length + (Arrays.equals(wrong, otherEpoch) ? 9 : 8);
                assertThat(closedByPort(socket, out -> {
                            out.writeInt(length);
                            out.write(wrong);
                            out.write(new byte[8]);
                        }))
                        .isTrue();
            }
        }
        try (var socket = raw()) {
            socket.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.UTF_8));
            assertThat(closedByPort(socket)).isTrue();
        }
        assertThat(first.lentBytes()).isZero();
        assertThat(first.poll()).isNull();
        send(second, first, ONE);
        assertThat(next(first)).isEqualTo(ONE);
    }

    @Test
    void aSilentConnectionHoldsNobodyUp() throws IOException {
        for (int i = 0; i < 20; i++) {
            opened.own(raw());
        }
        send(second, first, ONE);
        assertThat(next(first)).isEqualTo(ONE);
    }

    /** Sends until a message is lost at once, which is when the queue is full. */
    private void fill(HostPort stuck) {
        var caller = Thread.currentThread();
        var lost = new AtomicBoolean();
        while (!lost.get()) {
            first.send(stuck, new byte[BIG], BIG, () -> {
                if (Thread.currentThread() == caller) {
                    lost.set(true);
                }
            });
            assertThat(first.queuedBytes(stuck)).isLessThanOrEqualTo(PeerLink.MAX_BYTES);
        }
    }

    private JGroupsPeerChannel open(String name, int port) throws IOException {
        return opened.own(JGroupsPeerChannel.open(
                new HostPort("127.0.0.1", port), name, List.of(), SystemClock.INSTANCE, this::failed));
    }

    private void failed(String thread, Throwable failure) {
        failures.add(thread + ": " + failure);
    }

    private static void send(JGroupsPeerChannel from, JGroupsPeerChannel to, byte[] message) {
        from.send(to.address(), message, message.length, () -> {});
    }

    private static byte[] next(JGroupsPeerChannel of) {
        Received received = patiently(of::poll);
        byte[] bytes = Arrays.copyOf(received.array(), received.length());
        received.release();
        return bytes;
    }

    private static byte[] filled(int length, int filler) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) filler);
        return bytes;
    }

    private Socket raw() throws IOException {
        return new Socket("127.0.0.1", first.address().port());
    }

    /** A connection that has said what JGroups wants to hear. */
    private Socket greeted() throws IOException {
        var socket = raw();
        var out = new DataOutputStream(socket.getOutputStream());
        var address = new IpAddress(InetAddress.getByName("127.0.0.1"), 1);
        out.writeBytes("bela");
        out.writeShort(Version.version);
        out.writeShort(address.serializedSize());
        address.writeTo(out);
        return socket;
    }

    /** What is said to the port. */
    @FunctionalInterface
    private interface Saying {
        void to(DataOutputStream out) throws IOException;
    }

    private static boolean closedByPort(Socket socket) throws IOException {
        return closedByPort(socket, out -> {});
    }

    private static boolean closedByPort(Socket socket, Saying last) throws IOException {
        socket.setSoTimeout(5_000);
        try {
            last.to(new DataOutputStream(socket.getOutputStream()));
            socket.getInputStream().readAllBytes(); // echoes
            return true;
        } catch (java.net.SocketException e) {
            return true; // closed with something unread, or before all was said
        }
    }

    private static @Nullable Socket accept(ServerSocket by) {
        try {
            return by.accept();
        } catch (IOException e) {
            return null; // nobody came yet
        }
    }

    private static boolean hasBytes(Socket socket) {
        try {
            return socket.getInputStream().available() > 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
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

    /** Stands still until it is moved. */
    private static final class SteppedClock implements Clock {
        private final AtomicLong nanos = new AtomicLong(1_000);

        @Override
        public long epochNanos() {
            return nanos.get();
        }

        @Override
        public long monotonicNanos() {
            return nanos.get();
        }
    }
}
