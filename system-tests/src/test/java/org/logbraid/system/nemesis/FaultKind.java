package org.logbraid.system.nemesis;

import static org.logbraid.system.nemesis.Role.AGENT;
import static org.logbraid.system.nemesis.Role.COLLECTOR;
import static org.logbraid.system.nemesis.Role.FOLLOWER;
import static org.logbraid.system.nemesis.Role.LEADER;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** What may happen, to whom and for how long. */
enum FaultKind {
    /** SIGKILL, and a new one after a while; leaders and followers in turns. */
    KILL_COLLECTOR(100, 3_000, 4_000, LEADER, FOLLOWER),
    KILL_AGENT(100, 3_000, 0, AGENT),
    /** SIGSTOP for longer than an election takes, then SIGCONT. */
    PAUSE_COLLECTOR(1_000, 4_000, 0, LEADER, FOLLOWER),
    PAUSE_AGENT(1_000, 4_000, 0, AGENT),
    /** A collector and somebody else, who is a collector too if there is another one, do not hear each other. */
    CUT_PAIR(1_000, 6_000, 0, COLLECTOR),
    /** As a cut, but one of them hears the other one. */
    CUT_ONE_WAY(1_000, 6_000, 0, COLLECTOR),
    /** Nobody hears the leader, nor he anybody. */
    CUT_LEADER(1_000, 6_000, 0, LEADER),
    CUT_AGENT(1_000, 8_000, 0, AGENT),
    /** The disk of a collector's data has no room left. */
    FULL_DISK(1_000, 4_000, 3_000, COLLECTOR),
    /** The wall clock jumps by milliseconds to minutes, and jumps back. */
    CLOCK_OF_COLLECTOR(2_000, 8_000, 0, COLLECTOR),
    CLOCK_OF_AGENT(2_000, 8_000, 0, AGENT),
    /** All collectors one after the other: SIGTERM, a new one, and on to the next when that one is ready. */
    ROLLING_RESTART(8_000, 15_000, 4_000, COLLECTOR),
    /** SIGKILL, and the new one finds nothing of its data, nor its merged file. */
    EMPTIED_FOLDER(500, 3_000, 10_000, COLLECTOR);

    private final Duration shortest;
    private final Duration longest;
    private final Duration recovery;

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<Role> targets;

    FaultKind(int shortestMillis, int longestMillis, int recoveryMillis, Role... targets) {
        this.shortest = Duration.ofMillis(shortestMillis);
        this.longest = Duration.ofMillis(longestMillis);
        this.recovery = Duration.ofMillis(recoveryMillis);
        this.targets = List.of(targets);
    }

    Duration shortest() {
        return shortest;
    }

    Duration longest() {
        return longest;
    }

    /** Whether one collector less can vote and keep lines meanwhile, as if it were dead. */
    boolean takesCollector() {
        return !recovery.isZero();
    }

    /** How long after its end the collector is not yet counted upon. */
    Duration recovery() {
        return recovery;
    }

    /** In turns. */
    List<Role> targets() {
        return targets;
    }

    /** Whether the process is in its hands, and no other such fault may have it. A rolling restart waits for its turn. */
    boolean isOfProcess() {
        return switch (this) {
            case KILL_COLLECTOR, KILL_AGENT, PAUSE_COLLECTOR, PAUSE_AGENT, FULL_DISK, EMPTIED_FOLDER -> true;
            case CUT_PAIR, CUT_ONE_WAY, CUT_LEADER, CUT_AGENT, CLOCK_OF_COLLECTOR, CLOCK_OF_AGENT, ROLLING_RESTART ->
                false;
        };
    }

    boolean isOfClock() {
        return this == CLOCK_OF_COLLECTOR || this == CLOCK_OF_AGENT;
    }

    /** As people write it. */
    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
