package org.logbraid.system.sim;

/**
 * A line as it was written: the truth that an oracle compares with.
 *
 * @param of which incarnation of which file it was written to
 * @param sequence place in that incarnation, from 0
 * @param text without newline; unlike that of any other line of the world
 * @param stampNanos its stamp, or {@link org.logbraid.common.frame.Frames#NO_TIME}
 */
record WrittenLine(Incarnation of, int sequence, String text, long stampNanos) {}
