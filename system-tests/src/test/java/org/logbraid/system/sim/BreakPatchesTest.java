package org.logbraid.system.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The breaks that the simulation is tried against are tried on demand; they must not fall behind the code meanwhile. */
class BreakPatchesTest {
    private static final String FILE = "+++ b/";

    static List<Path> patches() throws IOException {
        try (Stream<Path> all = Files.list(Path.of("src/test/breaks"))) {
            return all.filter(path -> path.toString().endsWith(".patch"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("patches")
    void changesLinesThatAreThere(Path patch) throws IOException {
        List<String> lines = Files.readAllLines(patch);
        String file = lines.stream()
                .filter(line -> line.startsWith(FILE))
                .map(line -> line.substring(FILE.length()))
                .findFirst()
                .orElseThrow();
        String before = lines.stream()
                .filter(line -> line.startsWith(" ") || (line.startsWith("-") && !line.startsWith("---")))
                .map(line -> line.substring(1))
                .collect(Collectors.joining("\n"));

        assertThat(Files.readString(Path.of("..", file))).contains(before);
    }
}
