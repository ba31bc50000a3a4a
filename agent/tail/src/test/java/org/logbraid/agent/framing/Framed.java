package org.logbraid.agent.framing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.logbraid.agent.TimeFormat;
import org.logbraid.common.disk.DiskFile;
import org.logbraid.common.frame.BlockCodec;
import org.logbraid.common.frame.FrameReader;
import org.logbraid.common.frame.FrameWriter;
import org.logbraid.common.frame.LineCursor;
import org.logbraid.common.frame.MalformedException;
import org.logbraid.common.frame.Resume;
import org.logbraid.common.frame.StampUnit;

/** A batch as a collector sees it: taken through a frame, each line a string of its bytes. */
record Framed(List<Line> lines, int consumedBytes, int longLines, boolean newlineAdded, boolean full) {
    record Line(String text, long time) {}

    static LineBatch batch() {
        return new LineBatch(8_192);
    }

    static FramingState state(TimeFormat format) {
        return new FramingState(new SourceStamps("test", format));
    }

    static byte[] bytes(String text) {
        return text.getBytes(ISO_8859_1);
    }

    static Framed of(LineBatch batch) throws MalformedException {
        var writer = new FrameWriter();
        writer.begin(1, 0, 1);
        @Nullable StampUnit unit = batch.unit();
        writer.beginData(7, 0, unit);
        batch.writeTo(writer);
        writer.endData(batch.consumedBytes(), batch.resolution(), batch.newlineAdded(), batch.longLines(), Resume.NONE);
        var body = writer.finish(BlockCodec.STORED);
        var reader = new FrameReader();
        reader.wrap(body.array(), 0, body.length());
        reader.check();
        reader.next();
        byte[] block = new byte[reader.rawBytes()];
        reader.unpackBlock(block);
        var cursor = new LineCursor();
        cursor.reset(reader);
        List<Line> lines = new ArrayList<>();
        int place = 0;
        while (cursor.next()) {
            lines.add(new Line(new String(block, place, cursor.length(), ISO_8859_1), cursor.time()));
            place += cursor.length();
        }
        return new Framed(lines, batch.consumedBytes(), reader.longLines(), reader.newlineAdded(), batch.isFull());
    }

    List<String> texts() {
        return lines.stream().map(Line::text).toList();
    }

    /** A file that holds these bytes. */
    record BytesFile(byte[] bytes) implements DiskFile {
        @Override
        public int read(byte[] into, int offset, int length, long position) {
            int count = (int) Math.max(0, Math.min(length, bytes.length - position));
            System.arraycopy(bytes, (int) Math.min(position, bytes.length), into, offset, count);
            return count;
        }

        @Override
        public void write(byte[] from, int offset, int length, long position) {
            throw new UnsupportedOperationException("read only");
        }

        @Override
        public long size() {
            return bytes.length;
        }

        @Override
        public void truncate(long sizeBytes) {
            throw new UnsupportedOperationException("read only");
        }

        @Override
        public void force() {
            throw new UnsupportedOperationException("read only");
        }

        @Override
        public void close() {
            // nothing to close
        }
    }
}
