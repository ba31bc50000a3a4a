package org.logbraid.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.logbraid.common.frame.ByteSink;
import org.logbraid.common.frame.Fingerprint;
import org.logbraid.common.testing.Seeds;
import org.logbraid.common.wire.InstanceId;

/** A state file that is not what was written. The log knows the rest, so an agent without its state begins anew (G14). */
class DamagedStateTest {
    private static final InstanceId LOG = new InstanceId(4, 5);
    private static final InstanceId LATER_LOG = new InstanceId(6, 7);
    private static final Fingerprint FILE = new Fingerprint(1, 2, 3);

    private final StateRig rig = new StateRig();
    private InstanceId made = InstanceId.NONE;

    @BeforeEach
    void haveAState() throws IOException {
        try (var state = rig.open("a")) {
            made = state.instance();
            state.knowLog(LOG);
            state.remember(Map.of(FILE, 77L));
        }
    }

    private void beginsAnewFrom(byte[] found) throws IOException {
        rig.replaceStateFile(StateRig.FOLDER, found);
        InstanceId anew;
        try (var state = rig.open("a")) {
            anew = state.instance();
            assertThat(anew).isNotEqualTo(made);
            assertThat(state.knownLog().isNone()).isTrue();
            assertThat(state.isFirstStart()).isTrue();
            assertThat(state.startOf(FILE)).isEmpty();
        }
        try (var again = rig.open(null)) {
            assertThat(again.name()).isEqualTo("a");
            assertThat(again.instance()).isEqualTo(anew);
        }
    }

    @Test
    @DisplayName("G14: an empty state file")
    void empty() throws IOException {
        beginsAnewFrom(new byte[0]);
    }

    @Test
    @DisplayName("G14: a state file that ends too early, wherever it does")
    void torn() throws IOException {
        byte[] whole = rig.stateFile();
        for (int length = 1; length < whole.length; length++) {
            beginsAnewFrom(Arrays.copyOf(whole, length));
        }
    }

    @Test
    @DisplayName("G14: a state file with a wrong bit, wherever it is")
    void damaged() throws IOException {
        byte[] whole = rig.stateFile();
        for (int place = 0; place < whole.length; place++) {
            byte[] wrong = whole.clone();
            wrong[place] ^= (byte) (1 << (place % 8));
            beginsAnewFrom(wrong);
        }
    }

    @Test
    @DisplayName("G14: a state file of zeros, as some file systems leave it")
    void zeros() throws IOException {
        beginsAnewFrom(new byte[rig.stateFile().length]);
    }

    @Test
    @DisplayName("G14: a state file of a later version, in itself sound")
    void ofAnUnknownVersion() throws IOException {
        byte[] later = rig.stateFile();
        assertThat(withSum(later.clone())).isEqualTo(later);
        later[Integer.BYTES] = 2;

        beginsAnewFrom(withSum(later));
    }

    private static byte[] withSum(byte[] bytes) {
        var crc = new CRC32C();
        crc.update(bytes, Integer.BYTES, bytes.length - Integer.BYTES);
        var sum = new ByteSink(Integer.BYTES);
        sum.i32((int) crc.getValue());
        System.arraycopy(sum.toArray(), 0, bytes, 0, Integer.BYTES);
        return bytes;
    }

    @Test
    void whatATornWriteLeftBesideDoesNoHarm() throws IOException {
        try (var file = rig.disk.mount().openForWriting(StateRig.FOLDER.resolve(StateContent.FILE + ".new"))) {
            file.write(new byte[10_000], 0, 10_000, 0);
        }
        rig.open("a").close();
        try (var state = rig.open("a")) {
            assertThat(state.instance()).isEqualTo(made);
            assertThat(state.knownLog()).isEqualTo(LOG);
        }
    }

    /** G14, G16: whenever the power is cut, the agent is who it was, and knows the log from before or the one it took. */
    @Seeds
    void aPowerCutLeavesTheStateFromBeforeOrTheNewOne(long seed) throws IOException {
        // given
        var random = new Random(seed);
        var failing = new FailingDisk(rig.disk.mount(), random.nextInt(16));

        // when
        boolean stored = false;
        try {
            rig.open("a", false, StateRig.FOLDER, StateRig.HERE, failing).knowLog(LATER_LOG);
            stored = true;
        } catch (IOException e) {
            assertThat(e).hasMessage("the process is gone");
        }
        rig.disk.losePower(random);

        // then
        try (var state = rig.open("a")) {
            assertThat(state.instance()).isEqualTo(made);
            assertThat(state.startOf(FILE)).hasValue(77);
            if (stored) {
                assertThat(state.knownLog()).isEqualTo(LATER_LOG);
            } else {
                assertThat(state.knownLog()).isIn(LOG, LATER_LOG);
            }
        }
    }
}
