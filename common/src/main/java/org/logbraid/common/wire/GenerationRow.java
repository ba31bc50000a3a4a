package org.logbraid.common.wire;

import java.util.Arrays;
import org.logbraid.common.frame.ByteSink;
import org.logbraid.common.frame.ByteSource;
import org.logbraid.common.frame.Fingerprint;
import org.logbraid.common.frame.Frames;
import org.logbraid.common.frame.MalformedException;
import org.logbraid.common.frame.Resume;

/**
 * What the log knows of a generation: all an agent needs to find its file again (G14).
 *
 * @param id random id given at OPEN
 * @param path the source's path, as bytes
 * @param number how many OPENs of that source were applied before
 * @param fingerprint the file's, at OPEN
 * @param start offset at which reading began: 0, or where {@code --from end} began
 * @param end where the next slice has to begin
 * @param closed whether a CLOSE was applied
 * @param resume what the bytes before {@code end} look like
 */
public record GenerationRow(
        long id,
        byte[] path,
        long number,
        Fingerprint fingerprint,
        long start,
        long end,
        boolean closed,
        Resume resume) {

    public void write(ByteSink into) {
        into.i64(id);
        into.sized(path);
        into.varint(number);
        into.i64(fingerprint.device());
        into.i64(fingerprint.inode());
        into.i64(fingerprint.birthNanos());
        into.varint(start);
        into.varint(end);
        into.u8(closed ? 1 : 0);
        resume.write(into);
    }

    public static GenerationRow read(ByteSource from) throws MalformedException {
        return new GenerationRow(
                from.i64(),
                from.sized(Frames.MAX_PATH_BYTES),
                from.varint(),
                new Fingerprint(from.i64(), from.i64(), from.i64()),
                from.varint(),
                from.varint(),
                from.u8() != 0,
                Resume.read(from));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof GenerationRow row
                && id == row.id
                && Arrays.equals(path, row.path)
                && number == row.number
                && fingerprint.equals(row.fingerprint)
                && start == row.start
                && end == row.end
                && closed == row.closed
                && resume.equals(row.resume);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(id);
    }
}
