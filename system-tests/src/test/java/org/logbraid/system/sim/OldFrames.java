package org.logbraid.system.sim;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.logbraid.collector.entry.EntryType;
import org.logbraid.collector.journal.JournalReader;
import org.logbraid.collector.merge.MergeView;
import org.logbraid.common.frame.FrameReader;
import org.logbraid.common.frame.MalformedException;
import org.logbraid.common.frame.SliceKind;

/** Frames that are in the log already come once more: as they were, or as an agent would send them that has lost count. */
final class OldFrames {
    /** Where {@code docs/format.md} draws them. */
    private static final int AT_CRC = 4;

    private static final int AT_SESSION = 8;
    private static final int AT_NUMBER = 16;
    private static final int AT_ROUND = 24;

    private OldFrames() {}

    /** Any frame, as if another leader had held it back (G5, G8); null where none was met. */
    static byte @Nullable [] any(JournalReader reader, MergeView view, RandomGenerator chance) throws IOException {
        if (view.appliedIndex() == 0
                || !reader.read(1 + chance.nextLong(view.appliedIndex()))
                || reader.header().type() != EntryType.FRAME) {
            return null;
        }
        byte[] frame = Arrays.copyOf(reader.content(), reader.length());
        List<MergeView.SessionView> sessions = view.sessions();
        if (chance.nextBoolean() && !sessions.isEmpty() && isRead(frame, view)) {
            disguise(frame, sessions.get(chance.nextInt(sessions.size())));
        }
        return frame;
    }

    /** Whether a slice of it begins before the end of its generation, so that it must be void, whatever its number. */
    private static boolean isRead(byte[] bytes, MergeView view) {
        var frame = new FrameReader();
        try {
            frame.wrap(bytes, 0, bytes.length);
            while (frame.next()) {
                for (MergeView.SourceView source : view.sources()) {
                    if (frame.kind() == SliceKind.DATA
                            && source.generationId() == frame.generation()
                            && source.offset() > frame.start()) {
                        return true;
                    }
                }
            }
            return false;
        } catch (MalformedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void disguise(byte[] frame, MergeView.SessionView session) {
        ByteBuffer buffer = ByteBuffer.wrap(frame).order(ByteOrder.LITTLE_ENDIAN);
        buffer.putLong(AT_SESSION, session.session());
        buffer.putLong(AT_NUMBER, session.accepted() + 1);
        buffer.putInt(AT_ROUND, 0);
        var crc = new CRC32C();
        crc.update(frame, AT_SESSION, frame.length - AT_SESSION);
        buffer.putInt(AT_CRC, (int) crc.getValue());
    }
}
