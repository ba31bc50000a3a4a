package org.logbraid.collector.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.logbraid.collector.ShapingSettings;
import org.logbraid.collector.intake.IntakeView;
import org.logbraid.collector.intake.Requests;
import org.logbraid.collector.join.FetchAnswer;
import org.logbraid.collector.merge.MergeView;
import org.logbraid.collector.quorum.GroupView;
import org.logbraid.collector.quorum.QuorumView;
import org.logbraid.common.HostPort;
import org.logbraid.common.testing.SimulatedTime;
import org.logbraid.common.wire.InstanceId;

class StatusServerTest {
    private final SimulatedTime time = new SimulatedTime();
    private final Requests requests = new Requests(() -> {});
    private volatile GroupView group =
            new GroupView(List.of(new GroupView.MemberView("c1", "", true, 12, 11, 0)), List.of(), true, "", 0);
    private volatile QuorumView quorum = new QuorumView(true, "c1", 3, 12, 11, 10);
    private volatile MergeView merge = MergeView.NOTHING;
    private volatile CompletableFuture<FetchAnswer> fetched = new CompletableFuture<>();
    private volatile IntakeView intake =
            new IntakeView(true, false, ShapingSettings.DEFAULT, List.of(), Map.of(), Map.of("malformed", 4L));

    private StatusServer server = open();
    private StatusClient client = new StatusClient(server.address());

    private StatusServer open() {
        try {
            var report = new StatusReport(
                    "c1", Path.of("/out"), () -> quorum, () -> group, () -> merge, () -> intake, time.machine(0));
            StatusServer opened = StatusServer.open(
                    new HostPort("127.0.0.1", 0), () -> report, () -> requests, () -> fetched, (name, failure) -> {});
            opened.begin();
            return opened;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @BeforeEach
    void fill() {
        long now = time.trueNanos();
        merge = new MergeView(
                9,
                now,
                new InstanceId(1, 2),
                ShapingSettings.DEFAULT.canonical(),
                true,
                true,
                5,
                now,
                now,
                new MergeView.Holder("web1", "/var/log/a", now - 1_500_000_000L),
                List.of(new MergeView.SessionView(1, "web1", new InstanceId(1, 1), 7, "main", 3, true)),
                List.of("web1"),
                List.of(new MergeView.SourceView("web1", "/var/log/a\u001b[2J", 0, 77, 100, true, false)),
                List.of(new MergeView.OutputView("merged.log", 1234, 0xabc, 8)),
                new MergeView.Counters(1, 2, 3, 4, 5, 6, 7, 8, 9, 10));
        intake = new IntakeView(
                true, false, ShapingSettings.DEFAULT, List.of(), Map.of(77L, 150L), Map.of("malformed", 4L));
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void tellsEverythingThatIsPromised() throws IOException {
        Map<String, @Nullable Object> status =
                JsonReader.readObject(client.get("/api/v1/status").body());

        assertThat(status)
                .containsKeys("name", "leader", "term", "commitIndex", "writtenIndex", "waitingLines", "frontier")
                .containsEntry("name", "c1")
                .containsEntry("leader", "c1")
                .containsEntry("commitIndex", java.math.BigDecimal.valueOf(10))
                .containsEntry("writtenIndex", java.math.BigDecimal.valueOf(8))
                .containsEntry("waitingLines", java.math.BigDecimal.valueOf(5));
        assertThat(String.valueOf(status.get("heldBy"))).isEqualTo("{agent=web1, source=/var/log/a, seconds=1.500}");
        assertThat(String.valueOf(status.get("sources"))).contains("offset=100, lagBytes=50");
        assertThat(String.valueOf(status.get("outputs")))
                .isEqualTo("[{path=/out/merged.log, bytes=1234, checksum=00000abc, index=8}]");
        assertThat(String.valueOf(status.get("counters")))
                .contains("late=2", "raised=3", "future=4", "stragglers=5", "gaps=6", "voidFrames=8")
                .contains("unfinishedLines=9", "longLines=10", "malformed=4");
    }

    @Test
    @DisplayName("X5: control characters of a path do not reach a terminal")
    void escapesControlCharacters() throws IOException {
        assertThat(client.get("/api/v1/status").body()).contains("\\u001b[2J").doesNotContain("\u001b");
    }

    @Test
    @DisplayName("T11: before the gate the status names who of the roster is absent")
    void namesTheAbsentOfTheRoster() throws IOException {
        var shaping = ShapingSettings.parse("expect: web1,web2\n");
        merge = MergeView.NOTHING;
        intake = new IntakeView(true, false, shaping, List.of(), Map.of(), Map.of());

        Map<String, @Nullable Object> status =
                JsonReader.readObject(client.get("/api/v1/status").body());

        assertThat(status).containsEntry("waitingFor", List.of("web1", "web2"));
        assertThat(String.valueOf(status.get("heldBy"))).contains("agent=web1");
    }

    @Test
    void isReadyOnlyWithALeaderAndWhileNotStopping() throws IOException {
        assertThat(client.get("/livez").status()).isEqualTo(200);
        assertThat(client.get("/readyz").status()).isEqualTo(200);

        intake = new IntakeView(true, true, ShapingSettings.DEFAULT, List.of(), Map.of(), Map.of());
        assertThat(client.get("/readyz").status()).isEqualTo(503);

        fill();
        quorum = new QuorumView(false, "", 4, 0, 0, 0);
        assertThat(client.get("/readyz").status()).isEqualTo(503);
        assertThat(client.get("/livez").status()).isEqualTo(200);
    }

    @Test
    void refusesAPostThatAWebPageCouldSend() throws IOException {
        assertThat(plainPost("application/json", false)).isEqualTo(403);
        assertThat(plainPost("text/plain", true)).isEqualTo(415);
        assertThat(client.get("/api/v1/rotate").status()).isEqualTo(405);
    }

    private int plainPost(String type, boolean ours) throws IOException {
        var connection = (HttpURLConnection) URI.create("http://" + server.address() + "/api/v1/rotate")
                .toURL()
                .openConnection();
        connection.setRequestMethod("POST");
        connection.setDoOutput(true);
        connection.setRequestProperty("Content-Type", type);
        if (ours) {
            connection.setRequestProperty(StatusServer.HEADER, "1");
        }
        connection.getOutputStream().write("{}".getBytes(StandardCharsets.US_ASCII));
        return connection.getResponseCode();
    }

    @Test
    void saysWhatIsWrongWithAPost() throws IOException {
        assertThat(client.post("/api/v1/forget", "{").status()).isEqualTo(400);
        assertThat(client.post("/api/v1/forget", "{}").sentence()).contains("'agent'");
        assertThat(client.post("/api/v1/settings", "{\"order\":\"sideways\"}").sentence())
                .isEqualTo("unknown order: 'sideways'");
        assertThat(client.post("/api/v1/settings", "{\"order\":\"time\\nout: x\"}")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void showsTheSettingsOfTheLog() throws IOException {
        assertThat(JsonReader.readObject(client.get("/api/v1/settings").body()))
                .containsEntry("order", "time")
                .containsEntry("evict-after", "30000ms");
    }

    @ParameterizedTest
    @CsvSource({"DONE, 200, message", "UNDER_WAY, 202, message", "INCOMPLETE, 409, error", "UNAVAILABLE, 503, error"})
    @DisplayName("a collector that is asked for missing files says how that stands")
    void fetches(FetchAnswer.Outcome outcome, int status, String key) throws IOException {
        fetched = CompletableFuture.completedFuture(new FetchAnswer(outcome, "so it is"));

        StatusClient.Reply reply = client.post("/api/v1/fetch", "{}");

        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.body()).isEqualTo("{\"" + key + "\":\"so it is\"}");
    }

    @Test
    void saysWhoCannotBeAskedAndWhichPortIsTaken() {
        server.close();
        assertThatThrownBy(() -> client.get("/livez"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(server.address().toString());

        server = open();
        var report = new StatusReport(
                "c2", Path.of("/out"), () -> quorum, () -> group, () -> merge, () -> intake, time.machine(0));
        assertThatThrownBy(() -> StatusServer.open(
                        server.address(), () -> report, () -> requests, () -> fetched, (name, failure) -> {}))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(server.address().toString());
    }
}
