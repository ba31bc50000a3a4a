package org.logbraid.collector.join;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.logbraid.collector.entry.Entry;
import org.logbraid.collector.entry.EntryType;
import org.logbraid.collector.journal.EntryHeader;
import org.logbraid.collector.journal.JournalSettings;
import org.logbraid.collector.journal.chronicle.ChronicleJournal;
import org.logbraid.collector.peers.Envelope;
import org.logbraid.collector.peers.PeerChannel;
import org.logbraid.collector.peers.PeerCodec;
import org.logbraid.collector.peers.PeerMessage.Ask;
import org.logbraid.collector.peers.PeerMessage.Result;
import org.logbraid.collector.peers.PeerMessage.Told;
import org.logbraid.collector.quorum.VoteStore;
import org.logbraid.collector.testing.MemoryJournal;
import org.logbraid.common.HostPort;
import org.logbraid.common.clock.Clock;
import org.logbraid.common.disk.Disk;
import org.logbraid.common.disk.NioDisk;
import org.logbraid.common.frame.ByteSink;
import org.logbraid.common.frame.MalformedException;
import org.logbraid.common.testing.SimulatedTime;
import org.logbraid.common.wire.InstanceId;

/** Fetches a snapshot, a file of three pieces and ten entries over links of all kinds. */
class JoinCycleTest {
    private static final Disk DISK = new NioDisk();
    private static final HostPort SOURCE = new HostPort("127.0.0.1", 7801);
    private static final InstanceId LOG = new InstanceId(1, 2);
    private static final InstanceId OTHER = new InstanceId(3, 4);
    private static final Entry.Members MEMBERS =
            new Entry.Members(LOG, List.of(new Entry.Member("a", OTHER, true, SOURCE.toString())));
    private static final byte[] SNAPSHOT = "a snapshot".getBytes(UTF_8);
    private static final int ENTRIES = 10;
    private static final Duration STEP = Duration.ofMillis(10);

    @TempDir
    Path folder;

    private final SimulatedTime time = new SimulatedTime();
    private final Clock clock = time.machine(0);
    private final byte[] text = new byte[2 * JoinServing.PIECE_BYTES + 1_000];
    private final MemoryJournal entries = new MemoryJournal();
    private final Link link = new Link();
    private long newest = ENTRIES;

    /** The way to a collector that answers at once, and back: one answer after the other. */
    private final class Link implements PeerChannel {
        private record Answer(long arrivesAt, byte[] bytes) {}

        private final Deque<Answer> answers = new ArrayDeque<>();
        private Duration each = Duration.ofMillis(1);
        private long freeAt;
        private int loseOneOf = Integer.MAX_VALUE;
        private int asked;

        @Override
        public void send(HostPort to, byte[] message, int length, Runnable done) {
            asked++;
            try {
                Envelope envelope = PeerCodec.read(message, length);
                byte[] answer = answer(envelope, (Ask) envelope.message());
                if (asked % loseOneOf != 0) {
                    freeAt = Math.max(freeAt, clock.monotonicNanos()) + each.toNanos();
                    answers.add(new Answer(freeAt, answer));
                }
            } catch (MalformedException | IOException e) {
                throw new AssertionError(e);
            }
            done.run();
        }

        @Override
        public @Nullable Received poll() {
            Answer next = answers.peek();
            if (next == null || next.arrivesAt() > clock.monotonicNanos()) {
                return null;
            }
            answers.remove();
            return new Received() {
                @Override
                public byte[] array() {
                    return next.bytes();
                }

                @Override
                public int length() {
                    return next.bytes().length;
                }

                @Override
                public void release() {
                    // it is nobody else's
                }
            };
        }

        @Override
        public HostPort address() {
            return SOURCE;
        }

        @Override
        public long queuedBytes(HostPort to) {
            return 0;
        }

        @Override
        public void onMessage(Runnable wake) {
            // is asked by turns
        }

        @Override
        public List<String> present() {
            return List.of();
        }

        @Override
        public void close() {
            // nothing is open
        }
    }

    @BeforeEach
    void source() {
        new Random(4711).nextBytes(text);
        for (int i = 1; i <= ENTRIES; i++) {
            byte[] content = ("entry " + i).getBytes(UTF_8);
            entries.append(new EntryHeader(i, 1, 1_000 + i, 0, EntryType.MARKS), content, 0, content.length);
        }
    }

    private byte[] answer(Envelope from, Ask ask) throws IOException {
        byte[] piece = piece(ask);
        var told = new Told(ask.number(), Result.PIECE, piece, 0, piece.length);
        var sink = new ByteSink(piece.length + 256);
        PeerCodec.begin(new Envelope("a", OTHER, SOURCE.toString(), from.incarnation(), LOG, 1, told), sink);
        PeerCodec.finish(sink);
        return sink.toArray();
    }

    private byte[] piece(Ask ask) throws IOException {
        int from = (int) ask.from();
        assertThat(ask.part() == JoinOffer.OFFER || ask.snapshot() == newest)
                .as("the snapshot that is asked for")
                .isTrue();
        return switch (ask.part()) {
            case JoinOffer.OFFER ->
                new JoinOffer(
                                newest,
                                LOG,
                                SNAPSHOT.length,
                                0,
                                1,
                                List.of(new JoinOffer.Output("merged.log", text.length)),
                                MEMBERS,
                                1)
                        .encode();
            case JoinOffer.SNAPSHOT -> SNAPSHOT;
            case JoinOffer.ENTRIES -> {
                var sink = new ByteSink(1_024);
                try (var reader = entries.openReader()) {
                    for (long index = ask.from(); reader.read(index); index++) {
                        PeerCodec.item(reader, sink);
                    }
                }
                yield sink.toArray();
            }
            default -> Arrays.copyOfRange(text, from, Math.min(from + ask.length(), text.length));
        };
    }

    private Path data() throws IOException {
        return Files.createDirectories(folder.resolve("data"));
    }

    private JoinCycle cycle(VoteStore votes) throws IOException {
        return new JoinCycle(
                DISK,
                data(),
                folder,
                path -> ChronicleJournal.open(path, JournalSettings.DEFAULT, clock),
                votes,
                link,
                new JoinSource.Self("b", votes.state().incarnation(), "127.0.0.1:7802"),
                SOURCE,
                clock);
    }

    /** Joins within so long. */
    private void join(Duration most) throws IOException {
        Duration took = Duration.ZERO;
        try (var votes = VoteStore.open(DISK, data(), new Random(1));
                var join = cycle(votes)) {
            while (!join.isDone() && took.compareTo(most) < 0) {
                join.turn();
                assertThat(join.isGivenUp()).isFalse();
                time.advance(STEP);
                took = took.plus(STEP);
            }
            assertThat(join.isDone()).isTrue();
        }
        assertThat(folder.resolve("merged.log")).hasBinaryContent(text);
        assertThat(JoinFolder.snapshot(data(), ENTRIES)).hasBinaryContent(SNAPSHOT);
    }

    @Test
    @DisplayName("a collector joins at once where nothing is in the way")
    void joinsAtOnce() throws IOException {
        join(Duration.ofSeconds(1));

        assertThat(link.asked).isEqualTo(6);
    }

    @Test
    @DisplayName("a collector asks again for what was lost on the way")
    void asksAgainForWhatIsLost() throws IOException {
        link.loseOneOf = 3;

        join(Duration.ofSeconds(10));

        assertThat(link.asked).isGreaterThan(6);
    }

    @Test
    @DisplayName("a collector joins where each piece takes longer on its way than it waits before it asks again")
    void joinsOverASlowLink() throws IOException {
        link.each = Duration.ofMillis(2_500);

        join(Duration.ofMinutes(1));

        assertThat(link.asked).isLessThan(20);
    }

    @Test
    @DisplayName("a collector that begins to join anew does not take what comes for the join that it gave up")
    void takesNothingThatWasMeantForAnEarlierJoin() throws IOException {
        link.each = Duration.ofSeconds(3);
        newest = ENTRIES - 1;
        try (var votes = VoteStore.open(DISK, data(), new Random(1));
                var join = cycle(votes)) {
            join.turn();
        }
        time.advance(STEP);
        newest = ENTRIES;
        link.each = Duration.ofMillis(1);

        join(Duration.ofSeconds(10));
    }
}
