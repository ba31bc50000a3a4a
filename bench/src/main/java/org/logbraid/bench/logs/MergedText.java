package org.logbraid.bench.logs;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What is wrong with a merged file, so that nothing fast but false is measured.
 *
 * @param lines lines in it
 * @param behind lines that stand behind one with a later stamp
 */
public record MergedText(long lines, long behind) {
    private static final int BUFFER_LINES = 4_096;

    /**
     * Reads a merged file.
     *
     * @throws IOException when it is torn: not all of its lines have the length of ours
     */
    public static MergedText read(Path file) throws IOException {
        byte[] buffer = new byte[BUFFER_LINES * LineMaker.LINE_BYTES];
        long lines = 0;
        long behind = 0;
        long latest = 0;
        try (InputStream in = Files.newInputStream(file)) {
            for (int length = in.readNBytes(buffer, 0, buffer.length);
                    length > 0;
                    length = in.readNBytes(buffer, 0, buffer.length)) {
                if (length % LineMaker.LINE_BYTES != 0) {
                    throw new IOException("a torn line at the end of " + file);
                }
                for (int at = 0; at < length; at += LineMaker.LINE_BYTES) {
                    long time = timeOf(buffer, at);
                    lines++;
                    behind += time < latest ? 1 : 0;
                    latest = Math.max(latest, time);
                }
            }
        }
        return new MergedText(lines, behind);
    }

    /**
     * Microseconds since midnight of one of our lines.
     *
     * @throws IOException when there is none
     */
    public static long timeOf(byte[] text, int at) throws IOException {
        int end = at + LineMaker.LINE_BYTES - 1;
        long time = text[end] == '\n' ? Stamps.microsOfDay(text, at, end) : -1;
        if (time < 0) {
            throw new IOException("a torn line in the merged file");
        }
        return time;
    }
}
