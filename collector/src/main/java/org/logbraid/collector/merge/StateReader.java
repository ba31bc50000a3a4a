package org.logbraid.collector.merge;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.logbraid.collector.ShapingSettings;
import org.logbraid.common.frame.ByteSource;
import org.logbraid.common.frame.Fingerprint;
import org.logbraid.common.frame.Frames;
import org.logbraid.common.frame.MalformedException;
import org.logbraid.common.frame.Resume;
import org.logbraid.common.frame.StampUnit;
import org.logbraid.common.wire.InstanceId;

/**
 * Reads what {@link StateWriter} wrote, into a state that is empty. Used once.
 *
 * <p>Not thread-safe: lives on the {@code collector-merge} thread.
 */
final class StateReader {
    private static final int MAX_TEXT_BYTES = 64 * 1024;
    private static final int MAX_COUNT = 1 << 27;

    private final LogState state;
    private final ByteSource from;
    private final Map<Long, Block> blocks = new HashMap<>();
    private final Map<Generation, List<Waiting>> waiting = new LinkedHashMap<>();

    StateReader(LogState state, ByteSource from) {
        this.state = state;
        this.from = from;
    }

    void read() throws IOException, MalformedException {
        int version = from.u8();
        if (version != StateWriter.VERSION) {
            throw new MalformedException("a state of version " + version + ", known is " + StateWriter.VERSION);
        }
        state.appliedIndex = from.i64();
        state.logTime = from.i64();
        state.log = InstanceId.read(from);
        state.config = text();
        String channel = text();
        int flags = from.u8();
        state.gateOpen = (flags & 1) != 0;
        state.everOpen = (flags & 2) != 0;
        state.output.restore(settings(state.config), channel, (flags & 4) != 0, state.appliedIndex);
        state.watermark.value = from.i64();
        state.frontier.e = from.i64();
        state.frontier.agent = from.sized(MAX_TEXT_BYTES);
        state.frontier.path = from.sized(Frames.MAX_PATH_BYTES);
        state.frontier.number = from.varint();
        state.agents.lastSession = from.varint();
        state.totals.read(from);
        for (int left = from.count(MAX_COUNT); left > 0; left--) {
            var block = new Block(from.varint(), from.i64(), from.i64(), from.varint(), from.varint());
            blocks.put(block.index, block);
            state.blocks.add(block);
        }
        for (int left = from.count(MAX_COUNT); left > 0; left--) {
            readAgent();
        }
        state.agents.rank();
        waiting.forEach((generation, slices) -> slices.forEach(slice -> state.merger.add(generation, slice)));
        if (from.remaining() != 0) {
            throw new MalformedException("a state with " + from.remaining() + " bytes too many");
        }
    }

    private ShapingSettings settings(String canonical) throws MalformedException {
        try {
            return ShapingSettings.parse(canonical);
        } catch (IllegalArgumentException e) {
            throw new MalformedException("a state with settings that cannot be read: " + e.getMessage());
        }
    }

    private void readAgent() throws MalformedException {
        var agent = new Agent(text());
        agent.session = from.varint();
        agent.instance = InstanceId.read(from);
        agent.nonce = from.i64();
        agent.channel = text();
        agent.accepted = from.varint();
        agent.round = (int) from.varint();
        int flags = from.u8();
        agent.live = (flags & 1) != 0;
        agent.come = (flags & 2) != 0;
        agent.promised = (flags & 4) != 0;
        agent.promise = from.i64();
        for (int left = from.count(MAX_COUNT); left > 0; left--) {
            agent.unwritten.add(block());
        }
        for (int left = from.count(MAX_COUNT); left > 0; left--) {
            Source source = readSource(agent);
            agent.sources.put(source.path, source);
        }
        state.agents.restore(agent);
    }

    private Source readSource(Agent agent) throws MalformedException {
        var source = new Source(agent, from.sized(Frames.MAX_PATH_BYTES));
        source.opened = from.varint();
        source.unclosed = from.count(MAX_COUNT);
        source.lastE = from.i64();
        source.lastPromise = from.i64();
        source.mark = from.i64();
        source.resolution = StampUnit.of(from.u8());
        source.excepted = from.u8() != 0;
        for (int left = from.count(MAX_COUNT); left > 0; left--) {
            Generation generation = readGeneration(source);
            source.generations.add(generation);
            if (!generation.forgotten) {
                state.generations.put(generation);
            }
        }
        return source;
    }

    private Generation readGeneration(Source source) throws MalformedException {
        long id = from.i64();
        long number = from.varint();
        var fingerprint = new Fingerprint(from.i64(), from.i64(), from.i64());
        var generation = new Generation(id, source, number, fingerprint, from.varint());
        generation.end = from.varint();
        generation.resume = Resume.read(from);
        int flags = from.u8();
        generation.closed = (flags & 1) != 0;
        generation.gone = (flags & 2) != 0;
        generation.forgotten = (flags & 4) != 0;
        generation.closedAt = from.i64();
        List<Waiting> slices = new ArrayList<>();
        for (int left = from.count(MAX_COUNT); left > 0; left--) {
            slices.add(readWaiting());
        }
        waiting.put(generation, slices);
        return generation;
    }

    private Waiting readWaiting() throws MalformedException {
        Block block = block();
        var slice = new Waiting(
                block,
                from.count(Frames.MAX_BODY_BYTES),
                from.count(Frames.MAX_BODY_BYTES),
                from.count(Frames.MAX_BODY_BYTES),
                from.u8() != 0,
                StampUnit.of(from.u8()),
                from.count(Frames.MAX_BLOCK_BYTES),
                from.count(Frames.MAX_BLOCK_BYTES));
        slice.taken = from.count(slice.lines);
        slice.nextE = from.i64();
        block.waiting++;
        block.neededAt = Math.min(block.neededAt, slice.nextE);
        return slice;
    }

    private Block block() throws MalformedException {
        long index = from.varint();
        @Nullable Block block = blocks.get(index);
        if (block == null) {
            throw new MalformedException("a state that speaks of an unknown block: index=" + index);
        }
        return block;
    }

    private String text() throws MalformedException {
        return new String(from.sized(MAX_TEXT_BYTES), StandardCharsets.UTF_8);
    }
}
