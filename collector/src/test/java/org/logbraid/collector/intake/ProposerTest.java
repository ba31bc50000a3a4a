package org.logbraid.collector.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.logbraid.collector.entry.Entry;
import org.logbraid.collector.entry.EntryType;
import org.logbraid.collector.quorum.Proposal;

class ProposerTest {
    private final List<EntryType> taken = new ArrayList<>();
    private boolean room;
    private final Proposer proposer = new Proposer(this::offer);

    private boolean offer(Proposal proposal) {
        return room && taken.add(proposal.type());
    }

    @Test
    @DisplayName("G8: what is proposed later never overtakes what the quorum has not taken yet")
    void keepsTheOrder() {
        proposer.propose(new Entry.Gate("main"));
        room = true;

        proposer.propose(new Entry.Check());
        assertThat(proposer.isBlocked()).isTrue();
        assertThat(proposer.flush()).isEqualTo(2);

        assertThat(taken).containsExactly(EntryType.GATE, EntryType.CHECK);
        assertThat(proposer.isBlocked()).isFalse();
    }
}
