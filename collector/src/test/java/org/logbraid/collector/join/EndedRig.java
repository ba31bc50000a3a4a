package org.logbraid.collector.join;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.logbraid.collector.entry.Entry;
import org.logbraid.collector.join.FetchAnswer.Outcome;
import org.logbraid.collector.output.Output;
import org.logbraid.collector.output.OutputFolder;
import org.logbraid.collector.output.OutputHistory;
import org.logbraid.collector.output.RoomNotices;
import org.logbraid.collector.peers.PeerCodec;
import org.logbraid.collector.quorum.VoteState;
import org.logbraid.collector.testing.ChannelOfTurns;
import org.logbraid.collector.testing.MemoryJournal;
import org.logbraid.common.HostPort;
import org.logbraid.common.disk.Disk;
import org.logbraid.common.frame.MalformedException;
import org.logbraid.common.testing.SimulatedDisk;
import org.logbraid.common.testing.SimulatedTime;
import org.logbraid.common.wire.InstanceId;

/** Three collectors that have ended the same two files, of which the third has lost both. */
final class EndedRig {
    static final Path DATA = Path.of("/data");
    static final Path OUT = Path.of("/out");
    static final InstanceId LOG = new InstanceId(1, 2);
    private static final List<String> NAMES = List.of("a", "b", "c");
    static final long RESERVE = 1_000;
    static final String FIRST = "merged.log.000000000007";
    static final String SECOND = "merged.log.000000000009";

    private final SimulatedTime time = new SimulatedTime();
    final byte[] first = new byte[2 * JoinServing.PIECE_BYTES + 77];
    final byte[] second = "GET / 200\n".getBytes(UTF_8);
    private final Map<String, Machine> machines = new TreeMap<>();

    private Entry.Members members() {
        return new Entry.Members(
                LOG,
                NAMES.stream()
                        .map(name -> new Entry.Member(name, incarnation(name), true, addressOf(name)))
                        .toList());
    }

    static InstanceId incarnation(String name) {
        return new InstanceId(9, name.charAt(0));
    }

    static String addressOf(String name) {
        return "127.0.0.1:" + (7800 + name.charAt(0));
    }

    /** A collector of them: its disk, and what it exchanges. */
    final class Machine extends ChannelOfTurns {
        final SimulatedDisk machine = new SimulatedDisk(time);
        final Disk disk = machine.mount();
        final String name;
        final FileExchange files;
        final Queue<Runnable> arrived = new ArrayDeque<>();
        boolean silent;
        boolean hearsTwice;
        int asked;
        int loseOneOf = Integer.MAX_VALUE;

        Machine(String name) throws IOException {
            this.name = name;
            disk.createFolders(DATA);
            var history = OutputHistory.open(disk, DATA);
            var outputs = new OutputFolder(disk, OUT, history, false, RoomNotices.inLog());
            outputs.belongsTo(LOG);
            Output merged = outputs.open("merged.log", 3);
            merged.write(first, 0, first.length);
            merged.end(7);
            merged.write(second, 0, second.length);
            merged.end(9);
            outputs.force();
            outputs.close();
            history.close();
            files = new FileExchange(
                    disk,
                    DATA,
                    OUT,
                    RESERVE,
                    new MemoryJournal(),
                    this,
                    () -> new VoteState(incarnation(name), 1, "", members(), 1),
                    new JoinSource.Self(name, incarnation(name), addressOf(name)),
                    time.machine(0),
                    () -> {});
        }

        private void hear(byte[] message, int length) {
            try {
                files.take(PeerCodec.read(message, length));
            } catch (MalformedException e) {
                throw new AssertionError(e);
            }
        }

        byte @Nullable [] bytes(String file) {
            return machine.bytes(OUT.resolve(file));
        }

        void lose(String file) throws IOException {
            disk.delete(OUT.resolve(file));
            disk.forceFolder(OUT);
        }

        void put(String file, String text) throws IOException {
            try (var to = disk.openForWriting(OUT.resolve(file))) {
                to.write(text.getBytes(UTF_8), 0, text.length(), 0);
            }
        }

        @Override
        public void send(HostPort to, byte[] message, int length, Runnable done) {
            Machine other = machines.values().stream()
                    .filter(each -> addressOf(each.name).equals(to.toString()))
                    .findFirst()
                    .orElseThrow();
            byte[] copy = message.clone();
            boolean lost = other.silent || (++other.asked % other.loseOneOf == 0);
            int times = lost ? 0 : other.hearsTwice ? 2 : 1;
            for (int i = 0; i < times; i++) {
                other.arrived.add(() -> other.hear(copy, length));
            }
            done.run();
        }

        @Override
        public HostPort address() {
            return HostPort.parse(addressOf(name));
        }

        @Override
        public long queuedBytes(HostPort to) {
            return 0;
        }

        @Override
        public @Nullable Received poll() {
            return null; // is delivered by turns
        }
    }

    EndedRig() throws IOException {
        new Random(4711).nextBytes(first);
        for (String name : NAMES) {
            machines.put(name, new Machine(name));
        }
        machine("c").lose(FIRST);
        machine("c").lose(SECOND);
    }

    Machine machine(String name) {
        return requireNonNull(machines.get(name));
    }

    void turn() throws IOException {
        for (Machine each : machines.values()) {
            for (Runnable message = each.arrived.poll(); message != null; message = each.arrived.poll()) {
                message.run();
            }
            each.files.turn();
        }
        time.advance(Duration.ofMillis(10));
    }

    /** Asks the third until it is done, as people do. */
    FetchAnswer fetch() throws IOException {
        CompletableFuture<FetchAnswer> answer = machine("c").files.fetchEnded();
        for (int i = 0; i < 10_000; i++) {
            turn();
            if (answer.isDone() && answer.join().outcome() != Outcome.UNDER_WAY) {
                return answer.join();
            } else if (answer.isDone()) {
                answer = machine("c").files.fetchEnded();
            }
        }
        throw new AssertionError("it does not come to an end");
    }
}
