package org.logbraid.collector.merge;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.logbraid.common.frame.ByteSink;

/**
 * The bytes of the whole state: what a snapshot keeps and a CHECK compares. Agents, sources and generations stand in the
 * order of their keys, so that equal states have equal bytes. {@code docs/format.md} draws them. Stateless.
 */
final class StateWriter {
    static final int VERSION = 1;

    private StateWriter() {}

    static void write(LogState state, ByteSink into) {
        into.u8(VERSION);
        into.i64(state.appliedIndex);
        into.i64(state.logTime);
        state.log.write(into);
        text(into, state.config);
        text(into, state.output.channel());
        into.u8(flags(state.gateOpen, state.everOpen, state.output.isOpen()));
        into.i64(state.watermark.value);
        into.i64(state.frontier.e);
        into.sized(state.frontier.agent);
        into.sized(state.frontier.path);
        into.varint(state.frontier.number);
        into.varint(state.agents.lastSession);
        state.totals.write(into);
        List<Block> waiting = new ArrayList<>();
        for (Block block : state.blocks) {
            if (block.waiting > 0) {
                waiting.add(block);
            }
        }
        into.varint(waiting.size());
        for (Block block : waiting) {
            into.varint(block.index);
            into.i64(block.logTime);
            into.i64(block.latest);
            into.varint(block.session);
            into.varint(block.number);
        }
        into.varint(state.agents.all().size());
        for (Agent agent : state.agents.all()) {
            write(agent, into);
        }
    }

    private static void write(Agent agent, ByteSink into) {
        text(into, agent.name);
        into.varint(agent.session);
        agent.instance.write(into);
        into.i64(agent.nonce);
        text(into, agent.channel);
        into.varint(agent.accepted);
        into.varint(agent.round);
        into.u8(flags(agent.live, agent.come, agent.promised));
        into.i64(agent.promise);
        List<Long> unwritten = new ArrayList<>();
        for (Block block : agent.unwritten) {
            if (block.waiting > 0) {
                unwritten.add(block.index);
            }
        }
        into.varint(unwritten.size());
        unwritten.forEach(into::varint);
        into.varint(agent.sources.size());
        for (Source source : agent.sources.values()) {
            write(source, into);
        }
    }

    private static void write(Source source, ByteSink into) {
        into.sized(source.path);
        into.varint(source.opened);
        into.varint(source.unclosed);
        into.i64(source.lastE);
        into.i64(source.lastPromise);
        into.i64(source.mark);
        into.u8(source.resolution.code());
        into.u8(source.excepted ? 1 : 0);
        into.varint(source.generations.size());
        for (Generation generation : source.generations) {
            write(generation, into);
        }
    }

    private static void write(Generation generation, ByteSink into) {
        into.i64(generation.id);
        into.varint(generation.number);
        into.i64(generation.fingerprint.device());
        into.i64(generation.fingerprint.inode());
        into.i64(generation.fingerprint.birthNanos());
        into.varint(generation.start);
        into.varint(generation.end);
        generation.resume.write(into);
        into.u8(flags(generation.closed, generation.gone, generation.forgotten));
        into.i64(generation.closedAt);
        GenerationQueue queue = generation.queue;
        into.varint(queue == null ? 0 : queue.slices.size());
        if (queue != null) {
            for (Waiting slice : queue.slices) {
                write(slice, into);
            }
        }
    }

    private static void write(Waiting slice, ByteSink into) {
        into.varint(slice.block.index);
        into.varint(slice.lengthsAt);
        into.varint(slice.lengthsBytes);
        into.varint(slice.timesBytes);
        into.u8(slice.untimed ? 1 : 0);
        into.u8(slice.unit.code());
        into.varint(slice.lines);
        into.varint(slice.blockOffset);
        into.varint(slice.taken);
        into.i64(slice.nextE);
    }

    private static int flags(boolean first, boolean second, boolean third) {
        return (first ? 1 : 0) | (second ? 2 : 0) | (third ? 4 : 0);
    }

    private static void text(ByteSink into, String value) {
        into.sized(value.getBytes(StandardCharsets.UTF_8));
    }
}
