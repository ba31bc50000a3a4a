package org.logbraid.agent.framing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.logbraid.agent.LongLines;
import org.logbraid.agent.TimeFormat;
import org.logbraid.common.testing.Seeds;

/** Reads random files in random ranges, forgetting everything at random places, and compares with a plain model. */
class LineFramerSeedsTest {
    @Seeds
    @DisplayName("G10, G11: any way of reading a file, with any restarts, gives the same lines")
    void givesTheSameLinesHoweverItIsRead(long seed) throws Exception {
        // given
        var random = new Random(seed);
        int limit = 1024 + random.nextInt(2_000);
        var policy =
                List.of(LongLines.SPLIT, LongLines.TRUNCATE, LongLines.DROP).get(random.nextInt(3));
        byte[] file = randomFile(random, limit);
        int buffer = LineFramer.LEAST_RANGE_BYTES + random.nextInt(4_096);
        var framer = new LineFramer(limit, policy);
        var batch = Framed.batch();
        var state = Framed.state(TimeFormat.NONE);

        // when
        List<String> lines = new ArrayList<>();
        int offset = 0;
        int written = 0;
        int longLines = 0;
        for (int range = 0; offset < file.length; range++) {
            boolean grown = random.nextInt(4) > 0;
            written = grown ? Math.min(file.length, written + 1 + random.nextInt(buffer)) : written;
            int end = Math.min(written, offset + buffer);
            if (random.nextInt(3) == 0) {
                state = Framed.state(TimeFormat.NONE);
                framer.resume(state, new Framed.BytesFile(file), offset);
            }
            int room = LineFramer.LEAST_TEXT_BYTES + random.nextInt(10_000);
            boolean last = written == file.length;
            framer.frame(state, file, offset, end, last && end == written, room, LineFramer.LEAST_LINES, batch);
            assertThat(batch.textBytes()).isLessThanOrEqualTo(room);
            assertThat(batch.consumedBytes() > 0 || end - offset < LineFramer.LEAST_RANGE_BYTES)
                    .as("something is taken of a long range")
                    .isTrue();
            assertThat(range).as("it gets to the end").isLessThan(10_000);
            offset += batch.consumedBytes();
            longLines += batch.longLines();
            lines.addAll(Framed.of(batch).texts());
        }

        // then
        var model = new ArrayList<String>();
        assertThat(longLines).isEqualTo(model(file, limit, policy, model));
        assertThat(lines).isEqualTo(model);
    }

    private static int model(byte[] file, int limit, LongLines policy, List<String> into) {
        int longLines = 0;
        String text = new String(file, ISO_8859_1);
        for (int from = 0; from < text.length(); ) {
            int newline = text.indexOf('\n', from);
            int end = newline < 0 ? text.length() : newline;
            longLines += end - from > limit ? 1 : 0;
            if (end - from <= limit || policy != LongLines.DROP) {
                int start = from;
                do {
                    into.add(text.substring(start, Math.min(end, start + limit)) + "\n");
                    start += limit;
                } while (start < end && policy == LongLines.SPLIT);
            }
            from = end + 1;
        }
        return longLines;
    }

    private static byte[] randomFile(Random random, int limit) {
        var text = new StringBuilder();
        int lines = 1 + random.nextInt(40);
        for (int i = 0; i < lines; i++) {
            int length = switch (random.nextInt(9)) {
                case 0 -> 0;
                case 1 -> limit - 1 + random.nextInt(3);
                case 2 -> 2 * limit - 1 + random.nextInt(3);
                case 3 -> random.nextInt(10 * limit);
                case 4 -> random.nextInt(10) == 0 ? random.nextInt(3_000_000) : 5;
                default -> random.nextInt(300);
            };
            for (int j = 0; j < length; j++) {
                text.append((char) ('a' + (i + j) % 26));
            }
            text.append('\n');
        }
        if (random.nextBoolean()) {
            text.setLength(text.length() - 1);
        }
        return text.toString().getBytes(ISO_8859_1);
    }
}
