package org.logbraid.system.sim;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.logbraid.collector.entry.EntryType;
import org.logbraid.collector.journal.JournalReader;
import org.logbraid.collector.merge.MergeView;
import org.logbraid.common.frame.FrameReader;
import org.logbraid.common.frame.MalformedException;
import org.logbraid.common.frame.SliceKind;

/** By which line each generation of the log begins: what its writer would know it by. */
final class GenerationLabels {
    /** Of frames that do not agree, of which some are void: it is not known which line the log holds. */
    private static final String AMBIGUOUS = "";

    private final Map<Long, String> firstLines = new HashMap<>();
    private long readTo;

    /** Takes note of what is committed. */
    void read(JournalReader reader, long committed) {
        var frame = new FrameReader();
        try {
            while (readTo < committed && reader.read(readTo + 1)) {
                readTo++;
                if (reader.header().type() == EntryType.FRAME) {
                    frame.wrap(reader.content(), 0, reader.length());
                    note(frame);
                }
            }
        } catch (IOException | MalformedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void note(FrameReader frame) throws MalformedException {
        byte[] block = new byte[frame.rawBytes()];
        frame.unpackBlock(block);
        while (frame.next()) {
            if (frame.kind() == SliceKind.DATA && frame.start() == 0) {
                int end = frame.blockOffset();
                while (block[end] != '\n') {
                    end++;
                }
                firstLines.merge(
                        frame.generation(),
                        new String(block, frame.blockOffset(), end - frame.blockOffset(), StandardCharsets.UTF_8),
                        (one, other) -> one.equals(other) ? one : AMBIGUOUS);
            }
        }
    }

    /** Whether the newest generation of a source holds lines of an incarnation. */
    boolean hold(MergeView view, Incarnation incarnation) {
        for (MergeView.SourceView source : view.sources()) {
            if (source.agent().equals(incarnation.agent()) && source.path().equals(incarnation.path())) {
                return source.offset() > 0
                        && firstLines.getOrDefault(source.generationId(), "").contains(" " + incarnation.label() + " ");
            }
        }
        return false;
    }
}
