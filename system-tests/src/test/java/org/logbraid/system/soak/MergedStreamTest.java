package org.logbraid.system.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What follows the merged file from one to the next. */
class MergedStreamTest {
    @TempDir
    Path folder = Path.of("");

    private final StreamCheck check = new StreamCheck(1);
    private final NumberedLine.Maker lines = new NumberedLine.Maker(0);
    private MergedStream stream = new MergedStream(folder, "", check);

    @BeforeEach
    void follow() {
        stream = new MergedStream(folder, "merged.log", check);
    }

    private Path merged() {
        return folder.resolve("merged.log");
    }

    private void write(int count) throws IOException {
        byte[] line = new byte[NumberedLine.MOST_BYTES];
        try (var out = Files.newOutputStream(merged(), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            for (int i = 0; i < count; i++) {
                int length = lines.put(line, 0, 1 + lines.next());
                out.write(line, 0, length);
            }
        }
    }

    private void end(int index) throws IOException {
        Files.move(merged(), folder.resolve(String.format("merged.log.%012d", index)));
    }

    private void readAll() throws IOException {
        for (int i = 0; i < 100; i++) {
            stream.turn();
        }
    }

    @Test
    void readsEachFileToItsEndAndGoesOnInTheNext() throws IOException {
        readAll();
        write(10);
        readAll();
        write(10);
        end(7);
        write(10);
        end(90);
        write(10);
        end(100);
        write(10);
        readAll();

        assertThat(check.lines()).isEqualTo(50);
        assertThat(stream.ended()).isEqualTo(3);
    }

    @Test
    void deletesWhatWasJudgedButTheNewestOnes() throws IOException {
        for (int i = 1; i <= 6; i++) {
            write(5);
            readAll();
            end(i);
        }
        readAll();

        assertThat(check.lines()).isEqualTo(30);
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left.map(path -> path.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            "merged.log.000000000004", "merged.log.000000000005", "merged.log.000000000006");
        }
    }

    @Test
    void seesAFileThatShrinks() throws IOException {
        write(10);
        readAll();
        try (FileChannel file = FileChannel.open(merged(), StandardOpenOption.WRITE)) {
            file.truncate(100);
        }

        assertThatThrownBy(this::readAll).isInstanceOf(AssertionError.class).hasMessageContaining("has shrunk");
    }

    @Test
    void seesAFileThatNobodyAskedFor() throws IOException {
        write(10);
        readAll();
        Files.createFile(folder.resolve("merged.log.before-01234567"));

        assertThatThrownBy(this::readAll).isInstanceOf(AssertionError.class).hasMessageContaining("nobody asked for");
    }

    @Test
    void seesAFileThatIsPassedOver() throws IOException {
        write(10);
        readAll();
        end(1);
        write(10);
        Files.delete(merged());
        write(10);

        assertThatThrownBy(this::readAll).isInstanceOf(AssertionError.class).hasMessageStartingWith("lost");
    }
}
