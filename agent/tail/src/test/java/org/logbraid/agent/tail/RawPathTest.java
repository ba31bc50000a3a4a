package org.logbraid.agent.tail;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.logbraid.common.disk.PathBytes;

/** Names that are no text in any encoding: the bytes are what counts. */
class RawPathTest {
    private static final byte[] NAME = {'a', (byte) 0xff, (byte) 0xc3, '.', 'l', 'o', 'g'};
    private static final byte[] ROTATED = {'a', (byte) 0xff, (byte) 0xc3, '.', 'l', 'o', 'g', '.', '1'};
    private static final byte[] OTHER = {'a', (byte) 0xfe, (byte) 0xc3, '.', 'l', 'o', 'g'};

    @TempDir
    private Path folder;

    private Path path(byte[]... names) {
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes(PathBytes.of(folder));
        for (byte[] name : names) {
            bytes.write('/');
            bytes.writeBytes(name);
        }
        return PathBytes.toPath(bytes.toByteArray());
    }

    private static void write(Path path, String text) throws IOException {
        Files.write(path, text.getBytes(ISO_8859_1), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** As the log has it: one sign for each byte. */
    private static String inLog(Path path) {
        return new String(PathBytes.of(path), ISO_8859_1);
    }

    @Test
    @DisplayName("a name that is not UTF-8 stands in the log with its very bytes (G1, G9)")
    void theBytesOfAPathStandInTheLog() throws IOException {
        write(path(NAME), "one\n");
        write(path(OTHER), "two\n");

        try (var rig = new TailRig(folder, "*.log")) {
            rig.welcome();
            rig.run();

            assertThat(rig.log.generations.values())
                    .extracting(row -> row.path, row -> row.text.toString())
                    .containsExactlyInAnyOrder(tuple(inLog(path(NAME)), "one\n"), tuple(inLog(path(OTHER)), "two\n"));
            assertThat(inLog(path(NAME))).endsWith("/a\u00ff\u00c3.log");
        }
    }

    @Test
    @DisplayName("globs match names that are not UTF-8, a sign for each byte (G4)")
    void globsMatchThem() throws IOException {
        write(path(NAME), "one\n");
        for (String pattern : new String[] {"a??.log", "a*log", "[a]*", "**", "a[!b][!c].log"}) {
            try (var rig = new TailRig(folder, pattern)) {
                rig.welcome();
                rig.run();
                assertThat(rig.all()).as(pattern).isEqualTo("one\n");
            }
        }
        for (String pattern : new String[] {"a?.log", "a???.log", "b*"}) {
            try (var rig = new TailRig(folder, pattern)) {
                rig.welcome();
                rig.run();
                assertThat(rig.all()).as(pattern).isEmpty();
            }
        }
    }

    @Test
    @DisplayName("a folder that is not UTF-8 is walked through (G4)")
    void foldersToo() throws IOException {
        Files.createDirectory(path(NAME));
        write(path(NAME, OTHER), "one\n");

        try (var rig = new TailRig(folder, "a*/*.log")) {
            rig.welcome();
            rig.run();
            assertThat(rig.log.of(inLog(path(NAME, OTHER)))).hasSize(1);
            assertThat(rig.all()).isEqualTo("one\n");
        }
    }

    @Test
    @DisplayName("rotation and a restart find them by their bytes (G5, G7, G14)")
    void rotationAndARestartFindThem() throws IOException {
        write(path(NAME), "one\n");
        try (var rig = new TailRig(folder, "*.log")) {
            rig.welcome();
            rig.run();

            rig.kill();
            write(path(NAME), "two\n");
            Files.move(path(NAME), path(ROTATED));
            write(path(NAME), "three\n");
            rig.start();
            rig.run(Duration.ofSeconds(7));

            assertThat(rig.log.of(inLog(path(NAME))))
                    .extracting(row -> row.text.toString())
                    .containsExactly("one\ntwo\n", "three\n");
        }
    }

    @Test
    @DisplayName("copy and truncate finds their copies by their bytes (G4)")
    void copyAndTruncateFindsTheirCopies() throws IOException {
        write(path(NAME), "one\n");
        try (var rig = new TailRig(folder, "*.log")) {
            rig.welcome();
            rig.run();

            write(path(NAME), "two\n");
            Files.copy(path(NAME), path(ROTATED));
            Files.write(path(NAME), new byte[0]);
            rig.run();

            assertThat(rig.log.of(inLog(path(NAME))))
                    .extracting(row -> row.text.toString())
                    .containsExactly("one\ntwo\n", "");
        }
    }
}
