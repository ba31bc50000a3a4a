package org.logbraid.collector.journal.chronicle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.ProcessBuilder.Redirect;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.logbraid.collector.journal.JournalReader;
import org.logbraid.common.clock.SystemClock;

/** A real process that is killed in the middle of its work. */
class KilledProcessTest {
    private static final int KILLS = 6;

    @TempDir
    Path folder;

    private Process start() throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-XX:TieredStopAtLevel=1");
        for (String flag : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
            if (flag.startsWith("--") || flag.startsWith("-Dchronicle") || flag.startsWith("-XX:+Ignore")) {
                command.add(flag);
            }
        }
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        command.addAll(List.of("-cp", classPath, JournalWriterMain.class.getName(), folder.toString()));
        return new ProcessBuilder(command)
                .redirectError(Redirect.to(folder.resolveSibling("errors").toFile()))
                .start();
    }

    private static long durable(String line) {
        return Long.parseLong(line.substring("durable ".length()));
    }

    /** Kills a writer after some of its answers; returns the last one. */
    private long killAfter(int answers) throws Exception {
        Process process = start();
        long durable = 0;
        try (var answersOf =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (int i = 0; i < answers; i++) {
                String line = answersOf.readLine();
                assertThat(line).as("answer of the writer").isNotNull();
                durable = durable(line);
            }
            process.destroyForcibly();
            for (String line = answersOf.readLine(); line != null; line = answersOf.readLine()) {
                if (line.length() > "durable ".length() && line.startsWith("durable ")) {
                    durable = Math.max(durable, durable(line)); // said before it died: acknowledged
                }
            }
        } catch (IOException e) {
            assertThat(durable).isPositive(); // the pipe broke with the process
        } finally {
            process.destroyForcibly();
            assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        }
        return durable;
    }

    @Test
    @DisplayName("G15: after kill -9 at any moment everything acknowledged is there, whole and in order")
    void whatWasAcknowledgedOutlivesKills() throws Exception {
        var random = new Random(7);
        for (int kill = 0; kill < KILLS; kill++) {
            long durable = killAfter(1 + random.nextInt(60));

            try (var journal = ChronicleJournal.open(folder, JournalWriterMain.settings(), SystemClock.INSTANCE);
                    JournalReader reader = journal.openReader()) {
                assertThat(journal.lastIndex()).isGreaterThanOrEqualTo(durable);
                for (long index = 1; index <= journal.lastIndex(); index++) {
                    assertThat(reader.read(index)).isTrue();
                    assertThat(Arrays.copyOf(reader.content(), reader.length()))
                            .isEqualTo(JournalWriterMain.content(index));
                }
            }
        }
    }

    @Test
    @DisplayName("a second process on the same folder is refused by name within 5 s, the first goes on")
    void aSecondProcessIsLockedOut() throws Exception {
        Process first = start();
        try (var answers = new BufferedReader(new InputStreamReader(first.getInputStream(), StandardCharsets.UTF_8))) {
            assertThat(answers.readLine()).startsWith("durable ");
            long begun = System.nanoTime();

            Assertions.assertThatThrownBy(
                            () -> ChronicleJournal.open(folder, JournalWriterMain.settings(), SystemClock.INSTANCE))
                    .hasMessageContaining("in use")
                    .hasMessageContaining(folder.toString());

            assertThat(System.nanoTime() - begun).isLessThan(TimeUnit.SECONDS.toNanos(5));
            assertThat(answers.readLine()).startsWith("durable ");
        } finally {
            first.destroyForcibly();
            first.waitFor();
        }
    }
}
