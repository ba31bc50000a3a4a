package org.logbraid.collector.join;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.logbraid.collector.entry.Entry;
import org.logbraid.collector.entry.EntryType;
import org.logbraid.collector.journal.EntryHeader;
import org.logbraid.collector.peers.Envelope;
import org.logbraid.collector.peers.PeerCodec;
import org.logbraid.collector.peers.PeerMessage.Ask;
import org.logbraid.collector.peers.PeerMessage.Result;
import org.logbraid.collector.peers.PeerMessage.Told;
import org.logbraid.collector.testing.ChannelOfTurns;
import org.logbraid.collector.testing.MemoryJournal;
import org.logbraid.common.HostPort;
import org.logbraid.common.clock.Clock;
import org.logbraid.common.frame.ByteSink;
import org.logbraid.common.frame.MalformedException;
import org.logbraid.common.wire.InstanceId;

/**
 * Stands in for a collector that others join from, and for the way to it and back, on which one answer comes after the other: it
 * offers a snapshot, a file of three pieces and ten entries.
 */
final class TestSource extends ChannelOfTurns {
    static final HostPort ADDRESS = new HostPort("127.0.0.1", 7801);
    static final int ENTRIES = 10;
    static final byte[] SNAPSHOT = "a snapshot".getBytes(UTF_8);

    private static final InstanceId LOG = new InstanceId(1, 2);
    private static final InstanceId INCARNATION = new InstanceId(3, 4);
    private static final Entry.Members MEMBERS =
            new Entry.Members(LOG, List.of(new Entry.Member("a", INCARNATION, true, ADDRESS.toString())));

    private record Answer(long arrivesAt, byte[] bytes) {}

    final byte[] text = new byte[2 * JoinServing.PIECE_BYTES + 1_000];
    final MemoryJournal entries = new MemoryJournal();

    /** Of the one snapshot that is offered. */
    long newest = ENTRIES;

    /** For which an answer takes up the way. */
    Duration each = Duration.ofMillis(1);

    int loseOneOf = Integer.MAX_VALUE;
    int asked;

    private final Clock clock;
    private final Deque<Answer> answers = new ArrayDeque<>();
    private long freeAt;

    TestSource(Clock clock) {
        this.clock = clock;
        new Random(4711).nextBytes(text);
        for (int i = 1; i <= ENTRIES; i++) {
            byte[] content = ("entry " + i).getBytes(UTF_8);
            entries.append(new EntryHeader(i, 1, 1_000 + i, 0, EntryType.MARKS), content, 0, content.length);
        }
    }

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
        return ADDRESS;
    }

    @Override
    public long queuedBytes(HostPort to) {
        return 0;
    }

    private byte[] answer(Envelope from, Ask ask) throws IOException {
        byte[] piece = piece(ask);
        var told = new Told(ask.number(), Result.PIECE, piece, 0, piece.length);
        var sink = new ByteSink(piece.length + 256);
        PeerCodec.begin(new Envelope("a", INCARNATION, ADDRESS.toString(), from.incarnation(), LOG, 1, told), sink);
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
                        PeerCodec.item(reader.header(), reader.content(), reader.length(), sink);
                    }
                }
                yield sink.toArray();
            }
            default -> Arrays.copyOfRange(text, from, Math.min(from + ask.length(), text.length));
        };
    }
}
