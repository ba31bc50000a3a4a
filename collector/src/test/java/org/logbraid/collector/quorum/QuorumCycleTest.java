package org.logbraid.collector.quorum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.logbraid.collector.entry.Entry;
import org.logbraid.collector.entry.EntryType;
import org.logbraid.collector.journal.JournalReader;
import org.logbraid.common.disk.NioDisk;

class QuorumCycleTest extends QuorumRig {
    @Test
    void aNewCollectorLeadsAfterItsTermIsOnTheDisk() throws IOException {
        try (var start = new Start("a")) {
            start.settle();

            QuorumView view = start.cycle.view();
            assertThat(view.leading()).isTrue();
            assertThat(view.leader()).isEqualTo("a");
            assertThat(view.term()).isEqualTo(1);
            assertThat(view.commitIndex()).isEqualTo(2);
        }
    }

    @Test
    @DisplayName("G15: acks synced: nothing is committed while no sync has come back")
    void commitsNothingWithoutASync() throws IOException {
        try (var start = new Start("a")) {
            assertThat(start.cycle.offer(frame(10))).isTrue();
            for (int i = 0; i < 10; i++) {
                start.cycle.turn();
            }

            assertThat(start.cycle.view().lastIndex()).isEqualTo(3);
            assertThat(start.cycle.view().commitIndex()).isZero();
            assertThat(start.cycle.view().leading()).isFalse();
        }
    }

    @Test
    void proposalsBecomeEntriesInTheirOrderAndGiveTheirBuffersBack() throws IOException {
        try (var start = new Start("a")) {
            start.settle();
            start.cycle.offer(frame(10));
            start.cycle.offer(Proposal.of(new Entry.Gate("main")));
            start.cycle.offer(frame(20));

            start.settle();

            assertThat(start.cycle.view().commitIndex()).isEqualTo(5);
            assertThat(given).hasValue(2);
            try (JournalReader reader = start.journal.openReader()) {
                reader.read(4);
                assertThat(reader.header().type()).isEqualTo(EntryType.GATE);
                reader.read(5);
                assertThat(reader.length()).isEqualTo(20);
            }
        }
    }

    @Test
    void aRestartRaisesTheTermAndKeepsTheLog() throws IOException {
        try (var start = new Start("a")) {
            start.cycle.offer(frame(10));
            start.settle();
            assertThat(start.cycle.view().commitIndex()).isEqualTo(3);
        }

        try (var start = new Start("a")) {
            start.settle();

            assertThat(start.cycle.view().term()).isEqualTo(2);
            assertThat(start.cycle.view().commitIndex()).isEqualTo(4);
            try (JournalReader reader = start.journal.openReader()) {
                reader.read(4);
                assertThat(reader.header().type()).isEqualTo(EntryType.TERM);
            }
        }
    }

    @Test
    void manyEntriesShareASync() throws IOException {
        try (var start = new Start("a")) {
            start.settle();
            int before = start.journal.syncs;
            for (int i = 0; i < 100; i++) {
                start.cycle.offer(frame(100));
            }

            start.settle();

            assertThat(start.journal.syncs - before).isEqualTo(1);
            assertThat(start.cycle.view().commitIndex()).isEqualTo(102);
        }
    }

    @Test
    void aMebibyteDoesNotWaitForTime() throws IOException {
        try (var start = new Start("a")) {
            start.settle();
            start.cycle.offer(frame(1024 * 1024 - 1));
            start.cycle.turn();
            assertThat(start.sync.turn()).isZero();

            start.cycle.offer(frame(1));
            start.cycle.turn();

            assertThat(start.sync.turn()).isEqualTo(1);
        }
    }

    @Test
    @DisplayName("failed sync: it ends the process (rule 4)")
    void aFailedSyncEndsTheProcess() throws IOException {
        try (var start = new Start("a")) {
            start.settle();
            start.cycle.offer(frame(1));
            start.cycle.turn();
            start.journal.broken = true;
            start.sync.turn();
            clock.nanos += 3_000_000;

            assertThatThrownBy(start.sync::turn).isInstanceOf(IOException.class);
        }
    }

    @Test
    @DisplayName("rule 8: a journal without its votes, or under another name, is refused")
    void whatDoesNotBelongTogetherIsRefused() throws IOException {
        try (var start = new Start("a")) {
            start.settle();
        }
        assertThatThrownBy(() -> new Start("b"))
                .hasMessageContaining("'a'")
                .hasMessageContaining(folder.resolve("votes").toString());

        new NioDisk().delete(folder.resolve("votes"));

        assertThatThrownBy(() -> new Start("a")).hasMessageContaining("file of votes");
    }
}
