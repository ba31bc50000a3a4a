package org.logbraid.collector.merge;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.logbraid.common.frame.Frames;

/**
 * Makes what other threads see of the state. Remembers since when somebody holds, as a hint that is no part of the state.
 *
 * <p>Not thread-safe: lives on the {@code collector-merge} thread.
 */
final class ViewBuilder {
    private final LogState state;
    private @Nullable Agent heldBy;
    private @Nullable Source heldBySource;
    private long heldSince = Frames.NO_TIME;

    ViewBuilder(LogState state) {
        this.state = state;
    }

    MergeView build() {
        List<MergeView.SessionView> sessions = new ArrayList<>();
        List<String> come = new ArrayList<>();
        List<MergeView.SourceView> sources = new ArrayList<>();
        for (Agent agent : state.agents.all()) {
            if (agent.live) {
                sessions.add(new MergeView.SessionView(
                        agent.session,
                        agent.name,
                        agent.instance,
                        agent.nonce,
                        agent.channel,
                        agent.accepted,
                        agent.come));
            }
            if (agent.come) {
                come.add(agent.name);
            }
            for (Source source : agent.sources.values()) {
                addSource(source, sources);
            }
        }
        return new MergeView(
                state.appliedIndex,
                state.logTime,
                state.log,
                state.config,
                state.gateOpen,
                state.everOpen,
                state.merger.waitingLines(),
                state.watermark.value,
                state.frontier.e,
                holder(),
                List.copyOf(sessions),
                List.copyOf(come),
                List.copyOf(sources),
                state.output.view(state.appliedIndex),
                state.totals.view());
    }

    private void addSource(Source source, List<MergeView.SourceView> sources) {
        if (source.generations.isEmpty() || source.newest().forgotten) {
            return;
        }
        Generation newest = source.newest();
        sources.add(new MergeView.SourceView(
                source.agent.name,
                text(source.path),
                newest.number,
                newest.id,
                newest.end,
                source.isOpen(),
                source.isOpen() && Watermark.isBehind(source.mark, state.frontier)));
    }

    private MergeView.@Nullable Holder holder() {
        @Nullable Agent agent = state.gateOpen && state.merger.waitingLines() > 0 ? state.watermark.holder() : null;
        @Nullable Source source = agent == null ? null : state.watermark.holdingSource();
        if (agent != heldBy || source != heldBySource) {
            heldBy = agent;
            heldBySource = source;
            heldSince = state.logTime;
        }
        return agent == null
                ? null
                : new MergeView.Holder(agent.name, source == null ? "" : text(source.path), heldSince);
    }

    /** A path as text; each byte that is no UTF-8 as {@code \xNN}. */
    static String text(byte[] path) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        var from = ByteBuffer.wrap(path);
        var into = CharBuffer.allocate(path.length * 4 + 4);
        while (true) {
            CoderResult result = decoder.decode(from, into, true);
            if (!result.isError()) {
                return into.flip().toString();
            }
            for (int i = 0; i < result.length(); i++) {
                into.put(String.format(Locale.ROOT, "\\x%02x", from.get()));
            }
            decoder.reset();
        }
    }
}
