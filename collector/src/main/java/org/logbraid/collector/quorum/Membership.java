package org.logbraid.collector.quorum;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.logbraid.collector.Acks;
import org.logbraid.collector.entry.Entry;
import org.logbraid.collector.peers.PeerChannel;
import org.logbraid.common.wire.InstanceId;

/**
 * What a collector is told of its group when it starts. Immutable.
 *
 * @param name its own name
 * @param configured the collectors that a new group is to have, itself among them, with no incarnation bound
 * @param acks when an entry counts as acknowledged
 * @param reach where it is reached
 * @param channel to the others, or null when it has none; stays its opener's to close
 * @param committedIndex an entry that is known to be committed from elsewhere than the journal, 0 for none
 */
public record Membership(
        String name,
        List<Entry.Member> configured,
        Acks acks,
        Reach reach,
        @Nullable PeerChannel channel,
        long committedIndex) {
    public Membership {
        configured = List.copyOf(configured);
    }

    /** Of a collector that is alone. */
    public static Membership alone(String name, Acks acks) {
        return new Membership(name, List.of(unbound(name, "")), acks, Reach.NOWHERE, null, 0);
    }

    /** A collector of a group that has not begun. */
    public static Entry.Member unbound(String name, String address) {
        return new Entry.Member(name, InstanceId.NONE, true, address);
    }
}
