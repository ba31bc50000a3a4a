package org.logbraid.collector.join;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.logbraid.collector.journal.Journal;
import org.logbraid.collector.journal.JournalFullException;
import org.logbraid.collector.output.RoomNotices;
import org.logbraid.collector.peers.Envelope;
import org.logbraid.collector.peers.PeerChannel;
import org.logbraid.collector.peers.PeerCodec;
import org.logbraid.collector.peers.PeerMessage.Ask;
import org.logbraid.collector.peers.PeerMessage.Result;
import org.logbraid.collector.peers.PeerMessage.Told;
import org.logbraid.collector.quorum.VoteState;
import org.logbraid.collector.quorum.VoteStore;
import org.logbraid.common.HostPort;
import org.logbraid.common.clock.Clock;
import org.logbraid.common.cycle.DutyCycle;
import org.logbraid.common.disk.Disk;
import org.logbraid.common.disk.DiskFile;
import org.logbraid.common.disk.DiskFullException;
import org.logbraid.common.frame.MalformedException;
import org.logbraid.common.wire.InstanceId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetches what a joining collector needs, piece by piece, in bounded memory: the snapshot, the history of outputs, the open
 * files (of which only what is not there already, byte for byte, is sent) and the journal. While it works no stage is open.
 *
 * <p>Not thread-safe: belongs to the thread that turns it, which alone polls the channel meanwhile.
 */
public final class JoinCycle implements DutyCycle, Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(JoinCycle.class);
    private static final long GIVE_UP_NANOS = 10_000_000_000L;

    /** Opens the empty journal that entries are fetched into. */
    @FunctionalInterface
    public interface FreshJournal {
        Journal open(Path folder) throws IOException;
    }

    private final Disk disk;
    private final Path data;
    private final Path outFolder;
    private final FreshJournal fresh;
    private final VoteStore votes;
    private final PeerChannel channel;
    private final PeerWay way;
    private final JoinSource.Self self;
    private final HostPort source;
    private final Clock clock;
    private final Repeats repeats;
    private final RoomNotices notices = RoomNotices.inLog();

    private @Nullable JoinOffer offer;
    private @Nullable DiskFile file;
    private @Nullable FetchedOutput output;
    private @Nullable FetchedEntries entries;
    private int part = JoinOffer.OFFER;
    private long at;
    private long heardAt;
    private boolean done;
    private long fetchedBytes;

    /**
     * Has fetched nothing yet.
     *
     * @param votes of the data folder; gets the list of members
     * @param source collectors' port of whom to fetch from
     */
    public JoinCycle(
            Disk disk,
            Path data,
            Path outFolder,
            FreshJournal fresh,
            VoteStore votes,
            PeerChannel channel,
            JoinSource.Self self,
            HostPort source,
            Clock clock)
            throws IOException {
        this.disk = disk;
        this.data = data;
        this.outFolder = outFolder.toAbsolutePath().normalize();
        this.fresh = fresh;
        this.votes = votes;
        this.channel = channel;
        this.way = new PeerWay(channel, self);
        this.self = self;
        this.source = source;
        this.clock = clock;
        this.heardAt = clock.monotonicNanos();
        this.repeats = new Repeats(heardAt);
        JoinFolder.clear(disk, data, this.outFolder);
    }

    /** Whether everything was fetched and marked: {@link JoinFolder#finish} puts it in its place. */
    public boolean isDone() {
        return done;
    }

    /** Whether nobody has answered for long: it is begun anew, perhaps from somebody else. */
    public boolean isGivenUp() {
        return clock.monotonicNanos() - heardAt > GIVE_UP_NANOS;
    }

    @Override
    public int turn() throws IOException {
        int turned = 0;
        PeerChannel.Received received = done ? null : channel.poll();
        while (received != null) {
            turned++;
            try {
                receive(received);
            } finally {
                received.release();
            }
            received = done ? null : channel.poll();
        }
        long now = clock.monotonicNanos();
        if (!done && repeats.isDue(now)) {
            ask(now);
            turned++;
        }
        return turned;
    }

    private void ask(long now) throws IOException {
        repeats.asked(now);
        long number = repeats.number();
        long index = offer == null ? 0 : offer.index();
        FetchedOutput into = output;
        var request = into == null
                ? new Ask(number, index, part, at, JoinServing.PIECE_BYTES, 0, false)
                : into.ask(number, index, part);
        way.send(source, InstanceId.NONE, offer == null ? InstanceId.NONE : offer.log(), 0, request);
    }

    private JoinOffer offer() {
        return Objects.requireNonNull(offer);
    }

    private void receive(PeerChannel.Received received) throws IOException {
        Envelope envelope;
        try {
            envelope = PeerCodec.read(received.array(), received.length());
            boolean meant = envelope.to().equals(self.incarnation());
            if (!meant || !(envelope.message() instanceof Told told) || told.number() != repeats.number()) {
                return; // what the quorum says meanwhile, or an answer to an earlier request
            }
            heardAt = clock.monotonicNanos();
            repeats.answered(heardAt);
            takeIfThereIsRoom(told);
        } catch (MalformedException e) {
            throw new IOException("a piece that was fetched cannot be read: " + e.getMessage(), e);
        }
    }

    /** What found no room is asked for again from where its writing ended: each step may be done twice. */
    private void takeIfThereIsRoom(Told told) throws IOException, MalformedException {
        try {
            take(told);
            notices.room(data);
            notices.room(outFolder);
        } catch (DiskFullException | JournalFullException e) {
            boolean ofOutput =
                    e instanceof DiskFullException full && full.path().startsWith(outFolder);
            notices.full(ofOutput ? outFolder : data, "what is fetched from the group is asked for again");
            repeats.pause(heardAt);
        }
    }

    private void take(Told told) throws IOException, MalformedException {
        if (told.result() == Result.GONE) {
            begin();
            repeats.pause(heardAt); // a second later again
            return;
        }
        fetchedBytes += told.length();
        switch (part) {
            case JoinOffer.OFFER -> {
                offer = JoinOffer.decode(told.array(), told.offset(), told.length());
                LOG.info("joining the group: from={} snapshot={} outputs={}", source, offer.index(), offer.outputs());
                next(JoinOffer.SNAPSHOT, 0);
            }
            case JoinOffer.SNAPSHOT ->
                append(told, JoinFolder.snapshot(data, offer().index()), offer().snapshotBytes(), JoinOffer.HISTORY);
            case JoinOffer.HISTORY ->
                append(told, data.resolve(JoinFolder.HISTORY), offer().historyBytes(), JoinOffer.FIRST_OUTPUT);
            case JoinOffer.ENTRIES -> entries(told);
            default -> text(told);
        }
    }

    private void begin() throws IOException {
        close();
        JoinFolder.clear(disk, data, outFolder);
        offer = null;
        next(JoinOffer.OFFER, 0);
    }

    private void next(int nextPart, long from) {
        part = nextPart;
        at = from;
    }

    private void append(Told told, Path path, long length, int nextPart) throws IOException {
        if (file == null) {
            file = disk.openForWriting(path);
        }
        file.write(told.array(), told.offset(), told.length(), at);
        at += told.length();
        if (at >= length) {
            file.force();
            file.close();
            file = null;
            if (nextPart == JoinOffer.HISTORY && offer().historyBytes() > 0) {
                next(nextPart, 0);
            } else {
                nextOutput(JoinOffer.FIRST_OUTPUT);
            }
        }
    }

    private void text(Told told) throws IOException {
        FetchedOutput into = Objects.requireNonNull(output);
        if (into.take(told)) {
            into.close();
            nextOutput(part + 1);
        }
    }

    /** Goes on with an output that has something to be fetched, or with the journal. */
    private void nextOutput(int from) throws IOException {
        int which = from - JoinOffer.FIRST_OUTPUT;
        if (which < offer().outputs().size()) {
            next(from, 0);
            var fetched =
                    new FetchedOutput(disk, data, outFolder, offer().outputs().get(which), offer().log());
            output = fetched;
            if (fetched.isWhole()) {
                fetched.close();
                output = null;
                nextOutput(from + 1);
            }
            return;
        }
        entries = new FetchedEntries(fresh.open(data.resolve(JoinFolder.JOURNAL)), offer());
        output = null;
        next(JoinOffer.ENTRIES, offer().firstEntry());
    }

    private void entries(Told told) throws IOException, MalformedException {
        FetchedEntries into = Objects.requireNonNull(entries);
        try {
            if (into.take(told)) {
                finish(into.lists());
            }
        } finally {
            at = into.next();
        }
    }

    private void finish(FetchedLists lists) throws IOException {
        VoteState state = lists.into(votes.state(), offer().firstEntry());
        if (!state.equals(votes.state())) {
            votes.store(state);
        }
        disk.forceFolder(data.resolve(JoinFolder.JOURNAL));
        JoinFolder.mark(disk, data);
        LOG.info("everything was fetched: snapshot={} bytes={}", offer().index(), fetchedBytes);
        done = true;
    }

    @Override
    public void close() throws IOException {
        if (file != null) {
            file.close();
            file = null;
        }
        if (output != null) {
            output.close();
            output = null;
        }
        if (entries != null) {
            entries.close();
            entries = null;
        }
    }
}
