package org.logbraid.collector.join;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.logbraid.collector.join.FetchAnswer.Outcome;
import org.logbraid.collector.peers.Envelope;
import org.logbraid.collector.peers.PeerMessage.AskEnded;
import org.logbraid.collector.peers.PeerMessage.Result;
import org.logbraid.collector.peers.PeerMessage.Told;

/** Files that had ended before a collector joined are fetched when it is asked to. */
class EndedFetchTest {
    private final EndedRig rig;

    EndedFetchTest() throws IOException {
        rig = new EndedRig();
    }

    private void assertNothingLiesAbout() {
        assertThat(rig.machine("c").machine.paths())
                .allSatisfy(path -> assertThat(path.toString()).doesNotContain(".fetching"));
    }

    @Test
    @DisplayName("files that ended before a collector joined are fetched when it is asked to")
    void fetchesWhatIsMissing() throws IOException {
        FetchAnswer answer = rig.fetch();

        assertThat(answer)
                .isEqualTo(new FetchAnswer(
                        Outcome.DONE,
                        "all files that have ended are here: fetched 2 with " + (rig.first.length + rig.second.length)
                                + " bytes"));
        assertThat(rig.machine("c").bytes(EndedRig.FIRST)).isEqualTo(rig.first);
        assertThat(rig.machine("c").bytes(EndedRig.SECOND)).isEqualTo(rig.second);
        assertNothingLiesAbout();
        assertThat(rig.fetch())
                .isEqualTo(new FetchAnswer(Outcome.DONE, "all files that have ended are here: 2, none was missing"));
    }

    @Test
    @DisplayName("what is fetched survives the next power cut")
    void whatIsFetchedIsDurable() throws IOException {
        rig.fetch();

        rig.machine("c").machine.losePower(() -> 0);

        assertThat(rig.machine("c").bytes(EndedRig.FIRST)).isEqualTo(rig.first);
        assertThat(rig.machine("c").bytes(EndedRig.SECOND)).isEqualTo(rig.second);
    }

    @Test
    @DisplayName("what one collector has not got is fetched from another, and what none has is named")
    void asksTheNextOne() throws IOException {
        rig.machine("a").lose(EndedRig.FIRST);
        rig.machine("a").lose(EndedRig.SECOND);
        rig.machine("b").lose(EndedRig.SECOND);

        FetchAnswer answer = rig.fetch();

        assertThat(answer.outcome()).isEqualTo(Outcome.INCOMPLETE);
        assertThat(answer.sentence())
                .isEqualTo("fetched 1 with " + rig.first.length + " bytes; no other collector has 1 more: "
                        + EndedRig.SECOND);
        assertThat(rig.machine("c").bytes(EndedRig.FIRST)).isEqualTo(rig.first);
        assertNothingLiesAbout();
    }

    @Test
    @DisplayName("who has not got one file is asked for the next")
    void asksEachForEach() throws IOException {
        rig.machine("a").lose(EndedRig.FIRST);
        rig.machine("b").lose(EndedRig.SECOND);

        assertThat(rig.fetch().outcome()).isEqualTo(Outcome.DONE);
        assertThat(rig.machine("c").bytes(EndedRig.FIRST)).isEqualTo(rig.first);
        assertThat(rig.machine("c").bytes(EndedRig.SECOND)).isEqualTo(rig.second);
    }

    @Test
    @DisplayName(
            "a collector that does not answer is not waited for, and a file that was begun is taken anew from another")
    void leavesWhoeverIsSilent() throws IOException {
        CompletableFuture<FetchAnswer> answer = rig.machine("c").files.fetchEnded();
        for (int i = 0; rig.machine("a").asked < 2; i++) {
            rig.turn();
            assertThat(i).isLessThan(100);
        }
        rig.machine("a").silent = true;

        assertThat(rig.fetch().outcome()).isEqualTo(Outcome.DONE);
        assertThat(answer).isCompletedWithValueMatching(said -> said.outcome() == Outcome.UNDER_WAY);
        assertThat(rig.machine("c").bytes(EndedRig.FIRST)).isEqualTo(rig.first);
    }

    @Test
    @DisplayName("who answers is told apart from who does not")
    void namesWhoeverIsSilent() throws IOException {
        rig.machine("a").silent = true;
        rig.machine("b").silent = true;

        assertThat(rig.fetch().sentence())
                .isEqualTo("fetched 0 with 0 bytes; no other collector has 2 more: " + EndedRig.FIRST + ", "
                        + EndedRig.SECOND + "; no answer came from a, b");
    }

    @Test
    @DisplayName("what is lost on the way is asked for again")
    void asksAgain() throws IOException {
        rig.machine("a").loseOneOf = 2;
        rig.machine("c").loseOneOf = 3;

        assertThat(rig.fetch().outcome()).isEqualTo(Outcome.DONE);
        assertThat(rig.machine("c").bytes(EndedRig.FIRST)).isEqualTo(rig.first);
    }

    @Test
    @DisplayName("what comes twice is taken once")
    void takesEachPieceOnce() throws IOException {
        rig.machine("c").hearsTwice = true;

        assertThat(rig.fetch().outcome()).isEqualTo(Outcome.DONE);
        assertThat(rig.machine("c").bytes(EndedRig.FIRST)).isEqualTo(rig.first);
    }

    @Test
    @DisplayName("an answer that says how far it is comes after a second")
    void saysHowFarItIs() throws IOException {
        rig.machine("a").silent = true;
        CompletableFuture<FetchAnswer> answer = rig.machine("c").files.fetchEnded();
        for (int i = 0; i < 105; i++) {
            rig.turn();
        }

        assertThat(answer)
                .isCompletedWithValue(new FetchAnswer(
                        Outcome.UNDER_WAY,
                        "fetched 0 of 2 files, 0 of " + (rig.first.length + rig.second.length) + " bytes"));
    }

    @Test
    @DisplayName("what stands here is not touched, whatever it is; what was packed counts as being here")
    void leavesWhatIsThere() throws IOException {
        rig.machine("c").put(EndedRig.FIRST, "mine");
        rig.machine("c").put(EndedRig.SECOND + ".gz", "packed");

        assertThat(rig.fetch())
                .isEqualTo(new FetchAnswer(Outcome.DONE, "all files that have ended are here: 2, none was missing"));
        assertThat(rig.machine("c").bytes(EndedRig.FIRST)).isEqualTo("mine".getBytes(UTF_8));
        assertThat(rig.machine("c").bytes(EndedRig.SECOND)).isNull();
    }

    @Test
    @DisplayName("a file that comes to its place while it is fetched stays")
    void leavesWhatComesMeanwhile() throws IOException {
        CompletableFuture<FetchAnswer> unused = rig.machine("c").files.fetchEnded();
        for (int i = 0; rig.machine("a").asked < 1; i++) {
            rig.turn();
            assertThat(i).isLessThan(100);
        }
        rig.machine("c").put(EndedRig.FIRST, "mine");

        rig.fetch();

        assertThat(rig.machine("c").bytes(EndedRig.FIRST)).isEqualTo("mine".getBytes(UTF_8));
        assertNothingLiesAbout();
    }

    @Test
    @DisplayName("what an earlier fetch has left is not taken for a part of the file")
    void forgetsWhatWasLeft() throws IOException {
        rig.machine("c").put(EndedRig.FIRST + ".fetching", "x".repeat(rig.first.length + 500));

        rig.fetch();

        assertThat(rig.machine("c").bytes(EndedRig.FIRST)).isEqualTo(rig.first);
        assertNothingLiesAbout();
    }

    @Test
    @DisplayName("nothing is fetched that leaves too little room for what is written")
    void leavesRoom() throws IOException {
        rig.machine("c").machine.room(EndedRig.OUT, rig.first.length + EndedRig.RESERVE - 1);

        FetchAnswer answer = rig.fetch();

        assertThat(answer.outcome()).isEqualTo(Outcome.INCOMPLETE);
        assertThat(answer.sentence()).contains("no room for " + EndedRig.FIRST).contains("make room, and ask again");
        assertThat(rig.machine("a").asked).isZero();
        assertNothingLiesAbout();

        rig.machine("c").machine.roomEverywhere();
        assertThat(rig.fetch().outcome()).isEqualTo(Outcome.DONE);
    }

    @Test
    @DisplayName("nothing is handed out but files that this log has ended")
    void servesNothingElse() throws IOException {
        assertThat(ask("merged.log", 0).result()).isEqualTo(Result.GONE);
        rig.machine("a").put("somebody's", "own");
        assertThat(ask("somebody's", 3).result()).isEqualTo(Result.GONE);
        assertThat(ask(EndedRig.SECOND, rig.second.length + 1).result()).isEqualTo(Result.GONE);
        rig.machine("a").put(EndedRig.SECOND, "longer than it was\n");
        assertThat(ask(EndedRig.SECOND, rig.second.length).result()).isEqualTo(Result.GONE);
        assertThat(ask(EndedRig.FIRST, rig.first.length).result()).isEqualTo(Result.PIECE);
    }

    private Told ask(String file, long bytes) throws IOException {
        var serving = new EndedServing(rig.machine("a").disk, EndedRig.DATA, EndedRig.OUT);
        byte[] piece = serving.piece(new AskEnded(1, file, bytes, 0, 100), 0);
        serving.close();
        return piece == null
                ? new Told(1, Result.GONE, new byte[0], 0, 0)
                : new Told(1, Result.PIECE, piece, 0, piece.length);
    }

    @Test
    @DisplayName("whoever asks a collector whose stages are closed is told so")
    void closedOnesSaySo() throws IOException {
        CompletableFuture<FetchAnswer> before = rig.machine("c").files.fetchEnded();
        rig.machine("c").files.close();

        assertThat(before.join().outcome()).isEqualTo(Outcome.UNAVAILABLE);
        assertThat(rig.machine("c").files.fetchEnded().join().outcome()).isEqualTo(Outcome.UNAVAILABLE);
    }

    @Test
    @DisplayName("an answer that comes when nobody fetches is not kept")
    void doesNotHeedWhatItDidNotAskFor() throws IOException {
        var told = new Told(1, Result.PIECE, new byte[10], 0, 10);

        rig.machine("c")
                .files
                .take(new Envelope(
                        "a",
                        EndedRig.incarnation("a"),
                        EndedRig.addressOf("a"),
                        EndedRig.incarnation("c"),
                        EndedRig.LOG,
                        1,
                        told));

        assertThat(rig.machine("c").files.turn()).isZero();
    }
}
