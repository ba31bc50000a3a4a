package org.logbraid.collector.join;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.logbraid.collector.entry.Entry;
import org.logbraid.collector.peers.Envelope;
import org.logbraid.collector.peers.PeerChannel;
import org.logbraid.collector.peers.PeerCodec;
import org.logbraid.collector.peers.PeerMessage;
import org.logbraid.collector.quorum.VoteStore;
import org.logbraid.common.HostPort;
import org.logbraid.common.frame.ByteSink;
import org.logbraid.common.frame.MalformedException;
import org.logbraid.common.testing.SimulatedDisk;
import org.logbraid.common.testing.SimulatedTime;
import org.logbraid.common.wire.InstanceId;

class JoinCycleTest {
    private static final Path DATA = Path.of("/data");
    private static final HostPort SOURCE = new HostPort("127.0.0.2", 7900);
    private static final InstanceId LOG = new InstanceId(3, 4);

    private final SimulatedTime time = new SimulatedTime();
    private final SimulatedDisk disk = new SimulatedDisk(time);
    private final Way way = new Way();
    private final Random random = new Random(1);

    @Test
    @DisplayName("an answer to an earlier fetch, late as it is, is not taken for one to this fetch")
    void heedsNoAnswersToAnEarlierFetch() throws Exception {
        try (VoteStore votes = VoteStore.open(disk.mount(), DATA, random)) {
            // given: an offer that comes when nobody waits for it any more
            JoinCycle first = cycle(votes);
            first.turn();
            long late = way.asked().number();
            first.close();

            // when
            JoinCycle second = cycle(votes);
            second.turn();
            assertThat(way.asked().number()).isNotEqualTo(late);
            way.answer(votes, late);
            second.turn();
            time.advance(Duration.ofSeconds(2));
            second.turn();

            // then: it still asks for an offer
            assertThat(way.asked().part()).isEqualTo(JoinOffer.OFFER);
            way.answer(votes, way.asked().number());
            second.turn();
            assertThat(way.asked().part()).isEqualTo(JoinOffer.SNAPSHOT);
            second.close();
        }
    }

    @Test
    @DisplayName("an answer that comes twice is taken once")
    void takesAnAnswerOnce() throws Exception {
        try (VoteStore votes = VoteStore.open(disk.mount(), DATA, random);
                JoinCycle cycle = cycle(votes)) {
            cycle.turn();

            way.answer(votes, way.asked().number());
            way.answer(votes, way.asked().number());
            cycle.turn();

            assertThat(way.asked().part()).isEqualTo(JoinOffer.SNAPSHOT);
            assertThat(disk.paths()).noneMatch(path -> path.toString().contains("joined.snapshot"));
        }
    }

    private JoinCycle cycle(VoteStore votes) throws IOException {
        return new JoinCycle(
                disk.mount(),
                DATA,
                Path.of("/out"),
                folder -> {
                    throw new IOException("nothing is fetched here");
                },
                votes,
                way,
                new JoinSource.Self("a", votes.state().incarnation(), "127.0.0.1:7900"),
                SOURCE,
                time.machine(0),
                random);
    }

    /** Notes what is asked, and answers with an offer. */
    private static final class Way implements PeerChannel {
        private final List<byte[]> sent = new ArrayList<>();
        private final Queue<byte[]> arriving = new ArrayDeque<>();

        PeerMessage.Ask asked() throws MalformedException {
            byte[] last = sent.get(sent.size() - 1);
            return (PeerMessage.Ask) PeerCodec.read(last, last.length).message();
        }

        void answer(VoteStore votes, long number) {
            byte[] offer = new JoinOffer(7, LOG, 10, 0, 5, List.of(), new Entry.Members(LOG, List.of()), 2).encode();
            var told = new PeerMessage.Told(number, PeerMessage.Result.PIECE, offer, 0, offer.length);
            var sink = new ByteSink(256);
            var from = new Envelope(
                    "b", new InstanceId(5, 6), SOURCE.toString(), votes.state().incarnation(), LOG, 1, told);
            PeerCodec.begin(from, sink);
            PeerCodec.finish(sink);
            arriving.add(Arrays.copyOf(sink.array(), sink.length()));
        }

        @Override
        public HostPort address() {
            return new HostPort("127.0.0.1", 7900);
        }

        @Override
        public void send(HostPort to, byte[] message, int length, Runnable done) {
            sent.add(Arrays.copyOf(message, length));
            done.run();
        }

        @Override
        public long queuedBytes(HostPort to) {
            return 0;
        }

        @Override
        public @Nullable Received poll() {
            byte[] next = arriving.poll();
            return next == null ? null : new Arrived(next);
        }

        @Override
        public void onMessage(Runnable wake) {
            // whoever turns looks by himself
        }

        @Override
        public List<String> present() {
            return List.of();
        }

        @Override
        public void close() {
            // has nothing of its own
        }
    }

    private record Arrived(byte[] array) implements PeerChannel.Received {
        @Override
        public int length() {
            return array.length;
        }

        @Override
        public void release() {
            // stays as it is
        }
    }
}
