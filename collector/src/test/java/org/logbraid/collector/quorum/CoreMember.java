package org.logbraid.collector.quorum;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.logbraid.collector.Acks;
import org.logbraid.collector.entry.Entry;
import org.logbraid.collector.entry.EntryType;
import org.logbraid.collector.journal.EntryHeader;
import org.logbraid.collector.journal.Terms;
import org.logbraid.collector.peers.Envelope;
import org.logbraid.collector.peers.PeerMessage;
import org.logbraid.common.frame.MalformedException;
import org.logbraid.common.wire.InstanceId;

/**
 * A collector's core on a machine of its own: a log of records of which the disk has some, a sync that takes its
 * time, kills, power cuts and a disk that is replaced by an empty one.
 *
 * <p>Longer than 300 lines because it answers everything that a core asks of its machine.
 */
final class CoreMember implements CoreActions {
    /** An entry, or, without a header, the taking back of all from an index on. */
    record Written(@Nullable EntryHeader header, byte[] content, long index) {}

    final String name;
    private final CoreNetwork network;
    private final Consumer<CoreMember> onTurn;
    private final Random chance;
    private final List<Entry.Member> configured;

    // On the disk, as far as it was synced.
    private final List<Written> records = new ArrayList<>();
    private int syncedRecords;
    private VoteState stored;

    // In memory.
    private @Nullable QuorumCore core;
    private final List<Written> log = new ArrayList<>();
    private Terms terms = new Terms();
    private long cuts;
    private int syncingRecords = -1;
    private long begunIndex;
    private Durable syncing = Durable.NOTHING;
    private long wakesAt;
    private long knownCommit;
    private int full;
    private long hangsUntil;
    private long diskMovedAt;
    private long durableBefore;
    private boolean ticked;
    private int lives;

    /** What disks that were replaced had. */
    private final Map<InstanceId, List<Written>> lost = new HashMap<>();

    CoreMember(
            String name,
            CoreNetwork network,
            Random chance,
            List<Entry.Member> configured,
            Consumer<CoreMember> onTurn) {
        this.name = name;
        this.network = network;
        this.onTurn = onTurn;
        this.chance = chance;
        this.configured = configured;
        this.stored = blank();
    }

    private VoteState blank() {
        return new VoteState(new InstanceId(chance.nextLong(), chance.nextLong()), 0, "", null, 0);
    }

    boolean isUp() {
        return core != null;
    }

    InstanceId incarnation() {
        return stored.incarnation();
    }

    void start() {
        lives++;
        log.clear();
        terms = new Terms();
        cuts = 0;
        syncingRecords = -1;
        syncing = Durable.NOTHING;
        records.forEach(this::replay);
        syncedRecords = records.size(); // opening a journal makes durable what it finds
        long last = log.size();
        diskMovedAt = network.now();
        durableBefore = 0;
        hangsUntil = 0;
        knownCommit =
                log.stream().mapToLong(one -> header(one).commitIndex()).max().orElse(0);
        VoteState state = found(last);
        core = new QuorumCore(
                name,
                configured,
                new InstanceId(chance.nextLong(), chance.nextLong()),
                state,
                new QuorumCore.Log(last, last == 0 ? 0 : terms.of(last), Math.min(last, knownCommit)),
                Acks.SYNCED,
                this);
    }

    private static EntryHeader header(Written one) {
        EntryHeader header = one.header();
        if (header == null) {
            throw new IllegalStateException("not an entry");
        }
        return header;
    }

    private void replay(Written record) {
        if (record.header() == null) {
            log.subList((int) record.index() - 1, log.size()).clear();
            terms.cutFrom(record.index());
        } else {
            log.add(record);
            terms.appended(record.index(), record.header().term());
        }
    }

    private VoteState found(long last) {
        try {
            return FoundState.of(stored, 1, Math.min(last, knownCommit), last, this::listAt);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Entry.@Nullable Members listAt(long index) throws IOException {
        if (index > log.size() || header(log.get((int) index - 1)).type() != EntryType.MEMBERS) {
            return null;
        }
        byte[] content = log.get((int) index - 1).content();
        try {
            return (Entry.Members) Entry.decode(EntryType.MEMBERS, content, 0, content.length);
        } catch (MalformedException e) {
            throw new IOException(e);
        }
    }

    /** The process is gone; with the power, what was not synced is, from some record on. */
    void kill(boolean powerLost) {
        core = null;
        if (powerLost) {
            int kept = syncedRecords + chance.nextInt(records.size() - syncedRecords + 1);
            records.subList(kept, records.size()).clear();
        }
    }

    /** Its machine loses its power, and nothing that was not synced was on the disk yet. */
    void loseUnsynced() {
        core = null;
        records.subList(syncedRecords, records.size()).clear();
    }

    /** Its disk is replaced. */
    void empty() {
        core = null;
        lost.put(stored.incarnation(), List.copyOf(records.subList(0, syncedRecords)));
        records.clear();
        syncedRecords = 0;
        stored = blank();
    }

    void pause(long nanos) {
        wakesAt = network.now() + nanos;
    }

    /** Its disk takes part in no sync for a while. */
    void hang(long nanos) {
        hangsUntil = network.now() + nanos;
    }

    /** Its journal has no room for the next few entries. */
    void fill(int entries) {
        full = entries;
    }

    void turn() throws IOException {
        QuorumCore running = core;
        if (running == null || network.now() < wakesAt) {
            return;
        }
        noteDisk(running.view());
        running.durable(syncing.index() == 0 ? Durable.NOTHING : syncing, network.now());
        for (Envelope one = network.poll(name); one != null; one = network.poll(name)) {
            running.receive(one, network.now());
        }
        running.tick(CoreRig.WALL + network.now(), network.now());
        ticked = true;
        running.flush(network.now());
        turned(running);
    }

    private void turned(QuorumCore running) {
        noteDisk(running.view());
        onTurn.accept(this);
    }

    private void noteDisk(QuorumView view) {
        if (view.durableIndex() == view.lastIndex() || view.durableIndex() > durableBefore) {
            diskMovedAt = network.now();
        }
        durableBefore = view.durableIndex();
    }

    /** How often it was started. */
    int lives() {
        return lives;
    }

    /** Whether its core has just been told the time. */
    boolean hasTicked() {
        return ticked;
    }

    /** For how long it has entries that no sync has covered, without any progress. */
    long stuckNanos() {
        QuorumView view = view();
        return view.durableIndex() == view.lastIndex() ? 0 : network.now() - diskMovedAt;
    }

    /** A sync begins, or one that has begun comes to its end. */
    void sync() {
        if (core == null || network.now() < wakesAt || network.now() < hangsUntil) {
            return;
        }
        if (syncingRecords < 0) {
            syncingRecords = records.size();
            syncing = new Durable(0, cuts);
            begunIndex = log.size();
        } else {
            syncedRecords = Math.max(syncedRecords, syncingRecords);
            syncingRecords = -1;
            syncing = new Durable(begunIndex, syncing.cuts());
        }
    }

    boolean propose(long value) throws IOException {
        QuorumCore running = core;
        if (running == null || network.now() < wakesAt) {
            return false;
        }
        byte[] content = Entry.encode(new Entry.Evict(value));
        boolean taken =
                running.propose(EntryType.EVICT, content, content.length, CoreRig.WALL + network.now(), network.now())
                        == Proposed.APPENDED;
        running.flush(network.now());
        ticked = false;
        turned(running);
        return taken;
    }

    boolean leads() {
        return core != null && core.view().leader().equals(name);
    }

    /** Whether a collector of a name stands in its newest list. */
    boolean lists(String other) {
        return finds(member -> member.name().equals(other));
    }

    /** Whether another one's data folder stands in its newest list. */
    boolean binds(CoreMember other) {
        return finds(member -> member.is(other.name, other.incarnation()));
    }

    /** Whether that votes. */
    boolean hasVoter(CoreMember other) {
        return finds(member -> member.is(other.name, other.incarnation()) && member.voting());
    }

    private boolean finds(Predicate<Entry.Member> which) {
        Entry.Members list = stored.members();
        return list != null && list.members().stream().anyMatch(which);
    }

    /** Somebody asks for another list; why that is refused, or null. */
    @Nullable
    String change(MemberChange change) {
        return core == null ? "down" : core.change(change, network.now());
    }

    void handOver() throws IOException {
        if (core != null) {
            core.handOver(network.now());
        }
    }

    QuorumView view() {
        QuorumCore running = core;
        return running == null ? new QuorumView(false, "", 0, 0, 0, 0) : running.view();
    }

    GroupView group() {
        QuorumCore running = core;
        return running == null ? GroupView.NOTHING : running.group(network.now());
    }

    List<Written> log() {
        return log;
    }

    /** Whether a crash of its machine leaves an entry there. */
    boolean hasOnDisk(Written entry) {
        return has(records.subList(0, syncedRecords), entry);
    }

    /** The same of a data folder that it has or had. */
    boolean hasOrHadOnDisk(InstanceId incarnation, Written entry) {
        return incarnation.equals(incarnation())
                ? hasOnDisk(entry)
                : has(lost.getOrDefault(incarnation, List.of()), entry);
    }

    private static boolean has(List<Written> synced, Written entry) {
        boolean there = false;
        for (Written record : synced) {
            if (record.header() == null) {
                there &= record.index() > entry.index();
            } else if (record.index() == entry.index()) {
                there = header(record).term() == header(entry).term();
            }
        }
        return there;
    }

    VoteState state() {
        return stored;
    }

    @Override
    public long draw(long bound) {
        return chance.nextLong(bound);
    }

    @Override
    public void store(VoteState state) {
        stored = state;
    }

    @Override
    public boolean append(EntryHeader header, byte[] content, int offset, int length) {
        if (header.index() != log.size() + 1) {
            throw new IllegalStateException("entry " + header.index() + " behind " + log.size());
        }
        if (full > 0) {
            full--;
            return false;
        }
        byte[] copy = new byte[length];
        System.arraycopy(content, offset, copy, 0, length);
        var record = new Written(header, copy, header.index());
        records.add(record);
        replay(record);
        return true;
    }

    @Override
    public void taken(EntryHeader header, byte[] content, int offset, int length) {
        // nobody applies it
    }

    @Override
    public void cutFrom(long index) {
        var record = new Written(null, new byte[0], index);
        records.add(record);
        replay(record);
        cuts++;
    }

    @Override
    public long termAt(long index) {
        return terms.of(index);
    }

    @Override
    public long newestAtOrBelow(long index, long term) {
        return terms.newestAtOrBelow(index, term);
    }

    @Override
    public long lastLogTimeNanos() {
        return log.isEmpty() ? Long.MIN_VALUE : header(log.get(log.size() - 1)).logTimeNanos();
    }

    @Override
    public long cuts() {
        return cuts;
    }

    @Override
    public void send(Entry.Member to, PeerMessage message) {
        QuorumCore running = core;
        if (running != null) {
            network.send(name, to.name(), running.sealed(to.incarnation(), name + ":1", message));
        }
    }

    @Override
    public CoreActions.Sent sendEntries(Entry.Member to, PeerMessage.Append head, long upTo, int mostBytes) {
        int most = 1 + chance.nextInt(4);
        List<Written> sent = new ArrayList<>();
        long index = head.previousIndex();
        while (index < Math.min(upTo, log.size()) && sent.size() < most) {
            sent.add(log.get((int) index));
            index++;
        }
        int bytes = sent.stream().mapToInt(one -> one.content().length).sum();
        byte[] array = new byte[bytes];
        List<PeerMessage.Item> items = new ArrayList<>();
        int at = 0;
        for (Written one : sent) {
            System.arraycopy(one.content(), 0, array, at, one.content().length);
            items.add(new PeerMessage.Item(header(one), at, one.content().length));
            at += one.content().length;
        }
        send(
                to,
                new PeerMessage.Append(
                        head.number(),
                        head.previousIndex(),
                        head.previousTerm(),
                        head.commitIndex(),
                        head.heldByAll(),
                        "",
                        "",
                        array,
                        items));
        return new CoreActions.Sent(index, bytes);
    }

    @Override
    public String address() {
        return name + ":1";
    }

    @Override
    public long firstIndex() {
        return 1;
    }
}
