package org.logbraid.collector.quorum;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.logbraid.collector.entry.EntryType;
import org.logbraid.collector.journal.EntryHeader;
import org.logbraid.common.channel.AgentsPort;

/** What was appended is at hand in its order, within a bound, and every buffer comes back once (X4). */
class RecentEntriesTest {
    private final List<Integer> released = new ArrayList<>();
    private final RecentEntries recent = new RecentEntries(30);

    private boolean offer(int index) {
        var header = new EntryHeader(index, 1, 0, 0, EntryType.FRAME);
        return recent.offer(header, Proposal.ofFrame(new AgentsPort.Body() {
            @Override
            public byte[] array() {
                return new byte[16];
            }

            @Override
            public int length() {
                return 10;
            }

            @Override
            public void release() {
                released.add(index);
            }
        }));
    }

    @Test
    void whatIsNotTakenInTimeIsLetGoOf() {
        offer(4);
        offer(5);
        offer(7);

        assertThat(recent.take(3)).isNull();
        assertThat(recent.take(5)).satisfies(taken -> {
            assertThat(taken.header().index()).isEqualTo(5);
            taken.release();
        });
        assertThat(recent.take(6)).as("one that was never offered").isNull();
        assertThat(recent.take(7)).isNotNull();
        assertThat(recent.take(8)).isNull();
        assertThat(released).containsExactly(4, 5);
    }

    @Test
    void whatIsTakenCountsUntilItIsReleased() {
        offer(1);
        offer(2);
        offer(3);
        assertThat(offer(4)).isFalse();

        RecentEntries.Recent first = java.util.Objects.requireNonNull(recent.take(1));
        assertThat(offer(4)).isFalse();
        first.release();

        assertThat(offer(4)).isTrue();
        assertThat(released).containsExactly(1);
    }

    @Test
    @DisplayName("only a frame that came through the intake counts as checked")
    void saysWhatIsChecked() {
        offer(1);
        byte[] late = new byte[10];

        RecentEntries.Recent first = java.util.Objects.requireNonNull(recent.take(1));
        assertThat(first.proposal().isChecked()).isTrue();
        assertThat(new Proposal(EntryType.FRAME, late, late.length, null).isChecked())
                .isFalse();
    }
}
