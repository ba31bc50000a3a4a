package org.logbraid.system.nemesis;

/** Who suffers a fault; who that is is known when it begins. */
enum Role {
    /** The collector that leads; any collector while nobody does. */
    LEADER,
    /** A collector that does not lead; any collector when there is but one. */
    FOLLOWER,
    COLLECTOR,
    AGENT
}
