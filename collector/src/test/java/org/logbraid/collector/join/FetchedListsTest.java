package org.logbraid.collector.join;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.logbraid.collector.entry.Entry;
import org.logbraid.collector.quorum.VoteState;
import org.logbraid.common.wire.InstanceId;

class FetchedListsTest {
    private static final long FIRST_ENTRY = 100;

    private final FetchedLists lists = new FetchedLists();

    private static Entry.Members list(String name) {
        return new Entry.Members(
                new InstanceId(3, 4), List.of(new Entry.Member(name, new InstanceId(5, 6), true, name + ":1")));
    }

    private static VoteState stored(String name, long index) {
        return new VoteState(new InstanceId(1, 2), 7, "", list(name), index);
    }

    @Test
    @DisplayName("rule 7: of one that was away, the newest list among the entries it has fetched is in force")
    void theNewestListAmongTheEntriesIsInForce() {
        lists.add(2, list("old"));
        lists.add(150, list("new"));

        VoteState state = lists.into(stored("old", 2), FIRST_ENTRY);

        assertThat(state.members()).isEqualTo(list("new"));
        assertThat(state.membersIndex()).isEqualTo(150);
        assertThat(state.term()).isEqualTo(7);
    }

    @Test
    void aListOfEntriesThatAreNotThereAnyMoreGivesWay() {
        lists.add(150, list("new"));

        assertThat(lists.into(stored("never committed", 170), FIRST_ENTRY).members())
                .isEqualTo(list("new"));
    }

    @Test
    void aNewerListThanThatBeforeTheEntriesStays() {
        lists.add(2, list("old"));

        assertThat(lists.into(stored("newer", 50), FIRST_ENTRY).membersIndex()).isEqualTo(50);
    }
}
