package org.logbraid.collector.merge;

import java.io.IOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.logbraid.collector.Order;
import org.logbraid.collector.output.Output;
import org.logbraid.common.frame.FrameReader;
import org.logbraid.common.frame.MalformedException;

/**
 * Applies FRAME entries: accepts each whole or not at all, gives its lines their event times, writes late ones and lets
 * the others wait.
 *
 * <p>Not thread-safe: lives on the {@code collector-merge} thread.
 */
final class FrameHandler {
    private final LogState state;
    private final BlockCache cache;
    private final Consumer<Applied> listener;
    private final FrameReader frame = new FrameReader();
    private final EventTimes times = new EventTimes();

    private byte[] unpacked = new byte[0];
    /** Index of the entry whose block stands in {@link #unpacked}. */
    private long unpackedIndex;

    FrameHandler(LogState state, BlockCache cache, Consumer<Applied> listener) {
        this.state = state;
        this.cache = cache;
        this.listener = listener;
    }

    /**
     * Applies one.
     *
     * @param checked whether slices and lines are known to be sound: to go through them takes as long as to merge them
     */
    void apply(byte[] content, int length, boolean checked) throws IOException, MalformedException {
        try {
            frame.wrapStored(content, 0, length);
            if (!checked) {
                frame.check();
            }
        } catch (MalformedException e) { // intake lets none through; on every collector it is void alike
            state.totals.voidFrames++;
            return;
        }
        @Nullable Agent agent = state.agents.bySession(frame.session());
        if (agent == null || frame.round() != agent.round) {
            state.totals.voidFrames++;
            int round = agent == null ? frame.round() : agent.round;
            long expected = agent == null ? frame.number() : agent.accepted + 1;
            listener.accept(new Applied.FrameVoid(frame.session(), round, expected, false));
        } else if (frame.number() != agent.accepted + 1 || !state.generations.fits(agent, frame)) {
            state.totals.voidFrames++;
            agent.round++;
            listener.accept(new Applied.FrameVoid(agent.session, agent.round, agent.accepted + 1, true));
        } else {
            accept(agent);
        }
    }

    private void accept(Agent agent) throws IOException, MalformedException {
        agent.accepted++;
        var block = new Block(state.appliedIndex, state.logTime, state.latest(), agent.session, agent.accepted);
        while (frame.next()) {
            switch (frame.kind()) {
                case OPEN -> {
                    state.generations.open(state.agents.source(agent, frame.path()), frame);
                    state.watermark.stale();
                }
                case DATA -> data(agent, block);
                case CLOSE -> {
                    state.generations.close(state.generations.of(frame), frame.closeReason(), state.logTime);
                    state.watermark.stale();
                }
                case GAP -> {
                    Generation generation = state.generations.of(frame);
                    generation.end = frame.end();
                    generation.resume = generation.resume.behindGap();
                    state.totals.gaps++;
                    state.totals.gapBytes += frame.end() - frame.start();
                }
            }
        }
        if (frame.isFirstScanDone() && !agent.come) {
            agent.come = true;
            state.watermark.stale();
        }
        if (block.waiting > 0) {
            agent.unwritten.add(block);
            state.blocks.add(block);
            cache.keep(block, frame);
        }
        listener.accept(new Applied.FrameAccepted(agent.session, agent.accepted, frame.isFirstScanDone()));
    }

    private void data(Agent agent, Block block) throws IOException, MalformedException {
        Generation generation = state.generations.of(frame);
        Source source = generation.source;
        Totals totals = state.totals;
        generation.end = frame.end();
        generation.resume = frame.resume().behind(generation.resume);
        source.resolution = frame.resolution();
        totals.longLines += frame.longLines();
        totals.unfinishedLines += frame.newlineAdded() ? 1 : 0;
        if (frame.lines() == 0) {
            return;
        }
        if (generation.number < source.opened - 1) {
            totals.stragglers += frame.lines();
        }
        boolean inTime = state.output.settings().order() == Order.TIME;
        long lateBelow = inTime ? state.frontier.lateBelow(generation) : Long.MIN_VALUE;
        times.compute(frame, source, state.logTime, block.latest, lateBelow);
        totals.raised += times.raised();
        totals.future += times.future();
        source.lastE = times.lastE();
        if ((source.excepted || !agent.promised) && source.lastE > source.mark) {
            state.watermark.raised(source.mark);
            source.mark = source.lastE;
        }
        if (!inTime) {
            write(frame.lines(), frame.dataBytes());
            return;
        }
        if (times.lateLines() > 0) {
            totals.late += times.lateLines();
            write(times.lateLines(), times.lateBytes());
        }
        if (times.lateLines() < frame.lines()) {
            var waiting = Waiting.of(block, frame);
            waiting.taken = times.lateLines();
            waiting.nextE = times.waitingE();
            block.waiting++;
            block.neededAt = Math.min(block.neededAt, waiting.nextE);
            if (state.agents.rank()) {
                state.merger.rerank();
            }
            state.merger.add(generation, waiting);
        }
    }

    /** Writes the first lines of the slice at once. */
    private void write(int lines, int bytes) throws IOException, MalformedException {
        if (unpackedIndex != state.appliedIndex) {
            if (unpacked.length < frame.rawBytes()) {
                unpacked = new byte[Math.max(frame.rawBytes(), 2 * unpacked.length)];
            }
            frame.unpackBlock(unpacked);
            unpackedIndex = state.appliedIndex;
        }
        Output output = state.output.get(state.appliedIndex);
        output.write(unpacked, frame.blockOffset(), bytes);
        state.totals.lines += lines;
    }
}
