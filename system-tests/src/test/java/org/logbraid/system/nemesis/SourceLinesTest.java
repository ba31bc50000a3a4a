package org.logbraid.system.nemesis;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.logbraid.system.process.ReferenceMerge.Source;

class SourceLinesTest {
    @TempDir
    Path folder;

    private List<Source> sources = List.of();

    @BeforeEach
    void logs() throws IOException {
        Path rotated = Files.writeString(folder.resolve("x.1"), "x 0\nx 1\n");
        Path empty = Files.writeString(folder.resolve("x.2"), "");
        Path growing = Files.writeString(folder.resolve("x"), "x 2\n");
        sources = List.of(
                new Source("a", growing, List.of(rotated, empty, growing)),
                Source.of("b", Files.writeString(folder.resolve("y"), "y 0\ny 1\n")));
    }

    private void check(String merged) throws IOException {
        SourceLines.assertMerged(sources, Files.writeString(folder.resolve("merged"), merged));
    }

    @Test
    void takesEveryInterleaving() {
        assertThatCode(() -> check("x 0\nx 1\nx 2\ny 0\ny 1\n")).doesNotThrowAnyException();
        assertThatCode(() -> check("y 0\nx 0\nx 1\ny 1\nx 2\n")).doesNotThrowAnyException();
    }

    private AbstractThrowableAssert<?, ?> assertRefused(String merged) {
        return assertThatThrownBy(() -> check(merged)).isInstanceOf(AssertionError.class);
    }

    @Test
    void refusesWhatIsLostDoubledTornForeignOrOutOfOrder() {
        assertRefused("x 0\nx 2\ny 0\ny 1\n").hasMessageContaining("merged:2: lost");
        assertRefused("x 0\nx 1\nx 2\ny 0\n").hasMessageContaining("lost at the end: y 1");
        assertRefused("x 0\nx 0\nx 1\nx 2\ny 0\ny 1\n").hasMessageContaining("doubled");
        assertRefused("x 0\nx\n1\nx 2\ny 0\ny 1\n").hasMessageContaining("torn");
        assertRefused("x 0\nx 1\nx 2\nz 0\ny 0\ny 1\n").hasMessageContaining("foreign: z 0");
        assertRefused("x 1\nx 0\nx 2\ny 0\ny 1\n").hasMessageContaining("out of order");
        assertRefused("").hasMessageContaining("lost at the end");
    }
}
