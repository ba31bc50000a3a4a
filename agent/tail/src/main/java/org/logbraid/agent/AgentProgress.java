package org.logbraid.agent;

/**
 * How far an agent is, for a progress bar. Immutable.
 *
 * @param totalBytes length of the files that are followed
 * @param readBytes bytes of them that are in frames
 * @param acceptedBytes bytes of them that are accepted, nearly: packed bytes in flight count as they travel
 */
public record AgentProgress(long totalBytes, long readBytes, long acceptedBytes) {}
