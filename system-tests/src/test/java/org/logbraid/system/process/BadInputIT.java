package org.logbraid.system.process;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.logbraid.system.process.ReferenceMerge.Source;

/** What is wrong is said in one clear sentence, with the right exit status; nothing is lost and nothing hangs. */
class BadInputIT {
    private static final Duration SOON = Duration.ofSeconds(5);
    private static final int WRONG_USAGE = 2;
    private static final int WRONG_SETTINGS = 78;

    @RegisterExtension
    final Cluster cluster = new Cluster();

    private Path good() throws IOException {
        var text = new StringBuilder();
        for (int i = 0; i < 500; i++) {
            text.append("10.0.0.1 - - [17/May/2015:10:05:%02d +0000] \"GET /%d\" 200 1\n".formatted(i % 60, i));
        }
        return Files.writeString(cluster.folder().resolve("good.log"), text, ISO_8859_1);
    }

    private static void assertSays(LogbraidProcess process, int status, String... words) throws InterruptedException {
        assertThat(process.exitStatus()).as(process::errors).isEqualTo(status);
        assertThat(process.errors())
                .contains(List.of(words))
                .doesNotContain("\tat ")
                .doesNotContain("Exception");
    }

    private void assertGoodIsMerged(Path good) throws IOException {
        cluster.awaitMerged(Files.size(good));
        MergedFile.assertIsMergeOf(List.of(Source.of("a", good)), cluster.merged());
    }

    @Test
    @DisplayName("X7: folders and FIFOs are named in one warning each and skipped")
    void skipsWhatIsNoFile() throws Exception {
        // given
        cluster.collector();
        Path good = good();
        Path folder = Files.createDirectory(cluster.folder().resolve("folder"));
        Path fifo = cluster.folder().resolve("fifo");
        assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor())
                .isZero();

        // when
        var agent = cluster.agent("a", List.of(good, folder, fifo), "--once");

        // then
        assertSays(agent, 0, folder.toString(), fifo.toString());
        assertThat(agent.errors().lines().filter(line -> line.contains("/folder")))
                .hasSize(1);
        assertThat(agent.errors().lines().filter(line -> line.contains("/fifo")))
                .hasSize(1);
        assertGoodIsMerged(good);
    }

    @Test
    @DisplayName("G4: with --once the good files are handed over first, then those that cannot be read are named")
    void namesFilesThatCannotBeRead() throws Exception {
        // given
        cluster.collector();
        Path good = good();
        Path loop = cluster.folder().resolve("loop.log");
        Files.createSymbolicLink(loop, loop);
        Path missing = cluster.folder().resolve("missing.log");

        // when
        var agent = cluster.agent("a", List.of(loop, missing, good), "--once");

        // then
        assertSays(agent, 1, loop.toString(), missing.toString());
        assertGoodIsMerged(good);
    }

    @Test
    @DisplayName("X7: with nothing readable left, --once ends with 1")
    void endsWhenNothingIsReadable() throws Exception {
        cluster.collector();

        var agent = cluster.agent("a", List.of(cluster.folder()), "--once");

        assertSays(agent, 1, cluster.folder().toString());
    }

    @ParameterizedTest
    @DisplayName("what cannot be a port, an address or a known word is wrong usage")
    @CsvSource({
        "collector,--bind,127.0.0.1:99999",
        "collector,--bind,nowhere",
        "collector,--bind,0.0.0.0:0",
        "collector,--order,strict-time",
        "collector,--order,sideways",
        "collector,--out,{vhost}.log",
        "collector,--acks,never",
        "collector,--colour,red",
        "agent,--to,127.0.0.1:0x50",
        "agent,--time,sundial",
        "agent,--from,middle",
        "agent,--give-up,5s"
    })
    void refusesWrongUsage(String command, String option, String value) throws Exception {
        var process = cluster.run(command, command.equals("agent") ? "access.log" : "--http=off", option, value);

        assertSays(process, WRONG_USAGE, option);
        assertThat(process.output()).isEmpty();
    }

    @ParameterizedTest
    @DisplayName("a wrong settings file is refused with file, line and column")
    @CsvSource(
            delimiter = '|',
            value = {
                "name: c1\\nordre: time | 2:1",
                "name: c1\\norder: sideways | 2:8",
                "name: [c1 | 2:1",
                "bind: 0.0.0.0:7800 | 1:7",
            })
    void refusesWrongSettings(String text, String place) throws Exception {
        Path file = Files.writeString(cluster.folder().resolve("settings.yaml"), text.replace("\\n", "\n") + "\n");

        var process = cluster.run("collector", "--config", file.toString());

        assertSays(process, WRONG_SETTINGS, file + ":" + place);
    }

    @Test
    @DisplayName("an agent that finds no collector says so once, keeps trying, and ends with 1 when told to give up")
    void givesUpWithoutACollector() throws Exception {
        Path good = good();
        String nobody = Cluster.unusedAddress();

        var agent = cluster.run("agent", "--name", "a", "--to", nobody, "--once", "--give-up", "2s", good.toString());

        assertSays(agent, 1, nobody);
    }

    @Test
    @DisplayName("G4: an agent that was there before the collector hands over everything once it comes")
    void waitsForACollector() throws Exception {
        // given
        Path good = good();
        var agent = cluster.agent("a", List.of(good), "--once");
        agent.awaitError("that there is no collector", line -> line.contains(cluster.agentsPort()));

        // when
        cluster.collector();

        // then
        assertThat(agent.exitStatus()).as(agent::errors).isZero();
        assertGoodIsMerged(good);
        assertThat(agent.errors().lines().filter(line -> line.contains(cluster.agentsPort())))
                .hasSizeLessThanOrEqualTo(2);
    }

    @Test
    @DisplayName("a collector whose port or whose data folder is in use names it and ends with 1 at once")
    void refusesAPortOrAFolderInUse() throws Exception {
        cluster.collector();
        String port = cluster.agentsPort();

        long begin = System.nanoTime();
        var samePort =
                cluster.run("collector", "--bind", port, "--http", "off", "--data", "other", "--out", "other.log");
        assertSays(samePort, 1, port);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(SOON.plusSeconds(5));

        var sameFolder = cluster.run(
                "collector",
                "--bind",
                "127.0.0.1:0",
                "--http",
                "off",
                "--data",
                cluster.data().toString(),
                "--out",
                "o");
        assertSays(sameFolder, 1, cluster.data().toString());

        Path good = good();
        assertThat(cluster.agent("a", List.of(good), "--once").exitStatus()).isZero();
        assertGoodIsMerged(good);
    }

    private Path journalFile(String pattern) throws IOException {
        try (Stream<Path> all = Files.walk(cluster.data())) {
            return all.filter(path -> path.getFileName().toString().matches(pattern))
                    .sorted()
                    .findFirst()
                    .orElseThrow();
        }
    }

    private void merge(Path good) throws Exception {
        var collector = cluster.collector();
        assertThat(cluster.agent("a", List.of(good), "--once").exitStatus()).isZero();
        assertGoodIsMerged(good);
        assertThat(collector.terminate()).as(collector::errors).isZero();
    }

    @Test
    @DisplayName("a journal of a newer format is refused by its name")
    void refusesANewerJournal() throws Exception {
        merge(good());
        Path format = journalFile("format");
        Files.writeString(format, Files.readString(format).replaceAll("\\d+", "9"));

        var collector = cluster.startCollector(List.of());

        assertSays(collector, 1, "version", cluster.data().toString());
    }

    @Test
    @DisplayName("G2: a damaged journal is refused by the name of its file; the merged file stays as it is")
    void refusesADamagedJournal() throws Exception {
        // given
        Path good = good();
        merge(good);
        Path cycle = journalFile(".*\\.cq4");
        byte[] content = Files.readAllBytes(cycle);
        int place = new String(content, ISO_8859_1).indexOf("GET /250");
        assertThat(place).isPositive();
        try (var file = new RandomAccessFile(cycle.toFile(), "rw")) {
            file.seek(place);
            file.write('X');
        }

        // when
        var collector = cluster.startCollector(List.of());

        // then
        assertSays(collector, 1, cycle.getFileName().toString());
        MergedFile.assertIsMergeOf(List.of(Source.of("a", good)), cluster.merged());
    }

    @Test
    @DisplayName("X4: garbage, torn frames and lengths of 2 GB end their connection and nothing else")
    void outlivesGarbage() throws Exception {
        // given
        var collector = cluster.collector();
        var random = new Random(4711);
        int port = Integer.parseInt(cluster.agentsPort().split(":")[1]);

        // when
        for (int i = 0; i < 60; i++) {
            byte[] bytes = new byte[random.nextInt(1, 5_000)];
            random.nextBytes(bytes);
            if (i % 3 == 1) { // a length of 2 GB first
                bytes[0] = 0x7f;
                if (bytes.length > 4) {
                    bytes[1] = (byte) 0xff;
                    bytes[2] = (byte) 0xff;
                    bytes[3] = (byte) 0xff;
                }
            }
            try (var socket = new Socket("127.0.0.1", port)) {
                socket.setSoTimeout(20_000);
                socket.getOutputStream().write(bytes);
                if (i % 3 == 2) {
                    socket.shutdownOutput();
                }
            } catch (IOException e) {
                assertThat(e).as("hung up on, which is right").hasMessageNotContaining("timed out");
            }
        }

        // then
        Path good = good();
        assertThat(cluster.agent("a", List.of(good), "--once").exitStatus()).isZero();
        assertGoodIsMerged(good);
        assertThat(collector.isAlive()).isTrue();
        assertThat(collector.errors()).doesNotContain("OutOfMemory");
        assertThat(collector.errors().length()).as("no flood of words").isLessThan(50_000);
        assertThat(collector.terminate()).as(collector::errors).isZero();
    }
}
