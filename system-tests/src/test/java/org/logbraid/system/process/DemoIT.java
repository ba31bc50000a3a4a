package org.logbraid.system.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The demonstration, as a newcomer runs it: what it says of itself is true, and nothing of it is left behind. */
class DemoIT {
    /** A rotation and two kills take 15 s of it. */
    private static final Duration ALL_OF_IT = Duration.ofMinutes(3);

    @RegisterExtension
    final Cluster cluster = new Cluster();

    private final Marked marked = new Marked();
    private final Map<String, String> environment = new HashMap<>(marked.environment());
    private Installation installed;

    @BeforeEach
    void install() throws IOException {
        installed = Installation.in(cluster.folder().resolve("checkout"));
        Path temporary = Files.createDirectory(cluster.folder().resolve("tmp"));
        environment.put("LOGBRAID_OPTS", "-Djava.io.tmpdir=" + temporary);
    }

    @AfterEach
    void endWhatIsLeft() throws IOException {
        for (String left : marked.alive()) {
            ProcessHandle.of(Long.parseLong(left.split(" ", 2)[0])).ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    private static String figure(LogbraidProcess demo, String name) {
        Matcher row = Pattern.compile("(?m)^" + name + " +(.+)$").matcher(demo.output());
        assertThat(row.find()).as(demo.output()).isTrue();
        return row.group(1);
    }

    private void assertEndedWell(LogbraidProcess demo) throws Exception {
        assertThat(demo.exitStatus(ALL_OF_IT)).as(demo::errors).isZero();
        assertThat(marked.alive()).isEmpty();
        assertThat(demo.output()).contains("every line came out once and in order");
        String out = figure(demo, "lines out");
        assertThat(figure(demo, "lines in")).startsWith(out + " in ");
        assertThat(figure(demo, "lost")).isEqualTo("0");
        assertThat(figure(demo, "doubled")).isEqualTo("0");
        assertThat(figure(demo, "torn")).isEqualTo("0");
        assertThat(figure(demo, "out of order")).isEqualTo("0 within their file, 0 by their stamps");
        Matcher merged = Pattern.compile("(/.+) \\((\\d+) lines\\)").matcher(figure(demo, "merged file"));
        assertThat(merged.matches()).isTrue();
        assertThat(merged.group(2)).isEqualTo(out);
        assertThat(MergedFile.lines(Path.of(merged.group(1))))
                .hasSize(Integer.parseInt(out))
                .doesNotHaveDuplicates();
    }

    @Test
    void endsByItselfAndItsFiguresAreTrue() throws Exception {
        var demo = cluster.launch(installed, environment, "demo");

        assertEndedWell(demo);
        assertThat(figure(demo, "lines out")).as("of 15 s").hasSizeGreaterThan(3);
        assertThat(figure(demo, "meanwhile")).contains("rotated", "agent web-2 killed", "collector killed");
    }

    @Test
    void ofThreeCollectorsTheLeaderIsKilledAndTheirFilesAreTheSame() throws Exception {
        var demo = cluster.launch(installed, environment, "demo", "--collectors", "3");

        assertEndedWell(demo);
        assertThat(figure(demo, "meanwhile"))
                .contains(", which led, killed (-9)")
                .containsPattern("leads \\d+\\.\\d s later");
        Path merged = Path.of(figure(demo, "merged file").replaceFirst(" \\(.*", ""));
        Matcher others = Pattern.compile("(/\\S+/merged\\.log) \\(identical\\)").matcher(demo.output());
        for (int other = 0; other < 2; other++) {
            assertThat(others.find()).as(demo.output()).isTrue();
            assertThat(Path.of(others.group(1))).isNotEqualTo(merged).hasSameBinaryContentAs(merged);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"INT", "TERM"})
    void keepsRunningUntilItIsToldToEnd(String signal) throws Exception {
        // given
        var demo = cluster.launch(installed, environment, "demo", "--keep-running");
        String goesOn = demo.awaitError("that it goes on", line -> line.contains("all goes on until Ctrl-C"));
        Matcher http = Pattern.compile("--http (\\S+)").matcher(goesOn);
        assertThat(http.find()).as(goesOn).isTrue();

        // then
        var request = HttpRequest.newBuilder(URI.create("http://" + http.group(1) + "/api/v1/status"))
                .timeout(Duration.ofSeconds(20))
                .build();
        var status = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString(UTF_8));
        assertThat(status.statusCode()).isEqualTo(200);
        assertThat(status.body()).contains("web-1", "web-2", "web-3");
        assertThat(marked.alive()).as("the demo, its collector and its agents").hasSize(5);

        // when
        demo.signal(signal);

        // then
        assertEndedWell(demo);
    }

    @Test
    void takesItsProcessesAlongWhenItIsKilled() throws Exception {
        var demo = cluster.launch(installed, environment, "demo", "--keep-running");
        demo.awaitError("that it runs", line -> line.contains("one collector and three agents run"));
        assertThat(marked.alive()).hasSize(5);

        demo.kill();

        marked.awaitNoneAlive();
    }
}
