package org.logbraid.system.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** How the sources lie. Each check was seen to fail on a file made for it. */
class SourceFilesTest {
    private static final int MOST_LINES = 300;

    /** What a header says that has a reason to be longer. */
    private static final String REASON = "Longer than 300 lines because";

    private static List<Path> sources() throws IOException {
        Path top = Path.of("..").toRealPath();
        try (Stream<Path> all = Files.walk(top)) {
            return all.filter(path -> path.toString().endsWith(".java"))
                    .filter(path -> !path.toString().contains("/target/"))
                    .toList();
        }
    }

    private static String text(Path path) {
        try {
            return Files.readString(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void noFileIsLongerThan300LinesWithoutAReason() throws IOException {
        assertThat(sources())
                .isNotEmpty()
                .allSatisfy(path -> assertThat(text(path))
                        .as(path.toString())
                        .satisfiesAnyOf(
                                source -> assertThat(source.lines().count()).isLessThanOrEqualTo(MOST_LINES),
                                source -> assertThat(source).contains(REASON)));
    }

    @Test
    void everyProductionPackageSaysWhatItIs() throws IOException {
        List<Path> folders = sources().stream()
                .filter(path -> path.toString().contains("/src/main/java/"))
                .map(Path::getParent)
                .distinct()
                .toList();

        assertThat(folders)
                .isNotEmpty()
                .allSatisfy(folder -> assertThat(text(folder.resolve("package-info.java")))
                        .as(folder.toString())
                        .containsPattern("(?s)/\\*\\*.{20,}\\*/.*@NullMarked"));
    }
}
