package org.logbraid.collector.quorum;

import org.jspecify.annotations.Nullable;
import org.logbraid.collector.entry.Entry;
import org.logbraid.common.wire.InstanceId;

/**
 * What a collector must never forget, beside the log itself. Immutable.
 *
 * @param incarnation identity of this data folder, drawn once
 * @param term greatest term seen
 * @param votedFor who got this collector's vote in that term, empty for nobody
 * @param members the newest list of members in this collector's log, or null before the first
 * @param membersIndex index of that entry, 0 without; stored before the entry is appended, so it may be missing there
 * @param before the list before that one, which counts again when the newest one is taken back; or null
 * @param beforeIndex index of that entry, 0 without
 */
public record VoteState(
        InstanceId incarnation,
        long term,
        String votedFor,
        Entry.@Nullable Members members,
        long membersIndex,
        Entry.@Nullable Members before,
        long beforeIndex) {
    /** One that knows of no list before its newest one. */
    public VoteState(
            InstanceId incarnation, long term, String votedFor, Entry.@Nullable Members members, long membersIndex) {
        this(incarnation, term, votedFor, members, membersIndex, null, 0);
    }

    VoteState vote(long newTerm, String candidate) {
        return new VoteState(incarnation, newTerm, candidate, members, membersIndex, before, beforeIndex);
    }

    /** With a newer list. */
    public VoteState members(Entry.Members newest, long index) {
        return new VoteState(incarnation, term, votedFor, newest, index, members, membersIndex);
    }

    /** Without its newest list, which is not in the log any more. */
    VoteState withoutNewest() {
        return new VoteState(incarnation, term, votedFor, before, beforeIndex, null, 0);
    }
}
