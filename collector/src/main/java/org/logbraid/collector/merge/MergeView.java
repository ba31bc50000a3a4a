package org.logbraid.collector.merge;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.logbraid.common.frame.Frames;
import org.logbraid.common.wire.InstanceId;

/**
 * What other threads see of the merge. Immutable; the {@code collector-merge} thread publishes a new one after a batch of
 * entries, at most every 20 ms while busy, and always before it rests.
 *
 * @param appliedIndex last entry applied
 * @param logTimeNanos its log time
 * @param log id of the log, {@link InstanceId#NONE} before the first MEMBERS entry
 * @param config canonical form of the newest CONFIG entry, empty before the first
 * @param gateOpen whether the channel writes
 * @param everOpen whether it ever did: the roster is asked only the first time
 * @param waitingLines lines that wait for the watermark
 * @param watermarkNanos W, or {@link Frames#NO_TIME}
 * @param frontierNanos e of the greatest key written, or {@link Frames#NO_TIME}
 * @param heldBy whose mark is W while lines wait, or null
 * @param sessions all sessions that are not over
 * @param come names of all agents that have come, absent ones included
 * @param sources all sources with a generation in the log
 * @param outputs all outputs
 * @param counters totals since the log began
 */
public record MergeView(
        long appliedIndex,
        long logTimeNanos,
        InstanceId log,
        String config,
        boolean gateOpen,
        boolean everOpen,
        long waitingLines,
        long watermarkNanos,
        long frontierNanos,
        @Nullable Holder heldBy,
        List<SessionView> sessions,
        List<String> come,
        List<SourceView> sources,
        List<OutputView> outputs,
        Counters counters) {

    /**
     * Who holds the frontier.
     *
     * @param agent name of the agent
     * @param path the source's path, empty when the agent itself holds
     * @param sinceNanos log time since when
     */
    public record Holder(String agent, String path, long sinceNanos) {}

    /**
     * A session.
     *
     * @param accepted number of the last frame accepted
     * @param come whether its agent has come
     */
    public record SessionView(
            long session, String agent, InstanceId instance, long nonce, String channel, long accepted, boolean come) {}

    /**
     * A source.
     *
     * @param path as text, undecodable bytes escaped
     * @param generation number of its newest generation
     * @param generationId id of its newest generation
     * @param offset where that one ends in the log
     * @param open whether it may hold the watermark
     * @param behind whether it holds nobody because its mark is not past the frontier
     */
    public record SourceView(
            String agent, String path, long generation, long generationId, long offset, boolean open, boolean behind) {}

    /**
     * An output.
     *
     * @param path name of the open file, relative to the output's folder
     * @param bytes its length
     * @param tailCrc CRC32C of its last 64 KiB
     * @param index the entry up to which that holds
     */
    public record OutputView(String path, long bytes, int tailCrc, long index) {}

    /**
     * Totals.
     *
     * @param lines lines written out
     * @param late lines behind the frontier (T5)
     * @param raised lines whose e a promise raised (T1)
     * @param future lines stamped beyond log time and skew (T8)
     * @param stragglers lines of a generation after the next one had begun (G7)
     * @param gaps GAP records (G4)
     * @param gapBytes bytes they speak of
     * @param voidFrames frames that were void
     * @param unfinishedLines last lines without a newline (G11)
     * @param longLines lines cut or dropped for their length (G10)
     */
    public record Counters(
            long lines,
            long late,
            long raised,
            long future,
            long stragglers,
            long gaps,
            long gapBytes,
            long voidFrames,
            long unfinishedLines,
            long longLines) {
        public static final Counters ZERO = new Counters(0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    }

    /** Before anything is applied. */
    public static final MergeView NOTHING = new MergeView(
            0,
            Frames.NO_TIME,
            InstanceId.NONE,
            "",
            false,
            false,
            0,
            Frames.NO_TIME,
            Frames.NO_TIME,
            null,
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            Counters.ZERO);
}
