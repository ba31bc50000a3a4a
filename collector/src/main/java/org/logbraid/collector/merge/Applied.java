package org.logbraid.collector.merge;

import java.util.List;
import org.logbraid.common.wire.GenerationRow;
import org.logbraid.common.wire.InstanceId;

/**
 * What an entry has done, told by the merge to the intake, which answers agents and sets its timers by it. Told during a
 * replay too: then nobody is connected and only the timers learn of it. Immutable.
 */
public sealed interface Applied {
    /** A session has begun; older ones of the agent are over. */
    record SessionBegun(
            InstanceId log, long session, String agent, InstanceId instance, long nonce, List<GenerationRow> rows)
            implements Applied {}

    /** A frame was accepted. */
    record FrameAccepted(long session, long number, boolean firstScanDone) implements Applied {}

    /**
     * A frame was void.
     *
     * @param round the round that counts now
     * @param expected number of the next frame
     * @param answer whether this one raised the round, so that the agent is told once
     */
    record FrameVoid(long session, int round, long expected, boolean answer) implements Applied {}

    /** All lines of a session's frames up to this number stand in the merged file, forced to disk. */
    record Written(long session, long number) implements Applied {}

    /** A session is over: by a goodbye, an eviction or a newer session of its agent. */
    record SessionOver(long session, boolean forGood, boolean evicted) implements Applied {}

    /** A goodbye for a restart is in the log: the session goes on holding its place. */
    record ByeForRestart(long session) implements Applied {}

    /** The channel has begun to write, or stopped because the last session has ended for good. */
    record GateMoved(String channel, boolean open) implements Applied {}

    /**
     * The outputs' files have ended, as was asked for.
     *
     * @param index index of the ROTATE entry
     */
    record Rotated(long index) implements Applied {}
}
