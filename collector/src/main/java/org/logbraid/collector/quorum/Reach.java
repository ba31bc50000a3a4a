package org.logbraid.collector.quorum;

/**
 * Where a collector is reached, as it tells the others. Immutable.
 *
 * @param peers its collectors' port, empty when it has none
 * @param agents its agents' port as agents dial it
 * @param http its status port, empty for none
 */
public record Reach(String peers, String agents, String http) {
    /** Of a collector that talks to no other. */
    public static final Reach NOWHERE = new Reach("", "", "");
}
