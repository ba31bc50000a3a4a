package org.logbraid.agent.handover;

import java.util.List;
import org.logbraid.common.wire.GenerationRow;
import org.logbraid.common.wire.InstanceId;

/** What {@code agent-handover} tells the {@code agent-tail} thread, through a bounded queue. */
public sealed interface Answer {
    /**
     * A session has begun: it knows the log's generations of this agent, and they win over whatever was remembered. All
     * that is in flight is void; frames begin with number 1 of round 0.
     */
    record Welcomed(InstanceId log, long session, List<GenerationRow> rows) implements Answer {}

    /** All frames up to this number are applied and accepted. */
    record Accepted(long session, long number) implements Answer {}

    /**
     * All frames before {@code expected} are accepted, all in flight behind them are void. The tail reads again from
     * there, with {@code round} and {@code expected} as the next frame's.
     */
    record Rejected(long session, int round, long expected) implements Answer {}

    /** Promises are worth making so often, in milliseconds, from now on. */
    record PromiseEach(int millis) implements Answer {}

    /** The session is over or out of reach: nothing is made until there is a new one. */
    record Severed(String reason) implements Answer {}

    /** The process is asked to end: hand over what has been read, read no more. */
    record Stop() implements Answer {}
}
