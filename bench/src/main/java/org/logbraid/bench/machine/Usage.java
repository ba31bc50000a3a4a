package org.logbraid.bench.machine;

/**
 * What a process has used from its start to its end.
 *
 * @param cpuSeconds user and system time of all its threads and children
 * @param peakKib the most memory it had in use
 */
public record Usage(double cpuSeconds, long peakKib) {
    public static final Usage NONE = new Usage(0, 0);
}
