package org.logbraid.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.logbraid.collector.journal.JournalSettings;
import org.logbraid.deploy.cli.Choices;
import org.logbraid.deploy.cli.CommonOptions;
import org.logbraid.deploy.cli.Console;
import org.logbraid.deploy.cli.Keys;

/** What is typed wrongly is told in a sentence, with the right exit status. Seen to fail with the statuses swapped. */
class CommandsTest {
    @TempDir
    Path folder = Path.of("");

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(String... arguments) {
        var console = new Console(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                Map.of("NO_COLOR", "1"));
        return Main.run(console, arguments);
    }

    private String said() {
        return err.toString(StandardCharsets.UTF_8);
    }

    private String printed() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("settings.yaml"), text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "collector --bind nowhere; --bind cannot be 'nowhere': expected is HOST:PORT",
                "collector --bind 127.0.0.1:99999; --bind cannot be",
                "collector --order strict-time; --order cannot be 'strict-time': expected is time or channel",
                "collector --out {agent}.log; --out cannot be '{agent}.log'",
                "collector --out logs/; --out cannot be 'logs/'",
                "collector --expect a,,b; --expect cannot be",
                "collector --acks maybe; --acks cannot be 'maybe': expected is synced or replicated",
                "collector --bind 0.0.0.0:7800; without keys",
                "collector --http 0.0.0.0:7880; without keys",
                "collector --quorum a=127.0.0.1:1; must have this collector among its members: 'collector' is not",
                "collector --name a --quorum a=127.0.0.1:1,a=127.0.0.1:2; --quorum cannot be",
                "collector --name a --quorum a=127.0.0.1:1,b=127.0.0.1:1; --quorum cannot be",
                "collector --name a --quorum a=127.0.0.1:0; --quorum cannot be",
                "collector --name a --quorum a; a list of NAME=HOST:PORT",
                "collector --name a --quorum a=0.0.0.0:1,b=127.0.0.1:2; without keys",
                "collector --peers 0.0.0.0:1; without keys",
                "collector --restore; Unknown option",
                "agent; no PATH given",
                "agent x --time never; --time cannot be 'never'",
                "agent x --to 127.0.0.1:0; --to cannot be '127.0.0.1:0'",
                "agent x --wait written; --wait goes with --once only",
                "agent x --give-up 1s; --give-up goes with --once only",
                "agent x --once --give-up soon; --give-up cannot be 'soon'",
                "agent x --from middle; --from cannot be 'middle': expected is start or end",
                "agent x --color pink; --color cannot be 'pink'",
                "verify .; give --journal DATA, or a second folder",
                "status --http off; must not be off",
                "forget; Missing required parameter",
                "settings; settings needs show or apply",
                "quorum; quorum needs add, remove, replace or fetch",
                "quorum add b; 'b' is not NAME=HOST:PORT",
                "quorum add b=nowhere; an address must be HOST:PORT",
                "quorum replace b=127.0.0.1:0; nobody listens on port 0",
                "demo --collectors 0; --collectors must be 1 to 9",
                "demo --collectors 10; --collectors must be 1 to 9",
                "demo --collectors many; --collectors",
                "pipe; Unmatched argument",
                "top; Unmatched argument",
                "--nonsense; Unknown option",
            })
    void endsWrongUsageWith2AndASentence(String line, String sentence) {
        assertThat(run(line.split(" "))).isEqualTo(2);
        assertThat(said()).startsWith("logbraid: ").contains(sentence).doesNotContain("\tat ");
        assertThat(printed()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "ordr: time; :1:1: unknown key 'ordr': did you mean 'order'?",
                "order: strict-time; :1:8: 'order' cannot be 'strict-time'",
                "bind: 0.0.0.0:7800; :1:7: 'bind' would open a port beyond this machine without keys",
                "http: 0.0.0.0:7880; :1:7: 'http' would open",
                "cycle-size: 1MiB; :1:13: 'cycle-size' cannot be '1MiB': expected is a size from 4MiB to 1GiB",
                "block-size: 8MiB; :1:13: 'block-size' cannot be '8MiB': expected is a size from 16MiB to 1GiB",
                "reserve-size: 2TiB; :1:15: 'reserve-size' cannot be '2TiB': expected is a size from 0B to 1TiB",
                "retention-size: all; :1:17: 'retention-size' cannot be 'all': expected is a size from 0B to 1TiB",
                "retention-age: 5000d; :1:16: 'retention-age' cannot be '5000d': expected is a duration from 0ms to 3650d",
                "out: '{date}.log'; :1:6: 'out' cannot be '{date}.log'",
            })
    void endsAWrongSettingsFileWith78AndItsPlace(String text, String sentence) throws IOException {
        Path file = file(text);

        assertThat(run("collector", "--config", file.toString())).isEqualTo(78);
        assertThat(said()).contains(file + sentence);
        assertThat(run("validate", file.toString())).isEqualTo(78);
    }

    @Test
    void letsASettingsFileOpenPortsBeyondLoopbackWhenItSaysSo() throws IOException {
        Path file = file("bind: 0.0.0.0:7800\ninsecure: true\n");

        assertThat(run("validate", "--no-environment", file.toString())).isZero();
        assertThat(printed()).contains("good, for collector");
    }

    @Test
    void takesWhatASettingsFileSaysOfTheJournal() throws Exception {
        Path file =
                file("cycle-size: 8MiB\nblock-size: 16MiB\nretention-size: 1GiB\nretention-age: 7d\nreserve-size: 0\n");
        var command = new CollectorCommand(new Console(System.out, System.err, Map.of()));

        var settings = command.settings(new Choices(CommonOptions.readFile(file, Keys.all())));

        assertThat(settings.journal())
                .isEqualTo(new JournalSettings(8L << 20, 16L << 20, 1L << 30, Duration.ofDays(7), 1L << 30, 0));
    }

    @Test
    void tellsWhomASettingsFileServes() throws IOException {
        Path file = file("paths: [a.log]\nto: 127.0.0.1:7800\norder: channel\n");

        assertThat(run("validate", "--json", "--no-environment", file.toString()))
                .isZero();
        assertThat(printed()).contains("\"serves\":[\"agent\",\"collector\"]");
    }

    @Test
    void namesASettingsFileThatIsNotThere() {
        assertThat(run("agent", "--config", folder.resolve("none.yaml").toString(), "x"))
                .isEqualTo(78);
        assertThat(said()).contains("none.yaml:1:1: no such file");
    }

    @ParameterizedTest
    @ValueSource(strings = {"status", "settings show", "forget web-1"})
    void endsWith1WhereNoCollectorAnswers(String line) {
        assertThat(run((line + " --http 127.0.0.1:1").split(" "))).isEqualTo(1);
        assertThat(said()).contains("127.0.0.1:1").contains("--http").doesNotContain("\tat ");
    }

    @Test
    void comparesTwoFolders() throws IOException {
        Path one = Files.createDirectory(folder.resolve("one"));
        Path other = Files.createDirectory(folder.resolve("other"));
        Files.writeString(one.resolve("merged.log"), "a\nb\n");
        Files.writeString(other.resolve("merged.log"), "a\nb\nc\n");

        assertThat(run("verify", one.toString(), other.toString())).isZero();

        Files.writeString(other.resolve("merged.log"), "a\nX\nc\n");
        assertThat(run("verify", one.toString(), other.toString())).isEqualTo(1);
        assertThat(printed()).contains("different: file=").contains("merged.log");
    }

    @Test
    void printsHelpVersionAndCompletionWhereTheyWereAskedFor() {
        assertThat(run("--version")).isZero();
        assertThat(run("agent", "--help")).isZero();
        assertThat(run("completion")).isZero();
        assertThat(printed()).contains("logbraid 0.").contains("--give-up").contains("_complete_logbraid");
        assertThat(said()).isEmpty();
    }

    @Test
    void escapesControlCharactersWhereAPersonLooks() {
        assertThat(run("collector", "--order", "\u001b[31mred")).isEqualTo(2);
        assertThat(said()).contains("\\x1b[31mred").doesNotContain("\u001b");
    }
}
