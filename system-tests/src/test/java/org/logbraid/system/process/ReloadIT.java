package org.logbraid.system.process;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.logbraid.system.process.ReferenceMerge.Source;

/** SIGHUP: the settings file is read again, and what can take effect at once does. */
class ReloadIT {
    @RegisterExtension
    final Cluster cluster = new Cluster();

    private Path settings(String text) throws IOException {
        return Files.writeString(cluster.folder().resolve("settings.yaml"), text);
    }

    private static String lines(String name, int from, int to) {
        var text = new StringBuilder();
        for (int i = from; i < to; i++) {
            text.append("10.0.0.1 - - [17/May/2015:10:%02d:%02d +0000] \"GET /%s/%d\" 200 1\n"
                    .formatted(i / 60, i % 60, name, i));
        }
        return text.toString();
    }

    private Path log(String name, int from, int to) throws IOException {
        return Files.writeString(
                cluster.folder().resolve(name + ".log"),
                lines(name, from, to),
                ISO_8859_1,
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }

    private LogbraidProcess agent(Path settings) throws Exception {
        return cluster.agent("a", List.of(), "--config", settings.toString()).awaitReady();
    }

    private String shown() throws Exception {
        var show = cluster.run("settings", "show", "--http", cluster.httpPort());
        assertThat(show.exitStatus()).as(show::errors).isZero();
        return show.output();
    }

    @Test
    @DisplayName("G4, G5: an agent given one more path sends its lines at once, and those of the first path once")
    void anAgentFollowsAPathThatItIsGiven() throws Exception {
        // given
        var collector = cluster.collector();
        Path one = log("one", 0, 500);
        Path other = log("other", 0, 700);
        var agent = agent(settings("paths: [" + one + "]\n"));
        cluster.awaitMerged(Files.size(one));

        // when
        settings("paths: [" + one + ", " + other + "]\n");
        agent.signal("HUP");

        // then
        agent.awaitError("that it is ready again", 2, line -> line.startsWith("ready"));
        cluster.awaitMerged(Files.size(one) + Files.size(other));
        assertThat(agent.errors()).contains("'paths' has changed: takes effect now");

        // when
        log("one", 700, 900);
        log("other", 900, 1_000);

        // then
        cluster.awaitMerged(Files.size(one) + Files.size(other));
        MergedFile.assertHoldsAllOf(List.of(Source.of("a", one), Source.of("a", other)), List.of(cluster.merged()));
        assertThat(agent.terminate()).as(agent::errors).isZero();
        assertThat(collector.terminate()).as(collector::errors).isZero();
    }

    @Test
    void anAgentKeepsItsNameAndStateUntilTheNextStart() throws Exception {
        // given
        cluster.collector();
        Path one = log("one", 0, 10);
        String rest = "paths: [" + one + "]\nto: " + cluster.agentsPort() + "\n";
        Path settings = settings("name: a\nstate: agent-a\n" + rest);
        var agent = cluster.run("agent", "--config", settings.toString(), "--time", "clf")
                .awaitReady();

        // when
        settings("name: b\nstate: agent-b\n" + rest + "rotate-wait: 1s\ntime: clf\n");
        agent.signal("HUP");

        // then
        agent.awaitError("that it is ready again", 2, line -> line.startsWith("ready agent=a "));
        assertThat(agent.errors())
                .contains(settings + ":1:7: 'name' has changed: takes effect at the next start")
                .contains(settings + ":2:8: 'state' has changed: takes effect at the next start")
                .contains(settings + ":6:7: 'time' has changed: has no effect: the command line beats it");
        assertThat(cluster.folder().resolve("agent-b")).doesNotExist();
        assertThat(agent.terminate()).as(agent::errors).isZero();
    }

    @Test
    @DisplayName("G3: shaping settings of a collector's file become an entry at once, all others are named")
    void aCollectorMakesItsShapingSettingsAnEntry() throws Exception {
        // given
        Path settings = settings("evict-after: 20s\nskew: 1s\nexpect: 1\n");
        var collector = cluster.collector("--config", settings.toString(), "--order", "channel");
        assertThat(shown()).contains("evict-after: 20000ms", "skew: 1000ms", "expect: 1", "order: channel");

        // when
        settings("evict-after: 45s\nexpect: [a, b]\norder: time\ncredit: 8MiB\n");
        collector.signal("HUP");

        // then
        collector.awaitError("that it is done", line -> line.contains("the settings stand in the log"));
        assertThat(shown()).contains("evict-after: 45000ms", "expect: a,b", "order: channel");
        assertThat(shown()).as("its default again").contains("skew: 2000ms");
        assertThat(collector.errors())
                .contains(settings + ":1:14: 'evict-after' has changed: takes effect now")
                .contains(settings + ":2:9: 'expect' has changed: takes effect now")
                .contains(settings + ":3:8: 'order' has changed: has no effect: the command line beats it")
                .contains(settings + ":4:9: 'credit' has changed: takes effect at the next start");
        assertThat(collector.terminate()).as(collector::errors).isZero();
    }

    @Test
    void aWrongFileChangesNothingAndItsPlaceIsSaid() throws Exception {
        // given
        Path settings = settings("evict-after: 20s\n");
        var collector = cluster.collector("--config", settings.toString());
        Path one = log("one", 0, 10);
        Path other = log("other", 0, 10);
        var agents = cluster.folder().resolve("agents.yaml");
        Files.writeString(agents, "paths: [" + one + "]\n");
        var agent = agent(agents);
        cluster.awaitMerged(Files.size(one));

        // when
        settings("evict-after: 45s\nskwe: 1s\n");
        collector.signal("HUP");
        Files.writeString(agents, "paths: [" + one + ", " + other + "]\nrotate-wait: soon\n");
        agent.signal("HUP");

        // then
        collector.awaitError("the place", line -> line.contains(settings + ":2:1: unknown key 'skwe'"));
        collector.awaitError("what follows", line -> line.contains("nothing is changed"));
        agent.awaitError("the place", line -> line.contains(agents + ":2:14: 'rotate-wait' cannot be 'soon'"));
        agent.awaitError("what follows", line -> line.contains("nothing is changed"));
        assertThat(shown()).contains("evict-after: 20000ms");
        assertThat(agent.errors()).doesNotContain("has changed");

        // when its form is right, but not what it says
        Files.writeString(agents, "paths: [" + one + ", " + other + "]\nwait: written\n");
        agent.signal("HUP");

        // then
        agent.awaitError("the place", line -> line.contains(agents + ":2:7: 'wait' goes with --once only"));
        agent.awaitError("what follows", 2, line -> line.contains("nothing is changed"));
        assertThat(agent.errors()).doesNotContain("has changed");

        // when the file is mended
        settings("evict-after: 45s\n");
        collector.signal("HUP");
        Files.writeString(agents, "paths: [" + one + ", " + other + "]\n");
        agent.signal("HUP");

        // then
        collector.awaitError("that it is done", line -> line.contains("the settings stand in the log"));
        assertThat(shown()).contains("evict-after: 45000ms");
        agent.awaitError(
                "what has changed", line -> line.contains(agents + ":1:8: 'paths' has changed: takes effect now"));
        cluster.awaitMerged(Files.size(one) + Files.size(other));
    }

    @Test
    @DisplayName("what a signal asks for is not lost while nobody leads: it is done when somebody does")
    void signalsWaitForALeader() throws Exception {
        // given
        var group = new CollectorGroup(cluster, "evict-after: 20s\n", "a", "b");
        group.begin("a", List.of("a", "b"));
        var one = group.member("a").process().awaitReady();
        Files.writeString(cluster.folder().resolve("collectors.yaml"), "evict-after: 45s\n");

        // when
        one.signal("HUP");
        one.signal("USR1");
        one.awaitError("what has changed", line -> line.contains("'evict-after' has changed: takes effect now"));
        group.begin("b", List.of("a", "b"));

        // then
        one.awaitError("that it is done", line -> line.contains("the settings stand in the log"));
        one.awaitError("that all files have ended", line -> line.contains("have ended at entry"));
        assertThat(one.errors()).doesNotContain("ask again");
    }
}
