package org.logbraid.collector;

import static org.logbraid.common.Checks.require;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.logbraid.common.HostPort;

/**
 * Which collectors a new group is to have. Once there is a log, its list of members counts. Immutable.
 *
 * @param members by name, where each is reached by the others; in the order they were given; empty for a collector that is
 *     alone
 * @param peers where to bind the collectors' port, or null for the address among the members; a collector that is alone
 *     opens none unless it is given
 * @param recover whether this collector is to go on alone, because the majority of its group is lost for good
 */
public record QuorumSettings(
        Map<String, HostPort> members, @Nullable HostPort peers, boolean recover) {
    /** What is asked for by {@code recover}, for whoever has asked. */
    public static final String RECOVERY_RISK =
            "--recover: this collector goes on without the others. Lines that only they had are lost, though agents may have been"
                    + " told that they are safe. Never start one of them again with its data folder: it would go on with a log of"
                    + " its own. Empty it, and 'logbraid quorum add' it";

    public static final QuorumSettings ALONE = new QuorumSettings(Map.of(), null, false);

    /** More would only make each commit slower. */
    public static final int MOST_MEMBERS = 9;

    public QuorumSettings {
        members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
        require(members.size() <= MOST_MEMBERS, "a quorum may have at most " + MOST_MEMBERS + " collectors");
        require(
                members.values().stream().distinct().count() == members.size(),
                "two collectors of the quorum have the same address");
    }

    /** These for a collector that has been recovered, if it was to be. */
    QuorumSettings recovered() {
        return new QuorumSettings(members, peers, false);
    }

    /** What an even number of collectors does not protect from (G13). */
    public static String evenWarning(int collectors) {
        return collectors == 2
                ? "two collectors give two copies of every line and survive the loss of none: while one of them is away nothing"
                        + " is committed and agents wait; three survive the loss of one"
                : collectors + " collectors survive the loss of no more than " + (collectors - 1)
                        + " would: a majority of them has to be there";
    }

    /** Whether there is nobody else. */
    public boolean isAlone() {
        return members.size() < 2;
    }

    /** Where the collectors' port of a member is to be bound, or null for nowhere. */
    public @Nullable HostPort bindOf(String name) {
        return peers != null || isAlone() ? peers : members.get(name);
    }
}
