package org.logbraid.bench.logs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AccessLogsTest {
    private static final int LINES = 40_003;

    @TempDir
    Path folder = Path.of("");

    @Test
    void theSameLinesAreMadeEachTime() throws Exception {
        List<Path> once = AccessLogs.write(folder.resolve("once"), 4, LINES);
        List<Path> again = AccessLogs.write(folder.resolve("again"), 4, LINES);

        for (int i = 0; i < once.size(); i++) {
            assertThat(again.get(i)).hasSameBinaryContentAs(once.get(i));
        }
    }

    @Test
    void everyLineHasItsLengthAndAMicrosecondOfItsOwn() throws Exception {
        Set<Long> times = new HashSet<>();

        for (Path file : AccessLogs.write(folder, 4, LINES)) {
            byte[] text = Files.readAllBytes(file);
            for (int at = 0; at < text.length; at += LineMaker.LINE_BYTES) {
                times.add(MergedText.timeOf(text, at));
            }
            assertThat(MergedText.read(file).behind()).isZero();
        }

        assertThat(times).hasSize(LINES);
    }

    @Test
    void theyPackAsRealOnesDo() throws Exception {
        Path file = AccessLogs.write(folder, 4, LINES).get(0);

        assertThat(Compressibility.lz4Ratio(file)).isBetween(4.0, 4.5);
    }

    @Test
    void aLineBehindALaterOneIsCounted() throws Exception {
        var maker = new LineMaker(1);
        Path file = folder.resolve("merged.log");
        try (var out = Files.newOutputStream(file)) {
            for (long micros : new long[] {5, 7, 6, 6, 8}) {
                out.write(maker.next(micros));
            }
        }

        assertThat(MergedText.read(file)).isEqualTo(new MergedText(5, 2));
    }
}
