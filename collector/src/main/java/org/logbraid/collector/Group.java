package org.logbraid.collector;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.logbraid.collector.entry.Entry;
import org.logbraid.collector.output.SnapshotStore;
import org.logbraid.collector.peers.PeerChannel;
import org.logbraid.collector.quorum.Membership;
import org.logbraid.collector.quorum.Reach;
import org.logbraid.common.HostPort;
import org.logbraid.common.channel.AgentsPort;

/** What the settings and the open ports say of the group that a collector belongs to. Stateless. */
final class Group {
    private Group() {}

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
        HostPort own = names.get(settings.name());
        HostPort agents = settings.advertise() == null ? port.address() : settings.advertise();
        var reach = new Reach(
                own != null
                        ? own.toString()
                        : peers == null ? "" : peers.address().toString(),
                agents.toString(),
                settings.http() == null ? "" : settings.http().toString());
        return new Membership(settings.name(), configured, settings.acks(), reach, peers, snapshots.newestIndex());
    }
}
