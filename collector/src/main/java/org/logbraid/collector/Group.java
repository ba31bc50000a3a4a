package org.logbraid.collector;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.logbraid.collector.entry.Entry;
import org.logbraid.collector.join.JoinSource;
import org.logbraid.collector.output.SnapshotStore;
import org.logbraid.collector.peers.PeerChannel;
import org.logbraid.collector.quorum.Membership;
import org.logbraid.collector.quorum.Reach;
import org.logbraid.collector.quorum.VoteState;
import org.logbraid.common.HostPort;
import org.logbraid.common.channel.AgentsPort;

/** What the settings and the open ports say of the group that a collector belongs to. Stateless. */
final class Group {
    private Group() {}

    /** Who this collector is to the others. */
    static JoinSource.Self self(CollectorSettings settings, PeerChannel peers, VoteState state) {
        return new JoinSource.Self(settings.name(), state.incarnation(), address(settings, peers));
    }

    /** Where the others reach this collector; empty when it has no port for them. */
    static String address(CollectorSettings settings, @Nullable PeerChannel peers) {
        HostPort own = settings.quorum().members().get(settings.name());
        return own != null
                ? own.toString()
                : peers == null ? "" : peers.address().toString();
    }

    static Membership of(
            CollectorSettings settings, @Nullable PeerChannel peers, SnapshotStore snapshots, AgentsPort port) {
        QuorumSettings quorum = settings.quorum();
        Map<String, HostPort> names = quorum.members().isEmpty() ? Map.of() : quorum.members();
        List<Entry.Member> configured = names.isEmpty()
                ? List.of(Membership.unbound(
                        settings.name(), peers == null ? "" : peers.address().toString()))
                : names.entrySet().stream()
                        .map(each -> Membership.unbound(
                                each.getKey(), each.getValue().toString()))
                        .toList();
        HostPort agents = settings.advertise() == null ? port.address() : settings.advertise();
        var reach = new Reach(
                address(settings, peers),
                agents.toString(),
                settings.http() == null ? "" : settings.http().toString());
        return new Membership(settings.name(), configured, settings.acks(), reach, peers, snapshots.newestIndex());
    }
}
