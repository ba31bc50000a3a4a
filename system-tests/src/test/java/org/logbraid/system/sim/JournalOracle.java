package org.logbraid.system.sim;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.logbraid.collector.entry.EntryType;
import org.logbraid.collector.journal.JournalReader;
import org.logbraid.collector.merge.MergeView;
import org.logbraid.collector.testing.ReferenceState;
import org.logbraid.common.frame.FrameReader;
import org.logbraid.common.frame.MalformedException;
import org.logbraid.common.testing.SimulatedDisk;

/** Judges a journal, and what was made of it, by its committed entries alone. */
final class JournalOracle {
    private JournalOracle() {}

    /** What was acknowledged to an agent stands in the journal, whatever happened since (G15). */
    static void checkAcknowledged(JournalReader reader, Map<Long, Long> acknowledged) throws IOException {
        Map<Long, Long> inJournal = new TreeMap<>();
        var frame = new FrameReader();
        for (long index = 1; reader.read(index); index++) {
            if (reader.header().type() == EntryType.FRAME) {
                try {
                    frame.wrap(reader.content(), 0, reader.length());
                } catch (MalformedException e) {
                    throw new IllegalStateException(e);
                }
                inJournal.merge(frame.session(), frame.number(), Math::max);
            }
        }
        acknowledged.forEach((session, number) -> assertThat(inJournal.getOrDefault(session, 0L))
                .as("acknowledged frames of session %s (G15)", session)
                .isGreaterThanOrEqualTo(number));
    }

    /** What the plain implementation makes of the entries; log time and terms never go back. */
    static ReferenceState plain(JournalReader reader, MergeView view) throws Exception {
        var plain = new ReferenceState();
        long logTime = Long.MIN_VALUE;
        long term = 0;
        for (long index = 1; index <= view.appliedIndex(); index++) {
            assertThat(reader.read(index)).as("entry %s", index).isTrue();
            long time = reader.header().logTimeNanos();
            assertThat(time).as("log time of entry %s never goes back", index).isGreaterThanOrEqualTo(logTime);
            assertThat(reader.header().term()).as("term of entry %s", index).isGreaterThanOrEqualTo(term);
            logTime = time;
            term = reader.header().term();
            plain.apply(reader.header(), reader.content(), reader.length());
        }
        return plain;
    }

    /**
     * A collector has the files of the plain implementation.
     *
     * @param joinedAt files that had ended by then need not be there
     */
    static void compareFiles(ReferenceState plain, SimulatedDisk disk, long joinedAt) {
        Set<String> names = new HashSet<>();
        plain.texts().forEach((plainName, text) -> {
            String name = nameOnDisk(plainName);
            names.add(name);
            byte[] bytes = disk.bytes(MergedFiles.OUT.resolve(name));
            if (bytes == null && MergedFiles.endedAt(name) <= joinedAt) {
                return;
            }
            assertThat(bytes).as("file %s", name).isNotNull();
            String found = new String(requireNonNull(bytes), StandardCharsets.ISO_8859_1);
            if (!found.equals(text)) {
                assertThat(found).as("bytes of %s (G3)", name).isEqualTo(text);
            }
        });
        for (Path path : disk.paths()) {
            if (MergedFiles.isMerged(path) && disk.length(path) > 0) {
                assertThat(names).contains(path.getFileName().toString());
            }
        }
    }

    /** Ended files have their index with twelve digits. */
    private static String nameOnDisk(String plain) {
        String index = plain.substring(plain.lastIndexOf('.') + 1);
        return index.chars().allMatch(Character::isDigit)
                ? String.format("%s.%012d", MergedFiles.NAME, Long.parseLong(index))
                : plain;
    }
}
