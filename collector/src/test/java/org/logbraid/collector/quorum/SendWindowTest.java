package org.logbraid.collector.quorum;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.logbraid.collector.entry.EntryType;
import org.logbraid.collector.journal.EntryHeader;
import org.logbraid.common.channel.AgentsPort;

class SendWindowTest {
    private static final int MIB = 1024 * 1024;

    private final SendWindow window = new SendWindow();
    private final List<Long> released = new ArrayList<>();

    @Test
    void givesEntriesFromAnIndexOn() {
        add(5, 10);
        add(6, 10);
        add(7, 10);

        assertThat(indexes(6)).containsExactly(6L, 7L);
        assertThat(window.at(4)).isNull();
        assertThat(window.at(8)).isNull();
        assertThat(released).isEmpty();
    }

    @Test
    void letsGoOfTheOldestBeyondItsBound() {
        for (int i = 1; i <= 10; i++) {
            add(i, MIB);
        }

        assertThat(released).containsExactly(1L, 2L);
        assertThat(window.at(2)).isNull();
        assertThat(indexes(3)).hasSize(8);
    }

    @Test
    void letsGoOfWhatAllHave() {
        add(1, 10);
        add(2, 10);
        window.heldByAll(1);

        assertThat(released).containsExactly(1L);
        assertThat(indexes(2)).containsExactly(2L);
    }

    @Test
    void endsAtAnEntryThatDidNotPassThroughIt() {
        add(1, 10);
        add(3, 10);

        assertThat(released).containsExactly(1L);
        assertThat(indexes(3)).containsExactly(3L);
        window.clear();
        assertThat(released).containsExactly(1L, 3L);
    }

    /** Its maker has let go of it, as one does who has handed it on. */
    private void add(long index, int length) {
        Proposal proposal = Proposal.ofFrame(new AgentsPort.Body() {
            @Override
            public byte[] array() {
                return new byte[0];
            }

            @Override
            public int length() {
                return length;
            }

            @Override
            public void release() {
                released.add(index);
            }
        });
        window.add(new EntryHeader(index, 1, 0, 0, EntryType.FRAME), proposal);
        proposal.release();
    }

    private List<Long> indexes(long from) {
        List<Long> indexes = new ArrayList<>();
        long index = from;
        for (SendWindow.Kept kept = window.at(index); kept != null; kept = window.at(++index)) {
            indexes.add(kept.header().index());
        }
        return indexes;
    }
}
