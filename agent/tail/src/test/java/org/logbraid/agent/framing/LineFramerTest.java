package org.logbraid.agent.framing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.logbraid.agent.framing.Framed.bytes;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.logbraid.agent.LongLines;
import org.logbraid.agent.TimeFormat;
import org.logbraid.common.frame.Frames;
import org.logbraid.common.frame.MalformedException;
import org.logbraid.common.frame.StampUnit;

class LineFramerTest {
    private static final int LIMIT = 1024;
    private static final String PIECE = "x".repeat(LIMIT);

    private final LineBatch batch = Framed.batch();
    private final FramingState state = Framed.state(TimeFormat.NONE);

    private Framed frame(LongLines policy, String text, boolean last) throws MalformedException {
        return frame(policy, state, text, last, Frames.MAX_BLOCK_BYTES, Integer.MAX_VALUE);
    }

    private Framed frame(LongLines policy, FramingState of, String text, boolean last, int maxTextBytes, int maxLines)
            throws MalformedException {
        byte[] range = bytes("???" + text);
        new LineFramer(LIMIT, policy).frame(of, range, 3, range.length, last, maxTextBytes, maxLines, batch);
        return Framed.of(batch);
    }

    @Test
    @DisplayName("G9: only LF ends a line; NUL, CR and invalid UTF-8 pass through")
    void takesWholeLinesAsTheyStand() throws MalformedException {
        var framed = frame(LongLines.SPLIT, "a\n\n\0\r\n\u00ff\u00fe\nunfinished", false);

        assertThat(framed.texts()).containsExactly("a\n", "\n", "\0\r\n", "\u00ff\u00fe\n");
        assertThat(framed.consumedBytes()).isEqualTo(9);
        assertThat(framed.newlineAdded()).isFalse();
        assertThat(framed.full()).isFalse();
        assertThat(batch.unit()).isNull();
    }

    @Test
    @DisplayName("G11: an unfinished line is held back until its generation is finished")
    void givesTheLastLineANewline() throws MalformedException {
        assertThat(frame(LongLines.SPLIT, "unfinished", false).consumedBytes()).isZero();

        var framed = frame(LongLines.SPLIT, "a\nunfinished", true);

        assertThat(framed.texts()).containsExactly("a\n", "unfinished\n");
        assertThat(framed.newlineAdded()).isTrue();
        assertThat(framed.consumedBytes()).isEqualTo(12);
    }

    @Test
    @DisplayName("G11: the newline that follows a line that was given one is no line")
    void swallowsTheNewlineOfALineThatWasGivenOne() throws Exception {
        // given
        var framer = new LineFramer(LIMIT, LongLines.SPLIT);
        framer.resume(state, new Framed.BytesFile(bytes("abc\nunfinished")), 14);

        // when
        byte[] range = bytes("\nnext\n");
        framer.frame(state, range, 0, range.length, false, Frames.MAX_BLOCK_BYTES, 100, batch);

        // then
        assertThat(Framed.of(batch).texts()).containsExactly("next\n");
        assertThat(batch.consumedBytes()).isEqualTo(6);
    }

    @Test
    @DisplayName("G10, G11: behind the start of a file it is known whether the rest of a line is left out")
    void tellsALineThatWasGivenANewlineFromOneThatIsDropped() throws Exception {
        var framer = new LineFramer(LIMIT, LongLines.DROP);
        byte[] range = bytes("rest\nnext\n");

        framer.resume(state, new Framed.BytesFile(bytes("abc\n" + PIECE)), 4 + LIMIT);
        framer.frame(state, range, 0, range.length, false, Frames.MAX_BLOCK_BYTES, 100, batch);
        assertThat(Framed.of(batch).texts()).containsExactly("rest\n", "next\n");

        framer.resume(state, new Framed.BytesFile(bytes("abc\n" + PIECE + "x")), 5 + LIMIT);
        framer.frame(state, range, 0, range.length, false, Frames.MAX_BLOCK_BYTES, 100, batch);
        assertThat(Framed.of(batch).texts()).containsExactly("next\n");
    }

    @Test
    @DisplayName("G10 split: pieces of exactly the limit, each ended by a newline of ours, kept together")
    void splits() throws MalformedException {
        var framed = frame(LongLines.SPLIT, "a\n" + PIECE + PIECE + "rest\nb\n", false);

        assertThat(framed.texts()).containsExactly("a\n", PIECE + "\n", PIECE + "\n", "rest\n", "b\n");
        assertThat(framed.longLines()).isEqualTo(1);
    }

    @Test
    @DisplayName("G10 split: a line of exactly the limit is no long line, and of twice the limit has two pieces")
    void splitsAtTheLimit() throws MalformedException {
        assertThat(frame(LongLines.SPLIT, PIECE + "\n", false).longLines()).isZero();
        assertThat(frame(LongLines.SPLIT, PIECE + PIECE + "\n", false).texts())
                .containsExactly(PIECE + "\n", PIECE + "\n");
    }

    @Test
    @DisplayName("G10 split: all pieces have the time of their line")
    void piecesCountAsStampedLikeTheFirst() throws MalformedException {
        var timed = Framed.state(TimeFormat.EPOCH);
        var framed = frame(LongLines.SPLIT, timed, "1431857103.5 " + PIECE + "\n1431857104 b\n", false, 9_999, 100);

        assertThat(framed.lines().stream().map(Framed.Line::time))
                .containsExactly(1_431_857_103_500_000_000L, Frames.NO_TIME, 1_431_857_104_000_000_000L);
        assertThat(batch.unit()).isEqualTo(StampUnit.MILLIS);
        assertThat(batch.resolution()).isEqualTo(StampUnit.SECONDS);
        assertThat(batch.lastTime()).isEqualTo(1_431_857_104_000_000_000L);
    }

    @Test
    @DisplayName(
            "G10 split: a line of at most 1 MiB goes into one frame, however it is read and however full the frame is")
    void keepsALongLineInOneFrame() throws MalformedException {
        String line = "y".repeat(LineFramer.WHOLE_LINE_BYTES);

        assertThat(frame(LongLines.SPLIT, line, false).consumedBytes()).isZero();
        assertThat(frame(LongLines.SPLIT, state, line + "\n", false, LineFramer.LEAST_TEXT_BYTES - 2, 9_999)
                        .full())
                .isTrue();
        assertThat(batch.consumedBytes()).isZero();
        assertThat(frame(LongLines.SPLIT, state, line + "\n", false, 9_999_999, LineFramer.LEAST_LINES - 2)
                        .full())
                .isTrue();
        assertThat(batch.consumedBytes()).isZero();

        var framed =
                frame(LongLines.SPLIT, state, line + "\n", false, LineFramer.LEAST_TEXT_BYTES, LineFramer.LEAST_LINES);

        assertThat(framed.lines()).hasSize(1024);
        assertThat(framed.consumedBytes()).isEqualTo(LineFramer.WHOLE_LINE_BYTES + 1);
    }

    @Test
    @DisplayName("G10 truncate: the first piece only")
    void truncates() throws MalformedException {
        var framed = frame(LongLines.TRUNCATE, "a\n" + PIECE + "rest\nb\n", false);

        assertThat(framed.texts()).containsExactly("a\n", PIECE + "\n", "b\n");
        assertThat(framed.longLines()).isEqualTo(1);
    }

    @Test
    @DisplayName("G10 drop: nothing of it, over many ranges")
    void drops() throws MalformedException {
        var first = frame(LongLines.DROP, "a\n" + PIECE + "z", false);
        var second = frame(LongLines.DROP, PIECE, false);
        var third = frame(LongLines.DROP, "rest\nb\n", false);

        assertThat(first.texts()).containsExactly("a\n");
        assertThat(first.longLines()).isEqualTo(1);
        assertThat(second.texts()).isEmpty();
        assertThat(second.longLines()).isZero();
        assertThat(second.consumedBytes()).isEqualTo(LIMIT);
        assertThat(third.texts()).containsExactly("b\n");
    }

    @Test
    void stopsAtTheLimitsAndSaysSo() throws MalformedException {
        assertThat(frame(LongLines.SPLIT, state, "a\nb\nc\n", false, 4, 100).texts())
                .isEqualTo(List.of("a\n", "b\n"));
        assertThat(batch.isFull()).isTrue();
        assertThat(frame(LongLines.SPLIT, state, "a\nb\nc\n", false, 6, 3).full())
                .isFalse();
        assertThat(frame(LongLines.SPLIT, state, "a\nb\nc\n", false, 6, 2).consumedBytes())
                .isEqualTo(4);
        assertThat(batch.isFull()).isTrue();
    }

    @Test
    @DisplayName("T9: auto chooses by the first lines, and none when nothing fits in twenty")
    void choosesTheFormat() throws MalformedException {
        var clf = Framed.state(TimeFormat.AUTO);
        assertThat(frame(LongLines.SPLIT, clf, "banner\n", false, 9_999, 100)
                        .lines()
                        .get(0)
                        .time())
                .isEqualTo(Frames.NO_TIME);
        assertThat(clf.stamps.format()).isEqualTo(TimeFormat.AUTO);
        assertThat(batch.unit()).isNull();

        frame(LongLines.SPLIT, clf, "1.2.3.4 - - [17/May/2015:10:05:03 +0000] \"GET\"\n", false, 9_999, 100);
        assertThat(clf.stamps.format()).isEqualTo(TimeFormat.CLF);
        assertThat(batch.unit()).isEqualTo(StampUnit.SECONDS);

        var iso = Framed.state(TimeFormat.AUTO);
        frame(LongLines.SPLIT, iso, "[2015-05-17 10:05:03,123 +0000] x\n", false, 9_999, 100);
        assertThat(iso.stamps.format()).isEqualTo(TimeFormat.ISO8601);

        var nothing = Framed.state(TimeFormat.AUTO);
        frame(LongLines.SPLIT, nothing, "x\n".repeat(19), false, 9_999, 100);
        assertThat(nothing.stamps.format()).isEqualTo(TimeFormat.AUTO);
        frame(LongLines.SPLIT, nothing, "x\n2015-05-17T10:05:03Z\n", false, 9_999, 100);
        assertThat(nothing.stamps.format()).isEqualTo(TimeFormat.NONE);
    }
}
