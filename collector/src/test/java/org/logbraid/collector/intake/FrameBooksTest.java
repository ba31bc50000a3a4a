package org.logbraid.collector.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.logbraid.collector.merge.Applied;
import org.logbraid.common.frame.BlockCodec;
import org.logbraid.common.frame.FrameWriter;
import org.logbraid.common.frame.Resume;
import org.logbraid.common.frame.StampUnit;
import org.logbraid.common.wire.InstanceId;
import org.logbraid.common.wire.Message;
import org.logbraid.common.wire.MessageType;

/** The books of frames in flight, of credit and of sessions that are over. */
class FrameBooksTest {
    private final IntakeRig rig = IntakeRig.serving();

    private long bytesInFlight() {
        rig.pass(Duration.ofMillis(110));
        return rig.intake.view().agents().get(0).bytesInFlight();
    }

    @Test
    @DisplayName("X4: a frame with a good checksum whose lines do not add up never gets into the log")
    void readsEveryLineBeforeItProposes() {
        long connection = rig.welcome("web1", 1);
        var writer = new FrameWriter();
        writer.begin(1, 0, 1);
        writer.beginData(5, 0, StampUnit.SECONDS);
        writer.bytes(new byte[] {'a', 'b', '\n'}, 0, 3);
        writer.line(2, 0);
        writer.endData(3, StampUnit.SECONDS, false, 0, Resume.NONE);

        rig.port.say(
                connection, MessageType.FRAME, writer.finish(BlockCodec.STORED).toArray());
        rig.turn();

        assertThat(rig.proposed).isEmpty();
        assertThat(rig.port.lent()).isZero();
        assertThat(rig.port.whyDropped(connection)).contains("do not add up");
    }

    @Test
    @DisplayName("X4: a void frame is in flight no longer")
    void takesVoidFramesOffTheBooks() {
        long connection = rig.welcome("web1", 1);
        rig.frame(connection, 1, 2);
        assertThat(bytesInFlight()).isPositive();

        rig.turn(new Applied.FrameVoid(1, 1, 1, true));

        assertThat(bytesInFlight()).isZero();
    }

    @Test
    @DisplayName("G15: a session that ends in the turn that accepted its frame is told of its end alone")
    void acknowledgesNothingToAnEndedSession() {
        long connection = rig.welcome("web1", 1);
        rig.frame(connection, 1, 1);

        rig.applied.add(new Applied.FrameAccepted(1, 1, true));
        rig.turn(new Applied.SessionOver(1, false, true));

        assertThat(rig.port.heard(connection)).containsExactly(new Message.Fenced(1));
    }

    @Test
    @DisplayName("T4: frames after the goodbye are fenced")
    void fencesFramesAfterTheGoodbye() {
        long connection = rig.welcome("web1", 1);
        rig.port.say(connection, new Message.Bye(1, true, 0));
        rig.turn();
        rig.turn(new Applied.SessionOver(1, true, false));
        rig.port.heard(connection);
        rig.entries();

        rig.frame(connection, 1, 1);

        assertThat(rig.proposed).isEmpty();
        assertThat(rig.port.lent()).isZero();
        assertThat(rig.port.heard(connection)).containsExactly(new Message.Fenced(1));
    }

    @Test
    void sharesCreditAmongThoseThatAreThere() {
        for (int i = 1; i <= 16; i++) {
            rig.welcome("web" + i, i);
        }
        for (int i = 2; i <= 16; i++) {
            rig.port.close(i);
        }
        rig.turn();

        rig.turn(new Applied.FrameAccepted(1, 1, false));

        assertThat(rig.port.heard(1)).containsExactly(new Message.Ack(1, 1, 0, Credit.GREATEST));
    }

    @Test
    void givesALeastCreditToEachOfMany() {
        assertThat(new Credit(64L * 1024 * 1024).of("web1", 5_000, null)).isEqualTo(Credit.LEAST);
    }

    @Test
    @DisplayName("G14: HELLO said twice begins one session")
    void heedsARepeatedHelloOnce() {
        long connection = rig.connect("10.0.0.1:4000");
        rig.hello(connection, "web1", 1_001);
        rig.hello(connection, "web1", 1_001);

        assertThat(rig.entries()).hasSize(1);
    }

    @Test
    @DisplayName("G16: a session that was asked for under another name is not given to the connection")
    void givesASessionToItsNameOnly() {
        long connection = rig.connect("10.0.0.1:4000");
        rig.hello(connection, "web1", 1_001);
        rig.hello(connection, "web2", 5);

        rig.turn(IntakeRig.begun("web1", 1, List.of()));

        assertThat(rig.port.heard(connection)).isEmpty();
    }

    @Test
    void refusesAnOlderProtocol() {
        long connection = rig.connect("10.0.0.1:4000");

        rig.port.say(connection, new Message.Hello(0, 0, "web1", new InstanceId(1, 1), 1, "main", InstanceId.NONE));
        rig.turn();

        assertThat(rig.port.heard(connection)).singleElement().isInstanceOf(Message.Refused.class);
    }

    @Test
    void ignoresLengthsOfFilesOfAnotherSession() {
        long connection = rig.welcome("web1", 2);

        rig.port.say(connection, new Message.Lag(1, List.of(new Message.FileLength(5, 900))));
        rig.pass(Duration.ofMillis(200));

        assertThat(rig.intake.view().fileBytes()).isEmpty();
    }
}
