package org.logbraid.agent.handover;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.logbraid.common.HostPort;

class PatienceTest {
    private static final HostPort FIRST = new HostPort("127.0.0.1", 1);

    private final Patience patience = new Patience(false);

    @Test
    void growsWhileNobodyAnswersAtAll() {
        assertThat(patience.ofGreeting()).isEqualTo(seconds(1));

        patience.roundFailed();
        assertThat(patience.ofGreeting()).isEqualTo(seconds(2));
        patience.roundFailed();
        patience.roundFailed();
        assertThat(patience.ofGreeting()).isEqualTo(seconds(4));
        assertThat(patience.ofDialling()).isEqualTo(seconds(4));
        assertThat(patience.ofSession()).isEqualTo(seconds(1));

        patience.found(FIRST);
        assertThat(patience.ofGreeting()).isEqualTo(seconds(1));
    }

    private static long seconds(int seconds) {
        return Duration.ofSeconds(seconds).toNanos();
    }
}
