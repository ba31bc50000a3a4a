package org.logbraid.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.logbraid.common.frame.Fingerprint;
import org.logbraid.common.wire.InstanceId;

/** Who an agent is, and what it remembers between its starts. */
class AgentStateTest {
    private static final InstanceId LOG = new InstanceId(4, 5);
    private static final Fingerprint FILE = new Fingerprint(1, 2, 3);

    private final StateRig rig = new StateRig();

    @Test
    @DisplayName("G16: name and identity are made once and kept")
    void nameAndIdentityAreKept() throws IOException {
        // given
        InstanceId made;
        try (var first = rig.open("a")) {
            made = first.instance();
        }

        // when
        try (var second = rig.open(null)) {
            // then
            assertThat(second.name()).isEqualTo("a");
            assertThat(second.instance()).isEqualTo(made);
            assertThat(made.isNone()).isFalse();
        }
    }

    @Test
    void anAgentWithoutANameIsCalledAsItsHost() throws IOException {
        try (var state = rig.open(null, false, null, StateRig.HERE, rig.disk.mount())) {
            assertThat(state.name()).isEqualTo("web-1");
            assertThat(state.folder()).isEqualTo(Path.of("logbraid", "agent-web-1"));
        }
    }

    @Test
    @DisplayName("G16: another name is refused, and the folder stays as it was")
    void anotherNameIsRefused() throws IOException {
        InstanceId made;
        try (var first = rig.open("a")) {
            made = first.instance();
        }

        assertThatThrownBy(() -> rig.open("b"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("'a'")
                .hasMessageContaining("'b'")
                .hasMessageContaining("--rename")
                .hasMessageContaining(StateRig.FOLDER.toString());
        try (var again = rig.open("a")) {
            assertThat(again.instance()).isEqualTo(made);
        }
    }

    @Test
    @DisplayName("G16: renamed, it is another instance and stays that")
    void renamedItIsAnotherInstance() throws IOException {
        // given
        InstanceId made;
        try (var first = rig.open("a")) {
            made = first.instance();
        }

        // when
        InstanceId renamed;
        try (var second = rig.open("b", true, StateRig.FOLDER, StateRig.HERE, rig.disk.mount())) {
            renamed = second.instance();
        }

        // then
        assertThat(renamed).isNotEqualTo(made);
        try (var third = rig.open(null)) {
            assertThat(third.name()).isEqualTo("b");
            assertThat(third.instance()).isEqualTo(renamed);
        }
    }

    @Test
    void renamedToItsOwnNameItIsTheSameInstance() throws IOException {
        InstanceId made;
        try (var first = rig.open("a")) {
            made = first.instance();
        }
        try (var second = rig.open("a", true, StateRig.FOLDER, StateRig.HERE, rig.disk.mount())) {
            assertThat(second.instance()).isEqualTo(made);
        }
    }

    @Test
    @DisplayName("G16: a copy of the folder is another instance, the first is unharmed")
    void aCopyOfTheFolderIsAnotherInstance() throws IOException {
        // given
        Path clone = Path.of("/var/lib/clone");
        InstanceId made;
        try (var first = rig.open("a")) {
            made = first.instance();
            first.knowLog(LOG);
        }

        // when
        rig.replaceStateFile(clone, rig.stateFile());
        InstanceId cloned;
        try (var second = rig.open(null, false, clone, StateRig.HERE, rig.disk.mount())) {
            cloned = second.instance();
            assertThat(second.name()).isEqualTo("a");
            assertThat(second.knownLog()).isEqualTo(LOG);
        }

        // then
        assertThat(cloned).isNotEqualTo(made);
        try (var first = rig.open("a");
                var second = rig.open("a", false, clone, StateRig.HERE, rig.disk.mount())) {
            assertThat(first.instance()).isEqualTo(made);
            assertThat(second.instance()).isEqualTo(cloned);
        }
    }

    @Test
    @DisplayName("G16: the folder on another machine is another instance")
    void onAnotherMachineItIsAnotherInstance() throws IOException {
        InstanceId made;
        try (var first = rig.open("a")) {
            made = first.instance();
        }
        try (var there = rig.open("a", false, StateRig.FOLDER, new Machine("web-1", "4567"), rig.disk.mount())) {
            assertThat(there.instance()).isNotEqualTo(made);
        }
    }

    @Test
    @DisplayName("G16: the folder is one process's at a time")
    void theFolderIsOneProcessesAtATime() throws IOException {
        try (var first = rig.open("a")) {
            assertThatThrownBy(() -> rig.open("a"))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("another agent uses this state folder")
                    .hasMessageContaining(first.folder().toString());
        }
        rig.open("a").close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a/b", "a\nb", "\u0085", "\0"})
    void namesThatCannotBeShownAreRefusedAndTheFolderIsFree(String name) throws IOException {
        assertThatThrownBy(() -> rig.open(name)).isInstanceOf(IOException.class).hasMessageContaining("the name");
        rig.open("a").close();
    }

    @Test
    void aNameMayHave255BytesAndNoMore() throws IOException {
        String longest = "ä".repeat(127) + "a"; // two bytes each, and one
        assertThatThrownBy(() -> rig.open(longest + "a")).hasMessageContaining("1 to 255 bytes");
        rig.open(longest).close();
        try (var again = rig.open(null)) {
            assertThat(again.name()).isEqualTo(longest);
        }
    }

    @Test
    void theLogOfTheLastSessionIsKnown() throws IOException {
        // given
        try (var first = rig.open("a")) {
            assertThat(first.knownLog().isNone()).isTrue();
            first.knowLog(LOG);
            assertThat(first.knownLog()).isEqualTo(LOG);
        }

        // when
        try (var second = rig.open("a")) {
            // then
            assertThat(second.knownLog()).isEqualTo(LOG);
            assertThat(second.isFirstStart()).isTrue();
        }
    }

    @Test
    void whereFilesWereBegunIsKnownFromTheFirstStartOn() throws IOException {
        // given
        try (var first = rig.open("a")) {
            assertThat(first.isFirstStart()).isTrue();
            first.remember(Map.of(FILE, 1L << 40));
            assertThat(first.isFirstStart()).isFalse();
        }

        // when
        try (var second = rig.open("a")) {
            // then
            assertThat(second.isFirstStart()).isFalse();
            assertThat(second.startOf(FILE)).hasValue(1L << 40);
            assertThat(second.startOf(new Fingerprint(1, 2, 4))).isEmpty();
        }
    }

    @Test
    void aFirstStartWithoutOffsetsIsOverToo() throws IOException {
        try (var first = rig.open("a")) {
            first.remember(Map.of());
        }
        try (var second = rig.open("a")) {
            assertThat(second.isFirstStart()).isFalse();
        }
    }
}
