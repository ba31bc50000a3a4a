package org.logbraid.agent.handover;

/**
 * What other threads see of the handover. Immutable.
 *
 * @param session current session, 0 while there is none
 * @param sentFrames frames sent in this session
 * @param acceptedFrames frames of this session that are applied and accepted
 * @param inFlightBytes bytes sent and not yet accepted
 * @param acceptedBytes bytes of frames accepted since the start, as they went over the wire
 */
public record HandoverView(long session, long sentFrames, long acceptedFrames, long inFlightBytes, long acceptedBytes) {
    /** Before the first session. */
    public static final HandoverView EMPTY = new HandoverView(0, 0, 0, 0, 0);
}
