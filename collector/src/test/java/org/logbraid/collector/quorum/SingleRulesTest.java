package org.logbraid.collector.quorum;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.logbraid.collector.Acks;
import org.logbraid.collector.entry.Entry;
import org.logbraid.collector.entry.EntryType;
import org.logbraid.collector.journal.EntryHeader;
import org.logbraid.collector.peers.Envelope;
import org.logbraid.collector.peers.PeerMessage;
import org.logbraid.common.wire.InstanceId;

/** One core, member {@code a} of a group, and what others say to it: rules that whole groups seldom need. */
class SingleRulesTest {
    private static final InstanceId LOG = new InstanceId(3, 4);
    private static final long WALL = CoreRig.WALL;
    private static final long SECOND = 1_000_000_000L;

    private final CoreRig rig = new CoreRig();
    private long now = SECOND;

    /** A list of members; those in capitals vote. */
    private static Entry.Members list(String... names) {
        List<Entry.Member> members = new ArrayList<>();
        for (String each : names) {
            String name = each.toLowerCase(Locale.ROOT);
            members.add(new Entry.Member(name, CoreRig.incarnation(name), !name.equals(each), name + ":1"));
        }
        return new Entry.Members(LOG, members);
    }

    /** The core of {@code a}, with ten entries of term 3, of which five are committed. */
    private QuorumCore core(Entry.Members list) {
        var log = new QuorumCore.Log(10, 3, 5);
        rig.holds(log.lastIndex(), log.lastTerm(), WALL);
        var state = new VoteState(CoreRig.incarnation("a"), 3, "", list, 2);
        return new QuorumCore("a", list.members(), LOG, state, log, Acks.SYNCED, rig);
    }

    private static Envelope from(String name, long term, PeerMessage message) {
        return to(CoreRig.incarnation("a"), name, term, message);
    }

    private static Envelope to(InstanceId to, String name, long term, PeerMessage message) {
        return new Envelope(name, CoreRig.incarnation(name), name + ":1", to, LOG, term, message);
    }

    private void pass(QuorumCore core, long nanos) throws IOException {
        now += nanos;
        core.tick(WALL + now, now);
    }

    private void hear(QuorumCore core, String name, long term, PeerMessage message) throws IOException {
        core.receive(from(name, term, message), now);
    }

    /** Makes it the leader of term 4, with the vote of another one. */
    private QuorumCore leading(Entry.Members list, String voter) throws IOException {
        QuorumCore core = core(list);
        stand(core, voter);
        hear(core, voter, 4, new PeerMessage.Vote(false, true));
        core.tick(WALL + now, now);
        assertThat(core.view().leader()).isEqualTo("a");
        assertThat(core.view().lastIndex()).isEqualTo(11);
        return core;
    }

    private void stand(QuorumCore core, String voter) throws IOException {
        core.durable(new Durable(10, 0), now);
        pass(core, 0);
        pass(core, 2 * SECOND);
        hear(core, voter, 3, new PeerMessage.Vote(true, true));
        assertThat(core.view().term()).isEqualTo(4);
    }

    private static PeerMessage has(long number, long index) {
        return new PeerMessage.Appended(number, true, false, index, index, 0, 0);
    }

    @Test
    @DisplayName("rule 3: a follower commits only what this leader's requests have shown to be the same")
    void commitsOnlyWhatIsVerified() throws IOException {
        QuorumCore core = core(list("A", "B", "C"));

        hear(core, "b", 4, new PeerMessage.Append(1, 7, 3, 9, 0));

        assertThat(core.view().commitIndex()).isEqualTo(7);
    }

    @Test
    @DisplayName("rule 2: an answer of another term counts for nothing")
    void answersOfAnotherTermCountForNothing() throws IOException {
        QuorumCore core = leading(list("A", "B", "C"), "b");
        core.durable(new Durable(11, 0), now);

        hear(core, "b", 3, has(1, 11));
        assertThat(core.view().commitIndex()).isEqualTo(5);

        hear(core, "b", 4, has(1, 11));
        assertThat(core.view().commitIndex()).isEqualTo(11);
    }

    @Test
    @DisplayName(
            "rule 9: who is as long as what the leader keeps, but has other entries before that, fetches a snapshot")
    void fetchesASnapshotWhereItsOwnEntriesPartBeforeTheFirstKept() throws IOException {
        QuorumCore core = core(list("A", "B", "C"));

        hear(core, "b", 5, new PeerMessage.Behind(1, 9, 4, "", ""));

        assertThat(core.source()).isEqualTo("b:1");
    }

    @Test
    @DisplayName(
            "rule 9: who has the entry before the first that the leader keeps goes on with its log, committed or not")
    void goesOnWhereTheEntryBeforeTheFirstKeptIsTheSame() throws IOException {
        QuorumCore core = core(list("A", "B", "C"));

        hear(core, "b", 5, new PeerMessage.Behind(1, 9, 3, "", ""));

        assertThat(core.source()).isEmpty();
        assertThat(rig.messages.get(rig.messages.size() - 1).message())
                .isEqualTo(new PeerMessage.Appended(1, false, false, 0, 0, 10, 3));
    }

    @Test
    @DisplayName("rule 6: whoever hears a leader grants nobody a vote, and stays in its term")
    void sticksToItsLeader() throws IOException {
        QuorumCore core = core(list("A", "B", "C"));
        hear(core, "b", 4, new PeerMessage.Append(1, 10, 3, 5, 0));
        now += SECOND / 4;

        hear(core, "c", 4, new PeerMessage.AskVote(true, false, 20, 4));
        hear(core, "c", 5, new PeerMessage.AskVote(false, false, 20, 4));

        assertThat(core.view().term()).isEqualTo(4);
        assertThat(rig.messages)
                .extracting(CoreRig.Message::message)
                .filteredOn(PeerMessage.Vote.class::isInstance)
                .containsExactly(new PeerMessage.Vote(true, false), new PeerMessage.Vote(false, false));
    }

    @Test
    @DisplayName("rule 6: candidacy ends when a leader is heard, of whatever term")
    void anOlderLeaderEndsACandidacy() throws IOException {
        QuorumCore core = core(list("A", "B", "C"));
        stand(core, "b");

        hear(core, "c", 3, new PeerMessage.Append(1, 10, 3, 5, 0));
        hear(core, "b", 4, new PeerMessage.Vote(false, true));

        assertThat(core.view().leader()).isEmpty();
    }

    @Test
    @DisplayName("rule 6: it is asked on trial first, which changes no term")
    void asksOnTrialFirst() throws IOException {
        QuorumCore core = core(list("A", "B", "C"));

        pass(core, 0);
        pass(core, 2 * SECOND);

        assertThat(core.view().term()).isEqualTo(3);
        assertThat(rig.messages)
                .extracting(CoreRig.Message::message)
                .containsOnly(new PeerMessage.AskVote(true, false, 10, 3));
    }

    @Test
    @DisplayName("rule 7: who only learns asks for no votes")
    void aLearnerDoesNotStand() throws IOException {
        QuorumCore core = core(list("a", "B", "C"));

        pass(core, 0);
        pass(core, 2 * SECOND);

        assertThat(rig.messages).isEmpty();
        assertThat(core.view().term()).isEqualTo(3);
    }

    @Test
    @DisplayName("rule 7: what one has that only learns makes no majority")
    void aLearnerDoesNotCount() throws IOException {
        QuorumCore core = leading(list("A", "B", "c"), "b");
        core.durable(new Durable(11, 0), now);

        hear(core, "c", 4, has(1, 11));
        assertThat(core.view().commitIndex()).isEqualTo(5);

        hear(core, "b", 4, has(1, 11));
        assertThat(core.view().commitIndex()).isEqualTo(11);
    }

    @Test
    @DisplayName("rule 7: one change at a time, and none before an entry of the own term is committed")
    void oneChangeAtATime() throws IOException {
        QuorumCore core = leading(list("A", "B", "C"), "b");
        core.durable(new Durable(11, 0), now);
        hear(core, "c", 4, has(1, 10));

        assertThat(core.change(new MemberChange(MemberChange.Kind.ADD, "d", "d:1"), now))
                .isNull();
        pass(core, SECOND / 10);
        assertThat(lists()).isZero();

        hear(core, "b", 4, has(1, 11));
        pass(core, SECOND / 10);
        assertThat(lists()).isEqualTo(1);

        assertThat(core.change(new MemberChange(MemberChange.Kind.ADD, "e", "e:1"), now))
                .isNull();
        pass(core, SECOND / 10);
        assertThat(lists()).isEqualTo(1);

        core.durable(new Durable(12, 0), now);
        hear(core, "b", 4, has(2, 12));
        hear(core, "c", 4, has(2, 12));
        pass(core, SECOND / 10);
        assertThat(lists()).isEqualTo(2);
    }

    private long lists() {
        return rig.appended.stream()
                .map(EntryHeader::type)
                .filter(EntryType.MEMBERS::equals)
                .count();
    }

    @Test
    @DisplayName("rule 8: what is meant for another data folder of the same name is not heard")
    void anotherDataFolderIsNotMeant() throws IOException {
        QuorumCore core = core(list("A", "B", "C"));

        core.receive(to(new InstanceId(9, 9), "b", 4, new PeerMessage.Append(1, 10, 3, 5, 0)), now);
        assertThat(rig.messages).isEmpty();
        assertThat(core.view().term()).isEqualTo(3);

        hear(core, "b", 4, new PeerMessage.Append(1, 10, 3, 5, 0));
        assertThat(core.view().term()).isEqualTo(4);
    }

    @Test
    @DisplayName("rule 9: a refusal names the newest entry that both logs can have in common")
    void aRefusalNamesWhereBothMayMeet() throws IOException {
        QuorumCore core = core(list("A", "B", "C"));

        hear(core, "b", 9, new PeerMessage.Append(1, 500, 8, 5, 0));
        hear(core, "b", 9, new PeerMessage.Append(2, 8, 1, 5, 0));

        assertThat(rig.messages)
                .extracting(CoreRig.Message::message)
                .containsExactly(
                        new PeerMessage.Appended(1, false, false, 0, 0, 10, 3),
                        new PeerMessage.Appended(2, false, false, 0, 0, 0, 0));
    }
}
