package org.logbraid.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.logbraid.collector.intake.Requests;
import org.logbraid.collector.status.JsonReader;
import org.logbraid.collector.status.StatusClient;
import org.logbraid.common.HostPort;
import org.logbraid.common.channel.AgentChannel;
import org.logbraid.common.channel.jgroups.JGroupsAgentChannel;
import org.logbraid.common.clock.SystemClock;
import org.logbraid.common.frame.Fingerprint;
import org.logbraid.common.frame.FrameWriter;
import org.logbraid.common.frame.Resume;
import org.logbraid.common.frame.StampUnit;
import org.logbraid.common.wire.InstanceId;
import org.logbraid.common.wire.Message;
import org.logbraid.common.wire.MessageHeader;

@Timeout(60)
class CollectorProcessTest {
    private static final long NOON = 1_772_625_600_000_000_000L;

    @TempDir
    Path folder;

    private final List<String> failures = new ArrayList<>();

    private CollectorSettings settings() {
        var defaults = CollectorSettings.defaults(folder);
        return new CollectorSettings(
                "c1",
                new HostPort("127.0.0.1", 0),
                null,
                new HostPort("127.0.0.1", 0),
                folder.resolve("data"),
                folder.resolve("out"),
                defaults.shaping(),
                Acks.SYNCED,
                QuorumSettings.ALONE,
                defaults.snapshotEveryBytes(),
                defaults.journal().keepingNothing().withCycles(4L * 1024 * 1024),
                defaults.creditBytes());
    }

    private CollectorProcess start(CollectorSettings settings) throws IOException {
        return CollectorProcess.start(settings, (thread, failure) -> failures.add(thread + ": " + failure));
    }

    /** An agent by hand. */
    private static final class ByHand implements AutoCloseable {
        private final AgentChannel channel = new JGroupsAgentChannel((name, failure) -> {});

        void dial(CollectorProcess collector) {
            channel.dial(collector.agents());
            await(() -> channel.poll() instanceof AgentChannel.Event.Connected);
        }

        void say(Message message) {
            byte[] bytes = Message.encode(message);
            assertThat(channel.send(bytes, 0, bytes.length)).isTrue();
        }

        <M extends Message> M hear(Class<M> kind) {
            var heard = new ArrayList<M>();
            await(() -> {
                AgentChannel.Event event = channel.poll();
                if (event instanceof AgentChannel.Event.Received received) {
                    try {
                        MessageHeader header = MessageHeader.read(received.message(), 0);
                        Message message = Message.decode(
                                header.type(), received.message(), MessageHeader.BYTES, header.bodyBytes());
                        if (kind.isInstance(message)) {
                            heard.add(kind.cast(message));
                        } else if (message instanceof Message.Ping ping) {
                            say(new Message.Pong(SystemClock.INSTANCE.epochNanos(), ping.echo(), 0));
                        }
                    } catch (org.logbraid.common.frame.MalformedException e) {
                        throw new AssertionError(e);
                    }
                }
                return !heard.isEmpty();
            });
            return heard.get(0);
        }

        Message.Welcome welcome(String name, long nonce) {
            for (int tries = 0; tries < 100; tries++) {
                say(new Message.Hello(1, 1, name, new InstanceId(1, nonce), nonce, "main", InstanceId.NONE));
                Message answer = hear(Message.class);
                if (answer instanceof Message.Welcome welcome) {
                    return welcome;
                }
                LockSupport.parkNanos(20_000_000);
            }
            throw new AssertionError("never welcomed");
        }

        void frame(FrameWriter writer) {
            byte[] body = writer.finish((from, offset, length, into) -> 0).toArray();
            var message = new org.logbraid.common.frame.ByteSink(body.length + MessageHeader.BYTES);
            new MessageHeader(org.logbraid.common.wire.MessageType.FRAME, body.length).write(message);
            message.bytes(body, 0, body.length);
            assertThat(channel.send(message.array(), 0, message.length())).isTrue();
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }

    private static void await(BooleanSupplier condition) {
        long begun = SystemClock.INSTANCE.monotonicNanos();
        while (!condition.getAsBoolean()) {
            if (SystemClock.INSTANCE.monotonicNanos() - begun > 20_000_000_000L) {
                throw new AssertionError("waited for 20 s");
            }
            LockSupport.parkNanos(2_000_000);
        }
    }

    private static FrameWriter lines(long session, long number, long start, String... lines) {
        var writer = new FrameWriter();
        writer.begin(session, 0, number);
        if (start == 0) {
            writer.open(55, "/log/a".getBytes(StandardCharsets.US_ASCII), new Fingerprint(1, 2, 3), 0);
            writer.firstScanDone();
        }
        writer.beginData(55, start, StampUnit.SECONDS);
        int end = 0;
        for (String line : lines) {
            byte[] bytes = (line + "\n").getBytes(StandardCharsets.US_ASCII);
            writer.bytes(bytes, 0, bytes.length);
            writer.line(bytes.length, NOON);
            end += bytes.length;
        }
        writer.endData(start + end, StampUnit.SECONDS, false, 0, Resume.NONE);
        return writer;
    }

    @Test
    @DisplayName("G15: what was acknowledged comes out, also after a restart, and once")
    void carriesLinesFromAgentToFile() throws Exception {
        Path merged = folder.resolve("out").resolve("merged.log");
        try (var agent = new ByHand()) {
            // given
            CollectorProcess first = start(settings());
            agent.dial(first);
            Message.Welcome welcome = agent.welcome("web1", 7);
            assertThat(welcome.generations()).isEmpty();
            agent.frame(lines(welcome.session(), 1, 0, "one", "two"));
            assertThat(agent.hear(Message.Ack.class).applied()).isEqualTo(1);

            // when
            first.stop();
            CollectorProcess second = start(settings());
            agent.dial(second);
            Message.Welcome again = agent.welcome("web1", 7);

            // then
            assertThat(again.session()).isGreaterThan(welcome.session());
            assertThat(again.log()).isEqualTo(welcome.log());
            assertThat(again.generations())
                    .singleElement()
                    .satisfies(row -> assertThat(row.end()).isEqualTo(8));
            agent.frame(lines(again.session(), 1, 8, "three"));
            agent.hear(Message.Ack.class);
            agent.say(new Message.Bye(again.session(), true, 1));
            assertThat(agent.hear(Message.Bye.class).forGood()).isTrue();
            await(() -> read(merged).equals("one\ntwo\nthree\n"));
            second.stop();
        }
        assertThat(failures).isEmpty();
    }

    private static String read(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    @DisplayName("G3: what people ask becomes an entry and is answered when it is applied")
    void answersPeopleWhenItIsApplied() throws Exception {
        CollectorProcess collector = start(settings());
        var client = new StatusClient(java.util.Objects.requireNonNull(collector.http()));
        await(() -> get(client, "/readyz").isDone());

        await(() -> collector.rotate().orTimeout(5, TimeUnit.SECONDS).join().outcome() == Requests.Outcome.DONE);
        StatusClient.Reply applied = client.post("/api/v1/settings", "{\"evict-after\":\"5000ms\"}");

        assertThat(applied.sentence()).isEqualTo("the settings stand in the log");
        assertThat(JsonReader.readObject(get(client, "/api/v1/settings").body()))
                .containsEntry("evict-after", "5000ms");
        assertThat(JsonReader.readObject(get(client, "/api/v1/status").body())).containsEntry("leader", "c1");
        assertThat(client.post("/api/v1/forget", "{\"agent\":\"nobody\"}").status())
                .isEqualTo(409);
        assertThat(collector.facts()).containsExactly("agents=" + collector.agents(), "http=" + collector.http());
        collector.stop();
        assertThat(failures).isEmpty();
    }

    private static StatusClient.Reply get(StatusClient client, String path) {
        try {
            return client.get(path);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void namesThePortOrTheFolderThatIsInUse() throws Exception {
        CollectorProcess first = start(settings());

        assertThatThrownBy(() -> start(settings()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(folder.resolve("data").toString());

        var samePort = new CollectorSettings(
                "c2",
                first.agents(),
                null,
                null,
                folder.resolve("data2"),
                folder.resolve("out2"),
                ShapingSettings.DEFAULT,
                Acks.SYNCED,
                QuorumSettings.ALONE,
                settings().snapshotEveryBytes(),
                settings().journal(),
                settings().creditBytes());
        assertThatThrownBy(() -> start(samePort))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(first.agents().toString());
        first.stop();
    }
}
