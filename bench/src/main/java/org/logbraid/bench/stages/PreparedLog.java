package org.logbraid.bench.stages;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Random;
import org.logbraid.agent.LongLines;
import org.logbraid.agent.TimeFormat;
import org.logbraid.agent.framing.FramingState;
import org.logbraid.agent.framing.LineBatch;
import org.logbraid.agent.framing.LineFramer;
import org.logbraid.agent.framing.SourceStamps;
import org.logbraid.bench.logs.LineMaker;
import org.logbraid.common.frame.BlockCodec;
import org.logbraid.common.frame.ByteSink;
import org.logbraid.common.frame.Fingerprint;
import org.logbraid.common.frame.FrameWriter;
import org.logbraid.common.frame.Frames;
import org.logbraid.common.frame.Resume;

/**
 * Text of some sources, dealt out line by line as in a backfill, and the frames an agent makes of it: four chunks of 256 KiB
 * in each.
 *
 * <p>Not thread-safe.
 */
final class PreparedLog {
    static final int CHUNK_BYTES = 256 * 1_024;
    static final int CHUNKS_OF_A_FRAME = 4;
    static final int LINES_OF_A_CHUNK = CHUNK_BYTES / LineMaker.LINE_BYTES;
    static final int LINES_OF_A_FRAME = CHUNKS_OF_A_FRAME * LINES_OF_A_CHUNK;

    static final int TEXT_BYTES_OF_A_CHUNK = LINES_OF_A_CHUNK * LineMaker.LINE_BYTES;
    static final int TEXT_BYTES_OF_A_FRAME = CHUNKS_OF_A_FRAME * TEXT_BYTES_OF_A_CHUNK;

    private static final long SEED = 4711;
    private static final long BEGIN_MICROS = 1_431_857_103_000_000L;
    private static final int MOST_MICROS_BETWEEN = 25;

    private final byte[][] texts;
    private final FramingState[] states;
    private final LineFramer framer = new LineFramer(1024 * 1024, LongLines.SPLIT);
    private final LineBatch batch = new LineBatch(8_192);
    private final FrameWriter writer = new FrameWriter();

    PreparedLog(int sources, int linesOfASource) {
        var maker = new LineMaker(SEED);
        var random = new Random(SEED);
        texts = new byte[sources][linesOfASource * LineMaker.LINE_BYTES];
        states = new FramingState[sources];
        long micros = BEGIN_MICROS;
        for (int line = 0; line < linesOfASource; line++) {
            for (byte[] text : texts) {
                micros += 1 + random.nextInt(MOST_MICROS_BETWEEN);
                System.arraycopy(maker.next(micros), 0, text, line * LineMaker.LINE_BYTES, LineMaker.LINE_BYTES);
            }
        }
        for (int source = 0; source < sources; source++) {
            states[source] = new FramingState(new SourceStamps("source-" + source, TimeFormat.CLF));
        }
    }

    /** The frame in which a session's files are opened: generation n + 1 is source n. */
    ByteSink opening() {
        writer.begin(1, 0, 1);
        for (int source = 0; source < texts.length; source++) {
            writer.open(source + 1, ("/var/log/" + source).getBytes(UTF_8), new Fingerprint(1, source, 0), 0);
        }
        writer.firstScanDone();
        return writer.finish(BlockCodec.STORED);
    }

    /** Lets the framer find one chunk's lines. */
    LineBatch framed(int source, int chunk) {
        int from = chunk * TEXT_BYTES_OF_A_CHUNK;
        framer.frame(
                states[source],
                texts[source],
                from,
                from + TEXT_BYTES_OF_A_CHUNK,
                false,
                Frames.MAX_BLOCK_BYTES,
                Integer.MAX_VALUE,
                batch);
        return batch;
    }

    /** A frame with the next chunks of one source. */
    ByteSink frame(long number, int source, int firstChunk, BlockCodec codec) {
        writer.begin(1, 0, number);
        for (int chunk = firstChunk; chunk < firstChunk + CHUNKS_OF_A_FRAME; chunk++) {
            write(writer, source, chunk, framed(source, chunk));
        }
        return writer.finish(codec);
    }

    /** Puts one framed chunk into a frame. */
    static void write(FrameWriter writer, int source, int chunk, LineBatch lines) {
        long start = (long) chunk * TEXT_BYTES_OF_A_CHUNK;
        writer.beginData(source + 1, start, lines.unit());
        lines.writeTo(writer);
        writer.endData(start + lines.consumedBytes(), lines.resolution(), false, 0, Resume.NONE);
    }
}
