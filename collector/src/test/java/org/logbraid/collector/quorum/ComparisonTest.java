package org.logbraid.collector.quorum;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.logbraid.collector.peers.PeerMessage.Checked;
import org.logbraid.collector.peers.PeerMessage.CheckedOutput;

/** Members that have made different things of the same entries are found out (G3). */
class ComparisonTest {
    private final Comparison comparison = new Comparison();

    private static Checked checked(long index, long digest, long length) {
        return new Checked(index, digest, List.of(new CheckedOutput("merged.log", length, 7)));
    }

    @Test
    void thoseThatAgreeAreKnownToAgreeAtThatEntry() {
        comparison.noted(checked(10, 1, 100));
        comparison.heard("b", checked(10, 1, 100));

        assertThat(comparison.agreedIndex()).isEqualTo(10);
        assertThat(comparison.difference()).isEmpty();
    }

    @Test
    @DisplayName("whoever is first: another member's word is kept until this one has come so far")
    void theOtherMayBeFirst() {
        comparison.heard("b", checked(10, 1, 100));
        assertThat(comparison.agreedIndex()).isZero();

        assertThat(comparison.noted(checked(10, 1, 100))).isTrue();

        assertThat(comparison.agreedIndex()).isEqualTo(10);
        assertThat(comparison.noted(checked(10, 1, 100))).as("told once").isFalse();
    }

    @Test
    void aDifferentStateIsADifference() {
        comparison.noted(checked(10, 1, 100));
        comparison.heard("b", checked(10, 2, 100));

        assertThat(comparison.difference()).contains("'b'").contains("entry 10").contains("state");
        assertThat(comparison.agreedIndex()).isZero();
    }

    @Test
    void aDifferentFileIsADifferenceAndStaysOne() {
        comparison.noted(checked(10, 1, 100));
        comparison.heard("b", checked(10, 1, 101));
        comparison.noted(checked(20, 3, 200));
        comparison.heard("b", checked(20, 3, 200));

        assertThat(comparison.difference()).contains("merged.log").contains("entry 10");
    }

    @Test
    void whatSomebodyHasMovedAwayIsNotCompared() {
        comparison.noted(new Checked(10, 1, List.of()));
        comparison.heard("b", checked(10, 1, 101));

        assertThat(comparison.difference()).isEmpty();
    }
}
