package org.logbraid.common.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.logbraid.common.HostPort;

/** Every fault of a settings file is told with its place. Seen to fail with columns counted from 0. */
class SettingsFileTest {
    private static final Setting<HostPort> BIND = Setting.address("bind");
    private static final Setting<Long> LIMIT = Setting.size("max-line-bytes", 1024, 1024 * 1024);
    private static final Setting<Duration> WAIT = Setting.duration("rotate-wait", Duration.ZERO, Duration.ofHours(1));
    private static final Setting<List<String>> PATHS = Setting.texts("paths", "files");
    private static final Setting<Boolean> ONCE = Setting.flag("once");
    private static final Setting<String> ORDER = Setting.word("order", List.of("time", "channel"), word -> word);
    private static final Setting<String> NAME = Setting.name("name", 10);
    private static final List<Setting<?>> KNOWN = List.of(BIND, LIMIT, WAIT, PATHS, ONCE, ORDER, NAME);

    private static SettingsFile read(String text) throws SettingsException {
        return SettingsFile.read("x.yaml", text, KNOWN);
    }

    private static String faultOf(String text) {
        try {
            read(text);
        } catch (SettingsException e) {
            return String.valueOf(e.getMessage());
        }
        return "none";
    }

    @Test
    void readsEveryKindOfValue() throws SettingsException {
        SettingsFile file = read("""
                bind: 127.0.0.1:7801
                max-line-bytes: 64KiB
                rotate-wait: 250ms
                paths:
                  - /a/*.log
                  - /b
                once: true
                order: channel
                name: web-1 # me
                """);

        assertThat(file.get(BIND)).isEqualTo(new HostPort("127.0.0.1", 7801));
        assertThat(file.get(LIMIT)).isEqualTo(65_536L);
        assertThat(file.get(WAIT)).isEqualTo(Duration.ofMillis(250));
        assertThat(file.get(PATHS)).containsExactly("/a/*.log", "/b");
        assertThat(file.get(ONCE)).isTrue();
        assertThat(file.get(ORDER)).isEqualTo("channel");
        assertThat(file.get(NAME)).isEqualTo("web-1");
        assertThat(file.place(NAME)).isEqualTo("x.yaml:9:7");
    }

    @Test
    void isSilentAboutWhatItDoesNotSay() throws SettingsException {
        assertThat(read("").get(BIND)).isNull();
        assertThat(read("# nothing but a comment\n").keys()).isEmpty();
        assertThat(read("once: false\n").get(BIND)).isNull();
    }

    @Test
    void namesThePlaceOfAnUnknownKeyAndWhatMayBeMeant() {
        assertThat(faultOf("once: true\nordr: time\n"))
                .isEqualTo("x.yaml:2:1: unknown key 'ordr': did you mean 'order'?");
        assertThat(faultOf("colour: time\n"))
                .startsWith("x.yaml:1:1: unknown key 'colour': expected is one of bind, max-line-bytes");
    }

    @Test
    void namesBothPlacesOfAKeyThatStandsTwice() {
        assertThat(faultOf("order: time\norder: channel\n"))
                .isEqualTo("x.yaml:2:1: 'order' is set twice, first at x.yaml:1:8: remove one of them");
    }

    @Test
    void namesThePlaceOfAWrongType() {
        assertThat(faultOf("order: [time]\n"))
                .isEqualTo("x.yaml:1:8: 'order' cannot be a list: expected is time or channel");
        assertThat(faultOf("order:\n  by: time\n"))
                .isEqualTo("x.yaml:2:3: 'order' cannot be a group of keys: expected is time or channel");
        assertThat(faultOf("order:\n")).contains("'order' cannot be empty");
        assertThat(faultOf("paths: [a, [b]]\n"))
                .isEqualTo("x.yaml:1:8: 'paths' cannot be a list of something else: expected is files");
    }

    @Test
    void namesThePlaceOfABadValueAndWhatIsExpected() {
        assertThat(faultOf("bind: nowhere\n"))
                .isEqualTo("x.yaml:1:7: 'bind' cannot be 'nowhere': expected is HOST:PORT");
        assertThat(faultOf("bind: localhost:70000\n")).startsWith("x.yaml:1:7: 'bind' cannot be");
        assertThat(faultOf("max-line-bytes: 1023\n")).contains("a size from 1KiB to 1MiB");
        assertThat(faultOf("max-line-bytes: 64KB\n")).startsWith("x.yaml:1:17: 'max-line-bytes' cannot be '64KB'");
        assertThat(faultOf("rotate-wait: 2\n")).contains("a duration from 0ms to 1h");
        assertThat(faultOf("once: yes\n")).isEqualTo("x.yaml:1:7: 'once' cannot be 'yes': expected is true or false");
        assertThat(faultOf("order: strict-time\n")).contains("expected is time or channel");
        assertThat(faultOf("name: a/b\n")).startsWith("x.yaml:1:7: 'name' cannot be 'a/b'");
    }

    @Test
    void tellsAllFaultsAtOnce() {
        assertThat(faultOf("once: maybe\nordr: time\nbind: x\n").split("\n")).hasSize(3);
    }

    @Test
    void namesThePlaceWhereItIsNotYaml() {
        assertThat(faultOf("once: true\n  order: time\n"))
                .startsWith("x.yaml:2:")
                .contains("not YAML");
        assertThat(faultOf("name: 'never closed\n")).startsWith("x.yaml:").contains("not YAML");
        assertThat(faultOf("name: a\n---\nname: b\n")).startsWith("x.yaml:").contains("not YAML");
        assertThat(faultOf("a: \u0007\n")).startsWith("x.yaml:1:").contains("not YAML");
        assertThat(faultOf("- time\n")).startsWith("x.yaml:1:1: not a settings file");
        assertThat(faultOf("just words\n")).startsWith("x.yaml:1:1: not a settings file");
    }
}
