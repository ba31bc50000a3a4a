package org.logbraid.collector.merge;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.logbraid.collector.Order;
import org.logbraid.collector.ShapingSettings;
import org.logbraid.collector.entry.Entry;
import org.logbraid.collector.entry.EntryType;
import org.logbraid.collector.journal.EntryHeader;
import org.logbraid.collector.output.Outputs;
import org.logbraid.common.Failpoint;
import org.logbraid.common.frame.ByteSink;
import org.logbraid.common.frame.ByteSource;
import org.logbraid.common.frame.ContentHash;
import org.logbraid.common.frame.Frames;
import org.logbraid.common.frame.MalformedException;
import org.logbraid.common.wire.InstanceId;

/**
 * The deterministic state machine over committed entries: sessions, generations, marks, and the merge of the lines. After
 * an entry was applied, everything that may be written by then has been handed to the output, so the merged file is a
 * pure function of the entries (G3). No clock, chance, host name or order of a hash map gets in.
 *
 * <p>Not thread-safe: lives on the {@code collector-merge} thread.
 */
public final class LogState {
    /** Bytes of unpacked blocks kept in memory: a quarter of the heap, 16 to 256 MiB. More are read again from the journal. */
    public static final long CACHE_BYTES =
            Math.max(16L << 20, Math.min(256L << 20, Runtime.getRuntime().maxMemory() / 4));

    final Agents agents = new Agents();
    final Generations generations = new Generations();
    final Frontier frontier = new Frontier();
    final Watermark watermark = new Watermark();
    final Totals totals = new Totals();
    /** Frames with lines that wait, oldest first; those that are done are dropped from the front lazily. */
    final Deque<Block> blocks = new ArrayDeque<>();

    final CurrentOutput output;
    final LineMerger merger;
    final FrameHandler frames;

    private final Consumer<Applied> listener;
    private final ViewBuilder views = new ViewBuilder(this);

    long appliedIndex;
    long logTime = Frames.NO_TIME;
    InstanceId log = InstanceId.NONE;
    String config = "";
    boolean gateOpen;
    boolean everOpen;

    /** An empty log. */
    public LogState(Outputs outputs, BlockSource blocks, Consumer<Applied> listener) {
        this(outputs, blocks, listener, CACHE_BYTES);
    }

    /**
     * An empty log with another bound of its cache.
     *
     * @param cacheBytes 0 or more; with 0 only the block in use is kept
     */
    LogState(Outputs outputs, BlockSource blocks, Consumer<Applied> listener, long cacheBytes) {
        this.listener = listener;
        this.output = new CurrentOutput(outputs);
        var cache = new BlockCache(blocks, cacheBytes);
        this.merger = new LineMerger(cache);
        this.frames = new FrameHandler(this, cache, listener);
    }

    /**
     * Applies the next committed entry.
     *
     * @param header its index is {@link #appliedIndex} + 1
     * @param content array that holds its content from place 0 on; only lent
     * @param checked whether a frame is known to be sound
     * @throws IllegalStateException when it is not the next one: the process has to end
     * @throws MalformedException when it cannot be understood; a frame that cannot be is void instead
     */
    public void apply(EntryHeader header, byte[] content, int length, boolean checked)
            throws IOException, MalformedException {
        if (header.index() != appliedIndex + 1) {
            throw new IllegalStateException(
                    "entry " + header.index() + " was to be applied after entry " + appliedIndex);
        }
        Failpoint.APPLY.pass();
        appliedIndex = header.index();
        logTime = header.logTimeNanos();
        if (header.type() == EntryType.FRAME) {
            frames.apply(content, length, checked);
        } else {
            apply(Entry.decode(header.type(), content, 0, length));
        }
        Failpoint.APPLY.pass();
        merge();
        Failpoint.APPLY.pass();
    }

    private void apply(Entry entry) throws IOException, MalformedException {
        if (entry instanceof Entry.Marks marks) {
            marks.marks().forEach(this::promise);
        } else if (entry instanceof Entry.Session session) {
            begin(session);
        } else if (entry instanceof Entry.Bye bye) {
            bye(bye);
        } else if (entry instanceof Entry.Evict evict) {
            end(evict.session(), false);
        } else if (entry instanceof Entry.Gate) {
            openGate();
        } else if (entry instanceof Entry.Rotate rotate) {
            output.rotate(rotate.output(), appliedIndex);
            listener.accept(new Applied.Rotated(appliedIndex));
        } else if (entry instanceof Entry.Config changed) {
            configure(changed.canonical());
        } else if (entry instanceof Entry.Forget forget) {
            generations.forget(forget.generations());
            agents.sweep();
            watermark.stale();
        } else if (entry instanceof Entry.Members members && log.isNone()) {
            log = members.log();
        }
        // TERM, CHECK and later MEMBERS change nothing here
    }

    private void begin(Entry.Session session) {
        Agent agent = agents.named(session.agent());
        long older = agent.session;
        boolean over = agent.live;
        agents.begin(agent, session);
        output.channel(session.channel());
        watermark.stale();
        if (over) {
            listener.accept(new Applied.SessionOver(older, false, false));
        }
        listener.accept(
                new Applied.SessionBegun(log, agent.session, agent.name, agent.instance, agent.nonce, agent.rows()));
    }

    /** T3: counts only while its session is current and if all it speaks of has been accepted. */
    private void promise(Entry.Mark mark) {
        @Nullable Agent agent = agents.bySession(mark.session());
        if (agent == null || mark.frameNumber() > agent.accepted) {
            return;
        }
        // a clock that is ahead promises too much: its stamps count as log times, and so does its promise (T8)
        long time = mark.time() > latest() ? logTime : mark.time();
        agent.promise(time, mark.excepted(), generations);
        watermark.stale();
    }

    private void bye(Entry.Bye bye) throws IOException, MalformedException {
        if (bye.forGood()) {
            end(bye.session(), true);
        } else if (agents.bySession(bye.session()) != null) {
            listener.accept(new Applied.ByeForRestart(bye.session()));
        }
    }

    private void end(long session, boolean forGood) throws IOException, MalformedException {
        @Nullable Agent agent = agents.bySession(session);
        if (agent == null) {
            return;
        }
        agents.end(agent);
        watermark.stale();
        listener.accept(new Applied.SessionOver(session, forGood, !forGood));
        closeGateWithTheLast();
    }

    private void openGate() throws IOException, MalformedException {
        if (gateOpen) {
            return;
        }
        gateOpen = true;
        everOpen = true;
        watermark.stale();
        listener.accept(new Applied.GateMoved(output.channel(), true));
        closeGateWithTheLast();
    }

    /** T11: when nobody is left, everything is written, and the next agents open the channel anew. */
    private void closeGateWithTheLast() throws IOException, MalformedException {
        if (gateOpen && agents.noneLive()) {
            writeBelow(Long.MAX_VALUE);
            gateOpen = false;
            watermark.forget();
            listener.accept(new Applied.GateMoved(output.channel(), false));
        }
    }

    private void configure(String canonical) throws IOException, MalformedException {
        ShapingSettings next;
        try {
            next = ShapingSettings.parse(canonical);
        } catch (IllegalArgumentException e) {
            throw new MalformedException("settings that cannot be read: " + e.getMessage());
        }
        if (output.isOpen() && output.endsWith(next)) {
            writeBelow(Long.MAX_VALUE);
        }
        config = canonical;
        output.shape(next, appliedIndex);
        if (next.order() == Order.CHANNEL) {
            writeBelow(Long.MAX_VALUE); // what came before the first settings
        }
        watermark.stale();
    }

    /** Writes what may be written by now (T2). */
    private void merge() throws IOException, MalformedException {
        if (!gateOpen || output.settings().order() == Order.CHANNEL) {
            return;
        }
        long written;
        do {
            written = writeBelow(watermark.advance(agents, frontier));
        } while (written > 0 && merger.waitingLines() > 0); // the frontier may have left a holder behind
    }

    private long writeBelow(long bound) throws IOException, MalformedException {
        if (merger.waitingLines() == 0) {
            return 0;
        }
        long written = merger.mergeBelow(bound, output.get(appliedIndex), frontier);
        totals.lines += written;
        while (!blocks.isEmpty() && blocks.element().waiting == 0) {
            blocks.remove();
        }
        return written;
    }

    /** Log time plus skew: later times count as the log time (T8). */
    long latest() {
        return logTime + output.settings().skew().toNanos();
    }

    /** Index of the last entry applied, 0 at first. */
    public long appliedIndex() {
        return appliedIndex;
    }

    /** Log time of the last entry applied, or {@link Frames#NO_TIME}. */
    public long logTimeNanos() {
        return logTime;
    }

    /** Index of the oldest entry that waiting lines need, or {@link #appliedIndex} + 1. */
    public long firstNeededIndex() {
        return blocks.isEmpty() ? appliedIndex + 1 : blocks.element().index;
    }

    /** Everything handed to the output so far begins to be made durable. */
    void forcing() {
        agents.forcing();
    }

    /** What stood in the output at the last {@link #forcing} is durable. */
    void forced() {
        agents.forced(listener);
    }

    /** What other threads may see. */
    public MergeView view() {
        return views.build();
    }

    /** Appends the whole state; the same state gives the same bytes on every collector. */
    public void writeTo(ByteSink into) {
        StateWriter.write(this, into);
    }

    /**
     * The state as {@link #writeTo} kept it. The output of the snapshot has to stand in {@code outputs} already.
     *
     * @throws MalformedException when it is of another version, or not a state
     */
    public static LogState readFrom(ByteSource from, Outputs outputs, BlockSource blocks, Consumer<Applied> listener)
            throws IOException, MalformedException {
        return readFrom(from, outputs, blocks, listener, CACHE_BYTES);
    }

    static LogState readFrom(
            ByteSource from, Outputs outputs, BlockSource blocks, Consumer<Applied> listener, long cacheBytes)
            throws IOException, MalformedException {
        var state = new LogState(outputs, blocks, listener, cacheBytes);
        new StateReader(state, from).read();
        return state;
    }

    /** 64-bit hash of the state's bytes: what a CHECK entry compares. */
    public long digest() {
        var bytes = new ByteSink(64 * 1024);
        writeTo(bytes);
        return ContentHash.of(bytes.array(), 0, bytes.length());
    }
}
