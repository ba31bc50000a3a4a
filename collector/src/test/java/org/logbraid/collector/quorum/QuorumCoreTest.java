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
import org.logbraid.common.wire.InstanceId;

class QuorumCoreTest {
    private static final InstanceId INCARNATION = CoreRig.incarnation("a");
    private static final InstanceId LOG = new InstanceId(3, 4);
    private static final long WALL = CoreRig.WALL;
    private static final QuorumCore.Log EMPTY = new QuorumCore.Log(0, 0, 0);

    private final CoreRig rig = new CoreRig();
    private final List<EntryHeader> appended = rig.appended;
    private final List<VoteState> stored = rig.stored;

    private static Entry.Members list(String... names) {
        List<Entry.Member> members = new ArrayList<>();
        for (String name : names) {
            members.add(new Entry.Member(name, CoreRig.incarnation(name), true, name + ":1"));
        }
        return new Entry.Members(LOG, members);
    }

    private QuorumCore core(Acks acks, QuorumCore.Log log, VoteState state, String... configured) {
        List<Entry.Member> unbound = new ArrayList<>();
        for (String name : configured) {
            unbound.add(Membership.unbound(name, name + ":1"));
        }
        rig.holds(log.lastIndex(), log.lastTerm(), WALL);
        return new QuorumCore("a", unbound, LOG, state, log, acks, rig);
    }

    private QuorumCore alone(Acks acks) {
        return core(acks, EMPTY, new VoteState(INCARNATION, 0, "", null, 0), "a");
    }

    private QuorumCore leading(Acks acks) throws IOException {
        QuorumCore core = alone(acks);
        core.tick(WALL, 0);
        return core;
    }

    private static Proposed propose(QuorumCore core, long wall, long monotonic) throws IOException {
        return core.propose(EntryType.FRAME, new byte[1], 1, wall, monotonic);
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
    @DisplayName("rule 7: nothing is committed before the list that it is counted by stands in the log")
    void commitsNothingWithoutAList() throws IOException {
        rig.room = 1;
        QuorumCore core = leading(Acks.SYNCED);
        core.durable(new Durable(1, 0), 0);
        core.tick(WALL, 0);
        assertThat(appended).extracting(EntryHeader::type).containsExactly(EntryType.TERM);
        assertThat(core.view().commitIndex()).isZero();

        rig.room = 2;
        core.tick(WALL, 0);
        core.durable(new Durable(2, 0), 0);
        assertThat(core.view().commitIndex()).isEqualTo(2);
    }

    @Test
    @DisplayName("G15, rule 4: acks synced: an entry is committed when the disk has it, not before")
    void commitsWhatIsDurable() throws IOException {
        QuorumCore core = leading(Acks.SYNCED);
        propose(core, WALL, 0);
        assertThat(core.view().commitIndex()).isZero();

        core.durable(new Durable(2, 0), 0);
        assertThat(core.view().commitIndex()).isEqualTo(2);
        assertThat(core.view().leading()).isTrue();

        core.durable(new Durable(3, 0), 0);
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
        core.durable(new Durable(2, 0), 0);

        core.durable(new Durable(1, 0), 0);

        assertThat(core.view().commitIndex()).isEqualTo(2);
        assertThat(core.view().durableIndex()).isEqualTo(2);
    }

    @Test
    @DisplayName("rule 1: entries of an older term are committed only together with one of the own term")
    void countsOnlyEntriesOfTheOwnTerm() throws IOException {
        // given
        var log = new QuorumCore.Log(7, 3, 5);
        QuorumCore core = core(Acks.SYNCED, log, new VoteState(INCARNATION, 3, "a", list("a"), 2), "a");
        core.durable(new Durable(7, 0), 0);
        core.tick(WALL, 0);
        assertThat(core.view().commitIndex()).isEqualTo(5);

        // when
        core.tick(WALL, 0);
        core.durable(new Durable(7, 0), 0);
        assertThat(core.view().commitIndex()).isEqualTo(5);
        core.durable(new Durable(8, 0), 0);

        // then
        assertThat(core.view().commitIndex()).isEqualTo(8);
        assertThat(appended)
                .singleElement()
                .satisfies(header -> assertThat(header.commitIndex()).isEqualTo(5));
    }

    @Test
    @DisplayName("rule 4: a sync that began before entries were taken back proves nothing of those in their places")
    void aSyncFromBeforeACutCountsForNothing() throws IOException {
        var log = new QuorumCore.Log(7, 3, 5);
        QuorumCore core = core(Acks.SYNCED, log, new VoteState(INCARNATION, 3, "a", list("a"), 2), "a");
        rig.cutFrom(8);
        core.tick(WALL, 0);

        core.durable(new Durable(8, 0), 0);

        assertThat(core.view().commitIndex()).isEqualTo(5);
    }

    @Test
    void termsRiseAtEachStartAlsoAboveTheLogs() throws IOException {
        var log = new QuorumCore.Log(7, 9, 5);
        QuorumCore core = core(Acks.SYNCED, log, new VoteState(INCARNATION, 4, "a", list("a"), 2), "a");

        core.tick(WALL, 0);

        assertThat(stored)
                .singleElement()
                .satisfies(state -> assertThat(state.term()).isEqualTo(10));
    }

    @Test
    @DisplayName("rule 7: one of three neither leads nor commits by itself")
    void aMinorityCommitsNothing() throws IOException {
        QuorumCore core = core(Acks.REPLICATED, EMPTY, new VoteState(INCARNATION, 0, "", null, 0), "a", "b", "c");

        core.tick(WALL, 0);
        core.tick(WALL, 0);

        assertThat(stored).isEmpty();
        assertThat(appended).isEmpty();
        assertThat(core.view().commitIndex()).isZero();
    }

    @Test
    @DisplayName("rule 7, rule 8: whoever is not in the newest list, name and incarnation, does not vote for itself")
    void onlyAMemberVotesForItself() throws IOException {
        var other = new VoteState(new InstanceId(7, 7), 3, "", list("a"), 2);
        QuorumCore core = core(Acks.SYNCED, new QuorumCore.Log(7, 3, 5), other, "a");

        core.tick(WALL, 0);

        assertThat(stored).isEmpty();
    }

    @Test
    void aFullJournalTakesNothingAndTheSameProposalGoesOnLater() throws IOException {
        QuorumCore core = leading(Acks.REPLICATED);
        rig.full = true;
        assertThat(propose(core, WALL, 0)).isEqualTo(Proposed.NO_ROOM);
        assertThat(core.view().lastIndex()).isEqualTo(2);

        rig.full = false;

        assertThat(propose(core, WALL, 0)).isEqualTo(Proposed.APPENDED);
        assertThat(appended.get(2).index()).isEqualTo(3);
    }

    @Test
    void aTermBeginsAsSoonAsThereIsRoomForIt() throws IOException {
        QuorumCore core = alone(Acks.REPLICATED);
        rig.full = true;
        core.tick(WALL, 0);
        core.tick(WALL, 0);
        assertThat(core.view().leading()).isFalse();

        rig.full = false;
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
        var log = new QuorumCore.Log(7, 3, 5);
        QuorumCore core = core(Acks.SYNCED, log, new VoteState(INCARNATION, 3, "a", list("a"), 2), "a");
        core.tick(WALL - 1_000, 50);

        core.tick(WALL - 999, 51);

        assertThat(appended.get(0).logTimeNanos()).isEqualTo(WALL);
    }
}
