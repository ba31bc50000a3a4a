package org.logbraid.collector.verify;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.logbraid.common.disk.DiskFile;
import org.logbraid.common.testing.SimulatedDisk;
import org.logbraid.common.testing.SimulatedTime;

/** What {@code verify} finds in the merged files of two collectors. */
@DisplayName("G3: two folders of merged files")
class FolderComparisonTest {
    private static final Path ONE = Path.of("/one");
    private static final Path OTHER = Path.of("/other");
    private static final String ENDED = "merged.log.000000000012";
    private static final int PIECE_BYTES = 256 * 1024;

    private final SimulatedDisk.Mount disk = new SimulatedDisk(new SimulatedTime()).mount();

    FolderComparisonTest() throws IOException {
        disk.createFolders(ONE);
        disk.createFolders(OTHER);
    }

    private void write(Path file, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        disk.createFolders(requireNonNull(file.getParent()));
        try (DiskFile open = disk.openForWriting(file)) {
            open.write(bytes, 0, bytes.length, 0);
        }
    }

    private Verification compare() throws IOException {
        return new FolderComparison(disk).compare(ONE, OTHER);
    }

    private void expect(Path file, long at, String what) throws IOException {
        Verification.Difference found = requireNonNull(compare().difference(), "no difference was found");
        assertThat(found.file()).isEqualTo(file);
        assertThat(found.at()).isEqualTo(at);
        assertThat(found.what()).contains(what);
    }

    @Test
    void areWellWithTheSameFiles() throws Exception {
        write(ONE.resolve(ENDED), "one\n");
        write(OTHER.resolve(ENDED), "one\n");
        write(ONE.resolve("merged.log"), "two\nthree\n");
        write(OTHER.resolve("merged.log"), "two\nthree\n");

        Verification found = compare();

        assertThat(found.isWell()).isTrue();
        assertThat(found.bytes()).isEqualTo(14);
        assertThat(found.notes()).isEmpty();
    }

    @Test
    @DisplayName("are well while the open file of one is the beginning of the other's")
    void areWellWithACommonBeginning() throws Exception {
        write(ONE.resolve("merged.log"), "one\ntwo\n");
        write(OTHER.resolve("merged.log"), "one\n");

        Verification found = compare();

        assertThat(found.isWell()).isTrue();
        assertThat(found.bytes()).isEqualTo(4);
    }

    @Test
    void namesThePlaceOfTheFirstDifference() throws Exception {
        write(ONE.resolve("merged.log"), "one\ntwo\nthree\n");
        write(OTHER.resolve("merged.log"), "one\ntWo\nthRee\n");

        expect(ONE.resolve("merged.log"), 5, OTHER.resolve("merged.log").toString());
    }

    @Test
    void namesAPlaceFarInside() throws Exception {
        String same = "x".repeat(2 * PIECE_BYTES + 17);
        write(ONE.resolve("merged.log"), same + "a\n");
        write(OTHER.resolve("merged.log"), same + "b\n");

        expect(ONE.resolve("merged.log"), same.length(), "other bytes");
    }

    @Test
    @DisplayName("an ended file never grows, so another length is a difference")
    void namesAnEndedFileOfAnotherLength() throws Exception {
        write(ONE.resolve(ENDED), "one\n");
        write(OTHER.resolve(ENDED), "one\ntwo\n");

        expect(ONE.resolve(ENDED), 4, "4 bytes long, " + OTHER.resolve(ENDED) + " 8");
    }

    @Test
    void noteWhatOnlyOneHas() throws Exception {
        write(ONE.resolve("merged.log"), "one\n");
        write(OTHER.resolve("merged.log"), "one\n");
        write(ONE.resolve(ENDED), "two\n");
        write(OTHER.resolve("merged.log.000000000013"), "two\n");

        Verification found = compare();

        assertThat(found.isWell()).isTrue();
        assertThat(found.notes())
                .containsExactlyInAnyOrder(
                        "only in one folder: " + ONE.resolve(ENDED),
                        "only in one folder: " + OTHER.resolve("merged.log.000000000013"));
    }

    @Test
    void areComparedInTheirSubfoldersToo() throws Exception {
        write(ONE.resolve("shop").resolve("merged.log"), "one\n");
        write(OTHER.resolve("shop").resolve("merged.log"), "onE\n");

        expect(ONE.resolve("shop").resolve("merged.log"), 2, "other bytes");
    }

    @Test
    @DisplayName("that have no file in common are no proof of anything, and that is a difference")
    void mustHaveSomethingInCommon() throws Exception {
        write(ONE.resolve("merged.log"), "one\n");
        write(OTHER.resolve("other.log"), "one\n");

        expect(ONE, -1, "no file stands in both folders");
    }
}
