package org.logbraid.common.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.logbraid.common.HostPort;
import org.logbraid.common.frame.BlockCodec;
import org.logbraid.common.frame.ByteSink;
import org.logbraid.common.frame.Fingerprint;
import org.logbraid.common.frame.FrameReader;
import org.logbraid.common.frame.FrameWriter;
import org.logbraid.common.frame.Frames;
import org.logbraid.common.frame.HeadDigest;
import org.logbraid.common.frame.Lz4;
import org.logbraid.common.frame.MalformedException;
import org.logbraid.common.frame.Resume;
import org.logbraid.common.frame.StampUnit;
import org.logbraid.common.testing.Seeds;

class MessageTest {
    private static final GenerationRow ROW = new GenerationRow(
            -7,
            new byte[] {'/', 'x', -1},
            3,
            new Fingerprint(1, 2, 3),
            0,
            99,
            true,
            new Resume(32, 8, HeadDigest.of(new byte[40], 40), 7, 6));
    private static final List<Message> ALL = List.of(
            new Message.Hello(1, 1, "agent ä", new InstanceId(1, 2), -3, "main", InstanceId.NONE),
            new Message.Welcome(new InstanceId(5, 6), 77, 65_536, 25, 1, 1, List.of(ROW, ROW)),
            new Message.Redirect(new HostPort("::1", 80), 100),
            new Message.Redirect(null, 50),
            new Message.Promise(7, 8, -9, List.of(1L, -2L)),
            new Message.Ack(1, 2, 3, 4),
            new Message.Nack(1, 2, 3),
            new Message.Busy("10.0.0.1:99"),
            new Message.Fenced(9),
            new Message.Bye(1, true, 5),
            new Message.Ping(1, 2),
            new Message.Pong(3, 4, 25),
            new Message.Refused("no"),
            new Message.Lag(1, List.of(new Message.FileLength(4, 5))));

    @Test
    void readsWhatItWrote() throws MalformedException {
        for (Message message : ALL) {
            byte[] bytes = Message.encode(message);
            MessageHeader header = MessageHeader.read(bytes, 0);
            assertThat(header).isEqualTo(new MessageHeader(message.type(), bytes.length - MessageHeader.BYTES));
            assertThat(Message.decode(header.type(), bytes, MessageHeader.BYTES, header.bodyBytes()))
                    .isEqualTo(message);
        }
    }

    @Test
    void refusesWhatIsCutOffOrTooLong() {
        for (Message message : ALL) {
            byte[] bytes = Message.encode(message);
            for (int length = 0; length < bytes.length - MessageHeader.BYTES; length++) {
                int cut = length;
                assertThatThrownBy(() -> Message.decode(message.type(), bytes, MessageHeader.BYTES, cut))
                        .isInstanceOf(MalformedException.class);
            }
            byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
            assertThatThrownBy(() -> Message.decode(
                            message.type(), longer, MessageHeader.BYTES, longer.length - MessageHeader.BYTES))
                    .isInstanceOf(MalformedException.class);
        }
    }

    /** X4: whatever comes, the answer is a message or {@link MalformedException}, and no memory is taken on its word. */
    @Seeds
    @DisplayName("X4: garbage is refused and nothing else")
    void garbageIsRefusedAndNothingElse(long seed) {
        var random = new Random(seed);
        for (Message message : ALL) {
            byte[] bytes = Message.encode(message);
            for (int i = 0; i < 100; i++) {
                byte[] broken = bytes.clone();
                for (int flips = 0; flips <= random.nextInt(4); flips++) {
                    broken[random.nextInt(broken.length)] = (byte) random.nextInt(256);
                }
                tolerate(() -> MessageHeader.read(broken, 0));
                tolerate(() -> Message.decode(
                        message.type(), broken, MessageHeader.BYTES, broken.length - MessageHeader.BYTES));
            }
            byte[] noise = new byte[random.nextInt(300)];
            random.nextBytes(noise);
            tolerate(() -> Message.decode(message.type(), noise, 0, noise.length));
        }
    }

    @Test
    @DisplayName("X4: a header that claims 2 GB is refused")
    void refusesHeadersOfHugeLengths() {
        for (int length : new int[] {Integer.MAX_VALUE, -1, Integer.MIN_VALUE, Frames.MAX_BODY_BYTES + 1}) {
            var sink = new ByteSink(12);
            new MessageHeader(MessageType.FRAME, length).write(sink);
            assertThatThrownBy(() -> MessageHeader.read(sink.array(), 0)).isInstanceOf(MalformedException.class);
        }
    }

    @Seeds
    void framesComeBackAsTheyWereAndBrokenOnesAreRefused(long seed) throws MalformedException {
        var random = new Random(seed);
        List<Integer> lengths = new ArrayList<>();
        List<Long> times = new ArrayList<>();
        var writer = new FrameWriter();
        writer.begin(seed, 2, 3);
        writer.open(9, new byte[] {'/', 'a'}, new Fingerprint(1, 2, 3), 0);
        writer.beginData(9, 0, StampUnit.MILLIS);
        int bytes = 0;
        for (int i = 0; i < random.nextInt(200); i++) {
            byte[] line = new byte[1 + random.nextInt(300)];
            random.nextBytes(line);
            long at = random.nextInt(5) == 0 ? Frames.NO_TIME : StampUnit.MILLIS.floor(random.nextLong() >> 3);
            writer.bytes(line, 0, line.length);
            writer.line(line.length, at);
            lengths.add(line.length);
            times.add(at);
            bytes += line.length;
        }
        writer.endData(bytes, StampUnit.SECONDS, false, 0, Resume.NONE);
        byte[] body = writer.finish(random.nextBoolean() ? new Lz4() : BlockCodec.STORED)
                .toArray();

        var reader = new FrameReader();
        reader.wrap(body, 0, body.length);
        reader.check();
        assertThat(reader.next()).isTrue();
        assertThat(reader.next()).isTrue();
        var cursor = new org.logbraid.common.frame.LineCursor();
        cursor.reset(reader);
        for (int i = 0; i < lengths.size(); i++) {
            assertThat(cursor.next()).isTrue();
            assertThat(cursor.length()).isEqualTo(lengths.get(i));
            assertThat(cursor.time()).isEqualTo(times.get(i));
        }
        assertThat(cursor.next()).isFalse();

        for (int i = 0; i < 50; i++) {
            byte[] broken = body.clone();
            broken[random.nextInt(broken.length)] ^= (byte) (1 + random.nextInt(255));
            tolerate(() -> read(broken));
            byte[] sealed = broken.clone(); // with a right checksum the slices themselves have to be refused
            var crc = new java.util.zip.CRC32C();
            crc.update(sealed, 8, sealed.length - 8);
            for (int at = 0; at < 4; at++) {
                sealed[4 + at] = (byte) (crc.getValue() >>> (8 * at));
            }
            tolerate(() -> read(sealed));
        }
    }

    private static void read(byte[] body) throws MalformedException {
        var reader = new FrameReader();
        reader.wrap(body, 0, body.length);
        reader.check();
        reader.unpackBlock(new byte[reader.rawBytes()]);
    }

    private interface Attempt {
        void run() throws MalformedException;
    }

    private static void tolerate(Attempt attempt) {
        try {
            attempt.run();
        } catch (MalformedException e) {
            assertThat(e.getMessage()).isNotEmpty();
        }
    }
}
