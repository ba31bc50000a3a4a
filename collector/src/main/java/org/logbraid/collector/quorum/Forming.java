package org.logbraid.collector.quorum;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.logbraid.collector.entry.Entry;
import org.logbraid.collector.peers.Envelope;
import org.logbraid.collector.peers.PeerMessage.Present;
import org.logbraid.common.wire.InstanceId;

/**
 * How a group begins (rule 8): once, when all its configured collectors are there and none of them has a list of members.
 * The one with the longest log, of those the one of the least name, stands for the first list.
 *
 * <p>Not thread-safe: belongs to the core.
 */
final class Forming {
    private static final long SAY_NANOS = 200_000_000L;
    private static final long FRESH_NANOS = 1_000_000_000L;

    private record Heard(InstanceId incarnation, String address, Present present, long at) {}

    private final List<Entry.Member> configured;
    private final List<String> names;
    private final InstanceId logId;
    private final Votes votes;
    private final LogEnd log;
    private final CoreActions actions;
    private final Map<String, Heard> others = new HashMap<>();
    private long saidAt;
    private boolean said;

    Forming(List<Entry.Member> configured, InstanceId logId, Votes votes, LogEnd log, CoreActions actions) {
        this.configured = configured;
        this.names = configured.stream().map(Entry.Member::name).sorted().toList();
        this.logId = logId;
        this.votes = votes;
        this.log = log;
        this.actions = actions;
    }

    /** Another one is there whose log has no list either. */
    void present(Envelope from, Present present, long now) {
        others.put(from.from(), new Heard(from.incarnation(), from.address(), present, now));
    }

    /** Says that this collector is there, and looks whether all are. */
    void turn(long now) {
        if (votes.hasList()) {
            return;
        }
        if (!said || now - saidAt >= SAY_NANOS) {
            said = true;
            saidAt = now;
            var present = new Present(log.lastIndex(), log.lastTerm(), names);
            for (Entry.Member member : configured) {
                if (!member.name().equals(votes.name())) {
                    actions.send(member, present);
                }
            }
        }
        votes.form(first(now));
    }

    /** The first list, when this collector is the one to begin with it. */
    private Entry.@Nullable Members first(long now) {
        List<Entry.Member> members = new ArrayList<>();
        for (Entry.Member member : configured) {
            if (member.name().equals(votes.name())) {
                members.add(new Entry.Member(member.name(), votes.incarnation(), true, member.address()));
                continue;
            }
            Heard other = others.get(member.name());
            if (other == null || now - other.at() > FRESH_NANOS) {
                return null;
            }
            if (!other.present().configured().equals(names) || goesBefore(member.name(), other.present())) {
                return null;
            }
            members.add(new Entry.Member(member.name(), other.incarnation(), true, member.address()));
        }
        return new Entry.Members(logId, List.copyOf(members));
    }

    private boolean goesBefore(String name, Present other) {
        if (other.lastTerm() != log.lastTerm()) {
            return other.lastTerm() > log.lastTerm();
        }
        if (other.lastIndex() != log.lastIndex()) {
            return other.lastIndex() > log.lastIndex();
        }
        return name.compareTo(votes.name()) < 0;
    }

    /** Configured collectors that are not there yet, while the group waits for them. */
    List<String> missing(long now) {
        return votes.hasList()
                ? List.of()
                : configured.stream()
                        .map(Entry.Member::name)
                        .filter(name -> !name.equals(votes.name()))
                        .filter(name -> {
                            Heard other = others.get(name);
                            return other == null || now - other.at() > FRESH_NANOS;
                        })
                        .toList();
    }
}
