package org.logbraid.collector.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.logbraid.common.wire.Message;

class ConnectionTest {
    private final Connection connection = new Connection(1, "10.0.0.1:4000", 0);

    ConnectionTest() {
        connection.greet("web1", 7);
        connection.begin(1);
    }

    @Test
    @DisplayName("X4: an accepted frame and all before it are in flight no longer")
    void landsAllUpToTheAcceptedFrame() {
        connection.sent(0, 1, 10);
        connection.sent(0, 2, 20);
        connection.sent(0, 3, 40);

        connection.accepted(2);

        assertThat(connection.bytesInFlight()).isEqualTo(40);
        assertThat(connection.hasFramesInFlight()).isTrue();
    }

    @Test
    void whatWasWrittenNeverGoesBack() {
        connection.written(5);
        connection.written(3);

        assertThat(connection.written()).isEqualTo(5);
    }

    @Test
    @DisplayName("G5: nothing of a session outlives it")
    void forgetsItsSession() {
        // given
        connection.sent(0, 1, 10);
        connection.accepted(1);
        connection.written(1);
        connection.sent(0, 2, 20);
        connection.promised(new Message.Promise(1, 2, 100, List.of()));
        connection.promiseProposed = true;
        connection.bye = new Message.Bye(1, true, 2);
        connection.byeProposed = true;
        connection.ackDue = true;
        connection.lag = List.of(new Message.FileLength(5, 900));

        // when
        connection.endSession();

        // then
        assertThat(connection.hasSession()).isFalse();
        assertThat(connection.bytesInFlight()).isZero();
        assertThat(connection.hasFramesInFlight()).isFalse();
        assertThat(connection.accepted()).isZero();
        assertThat(connection.written()).isZero();
        assertThat(connection.promise).isNull();
        assertThat(connection.promiseProposed).isFalse();
        assertThat(connection.bye).isNull();
        assertThat(connection.byeProposed).isFalse();
        assertThat(connection.ackDue).isFalse();
        assertThat(connection.lag).isEmpty();
    }

    @Test
    @DisplayName("T3: who has said goodbye promises nothing more")
    void promisesNothingAfterItsGoodbye() {
        connection.promised(new Message.Promise(1, 0, 100, List.of()));
        connection.lag = List.of(new Message.FileLength(5, 900));

        connection.depart();

        assertThat(connection.hasSession()).isFalse();
        assertThat(connection.promise).isNull();
        assertThat(connection.lag).isEmpty();
    }
}
