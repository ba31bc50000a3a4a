package org.logbraid.common.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;

class HeadDigestTest {
    private final byte[] head = new byte[Frames.MAX_HEAD_BYTES];

    HeadDigestTest() {
        new Random(5).nextBytes(head);
    }

    @Test
    void agreesWithThatOfEveryBeginning() {
        HeadDigest whole = HeadDigest.of(head, head.length);

        for (int length = 0; length <= head.length; length++) {
            assertThat(whole.agreesWith(HeadDigest.of(head, length))).isTrue();
            assertThat(HeadDigest.of(head, length).agreesWith(whole)).isTrue();
        }
    }

    /** Two bytes cannot tell all: but for the last step, a difference shows in every step behind it too. */
    @Test
    void showsADifferenceInAnyStep() {
        HeadDigest whole = HeadDigest.of(head, head.length);

        for (int i = 0; i < head.length; i++) {
            byte[] other = head.clone();
            other[i] ^= 1;
            int step = i / ContentHash.STEP_BYTES * ContentHash.STEP_BYTES + ContentHash.STEP_BYTES;
            assertThat(whole.agreesWith(HeadDigest.of(other, step)))
                    .as("byte %s", i)
                    .isFalse();
        }
    }

    @Test
    void isReadAsItWasWritten() throws MalformedException {
        var sink = new ByteSink(256);
        HeadDigest.of(head, head.length).write(sink);
        HeadDigest.NONE.write(sink);

        ByteSource source = ByteSource.of(sink.toArray());
        assertThat(HeadDigest.read(source)).isEqualTo(HeadDigest.of(head, head.length));
        assertThat(HeadDigest.read(source)).isSameAs(HeadDigest.NONE);
    }

    @Test
    void refusesHalfAStepAndMoreThanThereCanBe() {
        assertThatThrownBy(() -> HeadDigest.read(ByteSource.of(new byte[] {3, 0, 0, 0})))
                .isInstanceOf(MalformedException.class);
        byte[] long130 = new byte[140];
        long130[0] = (byte) 130;
        long130[1] = 1;
        assertThatThrownBy(() -> HeadDigest.read(ByteSource.of(long130))).isInstanceOf(MalformedException.class);
    }
}
