package org.logbraid.collector.quorum;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.logbraid.collector.Acks;
import org.logbraid.collector.entry.Entry;
import org.logbraid.collector.entry.EntryType;
import org.logbraid.collector.journal.EntryHeader;
import org.logbraid.collector.quorum.QuorumCore.Proposed;
import org.logbraid.common.wire.InstanceId;

class QuorumCoreTest {
    private static final InstanceId INCARNATION = new InstanceId(1, 2);
    private static final InstanceId LOG = new InstanceId(3, 4);
    private static final long WALL = 1_700_000_000_000_000_000L;
    private static final QuorumCore.Log EMPTY = new QuorumCore.Log(0, 0, Long.MIN_VALUE, 0);

    private final List<EntryHeader> appended = new ArrayList<>();
    private final List<VoteState> stored = new ArrayList<>();
    private boolean full;

    private final QuorumCore.Actions actions = new QuorumCore.Actions() {
        @Override
        public void store(VoteState state) {
            stored.add(state);
        }

        @Override
        public boolean append(EntryHeader header, byte[] content, int length) {
            return !full && appended.add(header);
        }
    };

    private static Entry.Members list(String... names) {
        List<Entry.Member> members = new ArrayList<>();
        for (String name : names) {
            members.add(new Entry.Member(name, name.equals("a") ? INCARNATION : new InstanceId(9, 9), true));
        }
        return new Entry.Members(LOG, members);
    }

    private QuorumCore core(Acks acks, QuorumCore.Log log, VoteState state, Entry.Members first) {
        return new QuorumCore("a", first, state, log, acks, actions);
    }

    private QuorumCore alone(Acks acks) {
        return core(acks, EMPTY, new VoteState(INCARNATION, 0, "", null, 0), list("a"));
    }

    private QuorumCore leading(Acks acks) throws IOException {
        QuorumCore core = alone(acks);
        core.tick(WALL, 0);
        core.voteStored(1);
        core.tick(WALL, 0);
        return core;
    }

    private static Proposed propose(QuorumCore core, long wall, long monotonic) throws IOException {
        return core.propose(EntryType.FRAME, new byte[1], 1, wall, monotonic);
    }

    @Test
    @DisplayName("rule 4: its own vote makes nobody a leader before it is stored")
    void doesNotLeadBeforeItsVoteIsStored() throws IOException {
        QuorumCore core = alone(Acks.SYNCED);

        core.tick(WALL, 0);
        core.tick(WALL, 1);

        assertThat(stored).singleElement().satisfies(state -> {
            assertThat(state.term()).isEqualTo(1);
            assertThat(state.votedFor()).isEqualTo("a");
        });
        assertThat(appended).isEmpty();
        assertThat(propose(core, WALL, 2)).isEqualTo(Proposed.NOT_LEADING);
    }

    @Test
    @DisplayName("rule 1: a leader's first act is a TERM entry; an empty log gets its list of members behind it")
    void beginsWithTermAndMembers() throws IOException {
        QuorumCore core = leading(Acks.SYNCED);

        assertThat(appended).extracting(EntryHeader::type).containsExactly(EntryType.TERM, EntryType.MEMBERS);
        assertThat(appended).extracting(EntryHeader::index).containsExactly(1L, 2L);
        assertThat(stored.get(1).members()).isEqualTo(list("a"));
        assertThat(stored.get(1).membersIndex()).isEqualTo(2);
        assertThat(core.view().leading()).isFalse();
    }

    @Test
    @DisplayName("G15, rule 4: acks synced: an entry is committed when the disk has it, not before")
    void commitsWhatIsDurable() throws IOException {
        QuorumCore core = leading(Acks.SYNCED);
        propose(core, WALL, 0);
        assertThat(core.view().commitIndex()).isZero();

        core.durable(new Durable(2, 1));
        assertThat(core.view().commitIndex()).isEqualTo(2);
        assertThat(core.view().leading()).isTrue();

        core.durable(new Durable(3, 1));
        assertThat(core.view().commitIndex()).isEqualTo(3);
    }

    @Test
    @DisplayName("G15: acks replicated: an entry is committed when it is appended")
    void commitsWhatIsAppendedWhereNobodyWaitsForTheDisk() throws IOException {
        QuorumCore core = leading(Acks.REPLICATED);
        assertThat(core.view().commitIndex()).isEqualTo(2);

        propose(core, WALL, 0);

        assertThat(core.view().commitIndex()).isEqualTo(3);
        assertThat(core.view().durableIndex()).isZero();
    }

    @Test
    @DisplayName("rule 3: commit never goes back")
    void commitNeverGoesBack() throws IOException {
        QuorumCore core = leading(Acks.SYNCED);
        core.durable(new Durable(2, 1));

        core.durable(new Durable(1, 1));

        assertThat(core.view().commitIndex()).isEqualTo(2);
        assertThat(core.view().durableIndex()).isEqualTo(2);
    }

    @Test
    @DisplayName("rule 1: entries of an older term are committed only together with one of the own term")
    void countsOnlyEntriesOfTheOwnTerm() throws IOException {
        // given
        var log = new QuorumCore.Log(7, 3, WALL, 5);
        QuorumCore core = core(Acks.SYNCED, log, new VoteState(INCARNATION, 3, "a", list("a"), 2), list("a"));
        core.durable(new Durable(7, 3));
        core.tick(WALL, 0);
        core.voteStored(4);
        assertThat(core.view().commitIndex()).isEqualTo(5);

        // when
        core.tick(WALL, 0);
        core.durable(new Durable(7, 4));
        assertThat(core.view().commitIndex()).isEqualTo(5);
        core.durable(new Durable(8, 4));

        // then
        assertThat(core.view().commitIndex()).isEqualTo(8);
        assertThat(appended)
                .singleElement()
                .satisfies(header -> assertThat(header.commitIndex()).isEqualTo(5));
    }

    @Test
    @DisplayName("rule 4: what a sync says of an older term proves nothing of this term's entries")
    void aSyncOfAnOlderTermCountsForNothing() throws IOException {
        var log = new QuorumCore.Log(7, 3, WALL, 5);
        QuorumCore core = core(Acks.SYNCED, log, new VoteState(INCARNATION, 3, "a", list("a"), 2), list("a"));
        core.tick(WALL, 0);
        core.voteStored(4);
        core.tick(WALL, 0);

        core.durable(new Durable(8, 3));

        assertThat(core.view().commitIndex()).isEqualTo(5);
    }

    @Test
    void termsRiseAtEachStartAlsoAboveTheLogs() throws IOException {
        var log = new QuorumCore.Log(7, 9, WALL, 5);
        QuorumCore core = core(Acks.SYNCED, log, new VoteState(INCARNATION, 4, "a", list("a"), 2), list("a"));

        core.tick(WALL, 0);

        assertThat(stored)
                .singleElement()
                .satisfies(state -> assertThat(state.term()).isEqualTo(10));
    }

    @Test
    @DisplayName("rule 7: one of three neither leads nor commits by itself")
    void aMinorityCommitsNothing() throws IOException {
        QuorumCore core = core(Acks.REPLICATED, EMPTY, new VoteState(INCARNATION, 0, "", null, 0), list("a", "b", "c"));

        core.tick(WALL, 0);
        core.voteStored(1);
        core.tick(WALL, 0);

        assertThat(stored).isEmpty();
        assertThat(appended).isEmpty();
        assertThat(core.view().commitIndex()).isZero();
    }

    @Test
    @DisplayName("rule 7, rule 8: whoever is not in the newest list, name and incarnation, does not vote for itself")
    void onlyAMemberVotesForItself() throws IOException {
        var other = new VoteState(new InstanceId(7, 7), 3, "", list("a"), 2);
        QuorumCore core = core(Acks.SYNCED, new QuorumCore.Log(7, 3, WALL, 5), other, list("a"));

        core.tick(WALL, 0);

        assertThat(stored).isEmpty();
    }

    @Test
    void aFullJournalTakesNothingAndTheSameProposalGoesOnLater() throws IOException {
        QuorumCore core = leading(Acks.REPLICATED);
        full = true;
        assertThat(propose(core, WALL, 0)).isEqualTo(Proposed.NO_ROOM);
        assertThat(core.view().lastIndex()).isEqualTo(2);

        full = false;

        assertThat(propose(core, WALL, 0)).isEqualTo(Proposed.APPENDED);
        assertThat(appended.get(2).index()).isEqualTo(3);
    }

    @Test
    void aTermBeginsAsSoonAsThereIsRoomForIt() throws IOException {
        QuorumCore core = alone(Acks.REPLICATED);
        full = true;
        core.tick(WALL, 0);
        core.voteStored(1);
        core.tick(WALL, 0);
        assertThat(core.view().leading()).isFalse();

        full = false;
        core.tick(WALL, 1);

        assertThat(core.view().leading()).isTrue();
        assertThat(core.view().commitIndex()).isEqualTo(2);
    }

    @Test
    void logTimeNeverGoesBackAndPassesWithTheMonotonicClockMeanwhile() throws IOException {
        QuorumCore core = leading(Acks.REPLICATED);

        propose(core, WALL + 100, 1_000);
        propose(core, WALL - 5_000, 1_030);
        propose(core, WALL - 4_000, 1_050);
        propose(core, WALL + 149, 1_060);
        propose(core, WALL + 200, 1_070);

        assertThat(appended.stream().skip(2).map(header -> header.logTimeNanos() - WALL))
                .containsExactly(100L, 130L, 150L, 160L, 200L);
    }

    @Test
    void logTimeGoesOnBehindTheLogOfTheLastStart() throws IOException {
        var log = new QuorumCore.Log(7, 3, WALL, 5);
        QuorumCore core = core(Acks.SYNCED, log, new VoteState(INCARNATION, 3, "a", list("a"), 2), list("a"));
        core.tick(WALL - 1_000, 50);
        core.voteStored(4);

        core.tick(WALL - 999, 51);

        assertThat(appended.get(0).logTimeNanos()).isEqualTo(WALL);
    }
}
