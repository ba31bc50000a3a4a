package org.logbraid.system.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What the collectors of a group have written, taken together. One that has begun with a snapshot need not have the files that
 * had ended before.
 */
final class GroupTexts {
    /** Lengths of files that have ended, by name. */
    private final Map<String, Integer> ended = new TreeMap<>();

    private byte[] longest = new byte[0];

    /** At any moment the text of one is the beginning of another's, but for what a power cut took (G3). */
    void compare(List<SimulatedCollector> all) {
        note(all);
        for (SimulatedCollector one : all) {
            if (one.isFetching()) {
                continue;
            }
            byte[] text = one.merged().wholePages();
            int from = absentBytes(one);
            int common = Math.min(text.length, Math.max(0, longest.length - from));
            assertThat(common == 0 || Arrays.equals(text, 0, common, longest, from, from + common))
                    .as("%s writes what the others write (G3)", one.kind().name())
                    .isTrue();
            if (from == 0 && text.length > longest.length) {
                longest = text;
            }
        }
    }

    private void note(List<SimulatedCollector> all) {
        for (SimulatedCollector one : all) {
            one.merged().byName().forEach((name, bytes) -> {
                if (!name.equals(MergedFiles.NAME)) {
                    ended.putIfAbsent(name, bytes.remaining());
                }
            });
        }
    }

    /** Bytes of files that had ended before one began with a snapshot, and are not there. */
    private int absentBytes(SimulatedCollector one) {
        if (one.joinedAt() == 0) {
            return 0;
        }
        int bytes = 0;
        Set<String> there = one.merged().byName().keySet();
        for (Map.Entry<String, Integer> file : ended.entrySet()) {
            boolean absent = MergedFiles.endedAt(file.getKey()) <= one.joinedAt() && !there.contains(file.getKey());
            bytes += absent ? file.getValue() : 0;
        }
        return bytes;
    }

    /** Length of the text that is the shortest, each with what it need not have. */
    int shortest(List<SimulatedCollector> all) {
        if (all.stream().anyMatch(one -> one.joinedAt() > 0)) {
            note(all);
        }
        return all.stream()
                .mapToInt(one -> absentBytes(one) + one.merged().length())
                .min()
                .orElse(0);
    }

    /** The whole text; files that some have not are taken from the others. */
    static byte[] whole(List<SimulatedCollector> members) {
        Map<String, ByteBuffer> files = new TreeMap<>(Comparator.comparingLong(MergedFiles::endedAt));
        for (SimulatedCollector one : members) {
            one.merged().byName().forEach(files::putIfAbsent);
        }
        var text = new ByteArrayOutputStream();
        for (ByteBuffer file : files.values()) {
            byte[] bytes = new byte[file.remaining()];
            file.get(bytes);
            text.writeBytes(bytes);
        }
        return text.toByteArray();
    }
}
