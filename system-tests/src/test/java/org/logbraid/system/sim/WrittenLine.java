package org.logbraid.system.sim;

/**
 * A line as it was written: the truth that an oracle compares with.
 *
 * @param agent name of the agent that follows its file
 * @param path the source's path
 * @param generation which incarnation of the file, from 0
 * @param sequence place in that incarnation, from 0
 * @param text without newline; unlike that of any other line of the world
 * @param stampNanos its stamp, or {@link org.logbraid.common.frame.Frames#NO_TIME}
 */
record WrittenLine(String agent, String path, int generation, int sequence, String text, long stampNanos) {}
