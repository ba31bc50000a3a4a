package org.logbraid.collector.merge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import org.junit.jupiter.api.Test;

class TellingTest {
    private final Queue<Applied> intake = new ArrayBlockingQueue<>(1);
    private final Telling telling = new Telling(intake);

    @Test
    void looksAgainSoonOnlyWhileTheIntakeHasNoRoom() {
        telling.accept(new Applied.Rotated(1));
        assertThat(telling.isRefused()).as("not handed on yet").isFalse();
        telling.accept(new Applied.Rotated(2));

        assertThat(telling.flush()).isFalse();
        assertThat(telling.isRefused()).isTrue();
        assertThat(intake.poll()).isEqualTo(new Applied.Rotated(1));
        assertThat(telling.flush()).isTrue();
        assertThat(telling.isRefused()).isFalse();
        assertThat(intake.poll()).isEqualTo(new Applied.Rotated(2));
    }
}
