package org.logbraid.system.soak;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The judge of the soak, tried against every break that it is there for. */
class StreamCheckTest {
    private static final int CLIENTS = 3;
    private static final int ROUNDS = 200;
    private static final long BEGIN_MICROS = 1_795_541_999_990_000L; // some lines before the end of a second

    private final StreamCheck check = new StreamCheck(CLIENTS);
    private final List<String> stream = new ArrayList<>();

    /** One line of each server in turn, each with a later stamp. */
    @BeforeEach
    void writeLines() {
        List<NumberedLine.Maker> makers = new ArrayList<>();
        for (int client = 0; client < CLIENTS; client++) {
            makers.add(new NumberedLine.Maker(client));
        }
        byte[] line = new byte[NumberedLine.MOST_BYTES];
        long micros = BEGIN_MICROS;
        for (int i = 0; i < ROUNDS; i++) {
            for (NumberedLine.Maker maker : makers) {
                micros += 97;
                stream.add(new String(line, 0, maker.put(line, 0, micros), ISO_8859_1));
            }
        }
    }

    private void feed(StreamCheck into, int pieceBytes) {
        byte[] all = String.join("", stream).getBytes(ISO_8859_1);
        into.fileBegins("merged.log");
        for (int from = 0; from < all.length; from += pieceBytes) {
            int length = Math.min(pieceBytes, all.length - from);
            byte[] piece = new byte[length];
            System.arraycopy(all, from, piece, 0, length);
            into.feed(piece, length);
        }
        into.fileEnds();
    }

    private void assertRefused(String why) {
        assertThatThrownBy(() -> feed(check, 1_000))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith(why);
    }

    @Test
    void takesWhatIsWholeAndInOrderHoweverItIsCutIntoPieces() {
        for (int pieceBytes : new int[] {1, 7, 199, 200, 1_000, 1 << 20}) {
            StreamCheck fresh = new StreamCheck(CLIENTS);
            feed(fresh, pieceBytes);

            assertThat(fresh.lines()).isEqualTo(CLIENTS * ROUNDS);
            assertThat(fresh.seen(0)).isEqualTo(ROUNDS);
            assertThat(fresh.displaced()).isEmpty();
            assertThat(fresh.latestMicros()).isEqualTo(BEGIN_MICROS + 97 * CLIENTS * ROUNDS);
        }
    }

    @Test
    @DisplayName("G4: a line dropped")
    void seesALineDropped() {
        stream.remove(301);
        assertRefused("lost: the next line of server 1 is 100");
    }

    @Test
    @DisplayName("G5: a line doubled, at once or much later")
    void seesALineDoubled() {
        stream.add(302, stream.get(301));
        assertRefused("doubled or out of order: the next line of server 1 is 101");
    }

    @Test
    void seesALineDoubledMuchLater() {
        stream.add(stream.get(0));
        assertRefused("doubled or out of order: the next line of server 0 is 200");
    }

    @Test
    @DisplayName("G7: two lines of one server swapped")
    void seesLinesOfOneServerSwapped() {
        Collections.swap(stream, 300, 303);
        assertRefused("lost: the next line of server 0 is 100");
    }

    @Test
    @DisplayName("T1: lines of two servers swapped")
    void notesLinesOfTwoServersSwapped() {
        Collections.swap(stream, 301, 302);
        feed(check, 1_000);

        assertThat(check.displacedLines()).isEqualTo(1);
        assertThat(check.displaced()).singleElement().satisfies(line -> {
            assertThat(line.client()).isEqualTo(1);
            assertThat(line.number()).isEqualTo(100);
            assertThat(line.byMicros()).isEqualTo(97);
        });
    }

    @Test
    @DisplayName("T1: equal stamps the wrong way round")
    void notesATieTheWrongWayRound() {
        byte[] line = new byte[NumberedLine.MOST_BYTES];
        String first = new String(line, 0, new NumberedLine.Maker(0).put(line, 0, BEGIN_MICROS), ISO_8859_1);
        String second = new String(line, 0, new NumberedLine.Maker(1).put(line, 0, BEGIN_MICROS), ISO_8859_1);
        stream.clear();
        stream.addAll(List.of(second, first));
        feed(check, 1_000);

        assertThat(check.displaced())
                .singleElement()
                .satisfies(late -> assertThat(late.client()).isZero());
    }

    @Test
    @DisplayName("G6: a line torn, spliced or without its end")
    void seesALineTorn() {
        stream.set(301, stream.get(301).substring(0, 150) + "\n");
        assertRefused("a line that is torn or foreign");
    }

    @Test
    void seesTwoLinesSpliced() {
        stream.set(301, stream.get(301).substring(0, 100) + stream.get(304).substring(100));
        assertRefused("a line that is torn or foreign");
    }

    @Test
    void seesALineWithoutItsNewline() {
        stream.set(301, stream.get(301).strip());
        assertRefused("a line that is");
    }

    @Test
    void seesAFileThatEndsWithinALine() {
        stream.set(599, stream.get(599).substring(0, 100));
        assertRefused("a file that ends within a line");
    }

    @Test
    @DisplayName("G9: a byte changed")
    void seesAByteChanged() {
        stream.set(301, stream.get(301).replace("HTTP/1.1", "HTTP/1.0"));
        assertRefused("a line that is torn or foreign");
    }

    @Test
    void seesAForeignLine() {
        stream.add(301, "somebody was here\n");
        assertRefused("a line that is torn or foreign");
    }

    @Test
    void seesAServerThatIsNotThere() {
        byte[] line = new byte[NumberedLine.MOST_BYTES];
        int length = new NumberedLine.Maker(CLIENTS).put(line, 0, BEGIN_MICROS);
        stream.add(301, new String(line, 0, length, ISO_8859_1));
        assertRefused("a line that is torn or foreign");
    }

    @Test
    void excusesOnlyLinesOfBatchesThatTookLongerThanStampLag() {
        var slow = new SlowWrites();
        slow.wrote(1, 100, 140, 30_000_000);
        slow.wrote(1, 140, 180, 20_000_000);

        assertThat(slow.excuses(new StreamCheck.Displaced(1, 100, 30_000, "here")))
                .isTrue();
        assertThat(slow.excuses(new StreamCheck.Displaced(1, 139, 30_000, "here")))
                .isTrue();
        assertThat(slow.excuses(new StreamCheck.Displaced(1, 140, 1, "here"))).isFalse();
        assertThat(slow.excuses(new StreamCheck.Displaced(0, 100, 1, "here"))).isFalse();
        assertThat(slow.excuses(new StreamCheck.Displaced(1, 100, 30_001, "here")))
                .isFalse();
    }
}
