package org.logbraid.system.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The members of a group change while it runs: {@code logbraid quorum add|remove|replace|fetch}. */
class MembersIT {
    @RegisterExtension
    private final Cluster cluster = new Cluster();

    private Path log(String name, int lines) throws IOException {
        return SmallJournal.log(cluster.folder(), name, lines);
    }

    private LogbraidProcess quorum(String change, String member, String http) throws Exception {
        var process = cluster.run("quorum", change, member, "--http", http);
        process.exitStatus();
        return process;
    }

    private void change(CollectorGroup group, String change, String member, String askedOf) throws Exception {
        var process = quorum(change, member, group.member(askedOf).http);
        assertThat(process.exitStatus()).as(process.output() + process.errors()).isZero();
    }

    /** The file that had ended before it joined is not there, until it is asked for. */
    private void fetchesWhatItLacks(CollectorGroup group, String name, String other) throws Exception {
        String[] both = {
            "verify",
            group.member(name).out().toString(),
            group.member(other).out().toString()
        };
        var before = cluster.run(both);
        assertThat(before.exitStatus()).isZero();
        assertThat(before.output() + before.errors()).contains("only in one folder");
        assertThat(group.member(name).process().errors()).contains("'logbraid quorum fetch' gets them: count=1");

        var fetch = cluster.run("quorum", "fetch", "--http", group.member(name).http);

        assertThat(fetch.exitStatus()).as(fetch.errors()).isZero();
        assertThat(fetch.output()).contains("fetched 1 with");
        var after = cluster.run(both);
        assertThat(after.exitStatus()).isZero();
        assertThat(after.output() + after.errors()).doesNotContain("only in one folder");
    }

    @Test
    @DisplayName("one collector becomes three, a dead one is replaced, one leaves: the agents' lines go on")
    void oneBecomesThreeAndOneIsReplaced() throws Exception {
        var group = new CollectorGroup(cluster, SmallJournal.SETTINGS, "a", "b", "c", "d");
        group.begin("a", List.of("a"));
        group.member("a").process().awaitReady();
        group.send("zero", log("zero", 40_000));
        group.rotate("a");
        group.send("one", log("one", 40_000));
        var agent = cluster.run(
                "agent",
                "--name",
                "live",
                "--to",
                group.agents(),
                "--state",
                cluster.state("live").toString(),
                log("live", 5_000).toString());
        agent.awaitReady();

        group.begin("b", List.of("a", "b", "c"));
        group.begin("c", List.of("a", "b", "c"));
        change(group, "add", "b=" + group.member("b").peers, "a");
        group.awaitTogether("a", "b");
        assertThat(group.member("b").process().errors()).contains("a snapshot is fetched");
        change(group, "add", "c=" + group.member("c").peers, "b"); // handed on to the leader
        group.awaitTogether("a", "b", "c");
        Files.writeString(cluster.folder().resolve("live.log"), Files.readString(log("more", 5_000)));
        group.send("two", log("two", 20_000));
        group.awaitTogether("a", "b", "c");
        group.assertSameFiles("a", "b", "c");
        fetchesWhatItLacks(group, "c", "a");

        group.member("b").process().kill();
        group.await("c", "a leader", status -> !status.contains("\"leader\":null"));
        Folders.deleteIfExists(group.member("b").folder);
        group.startUnder("b", "d", List.of("a", "b", "c"));
        change(group, "replace", "b=" + group.member("d").peers, "c");
        group.awaitTogether("a", "d", "c");
        group.send("three", log("three", 20_000));
        group.awaitTogether("a", "d", "c");
        group.assertSameFiles("a", "d", "c");

        change(group, "remove", "a", "c");
        group.await(
                "c",
                "two members",
                status -> !status.contains("\"name\":\"a\"") && !status.contains("\"leader\":null"));
        group.member("a").process().terminate();
        group.send("four", log("four", 1_000));
        group.awaitTogether("d", "c");
        group.assertSameFiles("c", "d");
        assertThat(agent.isAlive()).isTrue();
    }

    @Test
    @DisplayName("the last of three that lost the others goes on alone when it is told to, and gets others again")
    void theLastOneGoesOnAlone() throws Exception {
        var group = new CollectorGroup(cluster, SmallJournal.SETTINGS, "a", "b", "c");
        group.start();
        group.send("one", log("one", 20_000));
        group.awaitTogether("a", "b", "c");
        byte[] before = Files.readAllBytes(group.member("a").merged());
        for (String name : List.of("a", "b", "c")) {
            group.member(name).process().kill();
        }
        for (String name : List.of("b", "c")) {
            Folders.deleteIfExists(group.member(name).folder);
        }

        group.recover("a");
        assertThat(group.member("a").process().errors()).contains("goes on without the others");
        group.await("a", "it leads", status -> !status.contains("\"leader\":null"));
        group.send("two", log("two", 20_000));
        assertThat(Files.readAllBytes(group.member("a").merged()))
                .startsWith(before)
                .hasSizeGreaterThan(before.length);

        group.begin("b", List.of("a", "b", "c"));
        change(group, "add", "b=" + group.member("b").peers, "a");
        group.awaitTogether("a", "b");
        group.member("a").process().terminate();
        assertThat(group.member("a").process().exitStatus()).isZero();
        group.startAgain("a");
        group.awaitTogether("a", "b");
        group.send("three", log("three", 1_000));
        group.awaitTogether("a", "b");
        group.assertSameFiles("a", "b");
    }

    @Test
    void nothingIsRecoveredWhereThereIsNoLog() throws Exception {
        var process = cluster.run(
                "collector",
                "--recover",
                "--bind",
                Cluster.unusedAddress(),
                "--http",
                "off",
                "--data",
                cluster.folder().resolve("nothing").toString(),
                "--out",
                cluster.folder().resolve("merged.log").toString());

        assertThat(process.exitStatus()).isEqualTo(1);
        assertThat(process.errors()).contains("there is no log to recover");
    }

    @Test
    void whatCannotBeDoneIsRefusedWithAReason() throws Exception {
        var group = new CollectorGroup(cluster, SmallJournal.SETTINGS, "a", "b");
        group.start();
        group.awaitTogether("a", "b");

        assertRefused(group, "add", "b=127.0.0.1:1", "'b' is a member already");
        assertRefused(group, "replace", "x=127.0.0.1:1", "'x' is no member");
        assertRefused(group, "remove", "x", "'x' is no member");
        assertRefused(group, "add", "x=" + group.member("b").peers, "has the address");
    }

    private void assertRefused(CollectorGroup group, String change, String member, String reason) throws Exception {
        var process = quorum(change, member, group.member("a").http);
        assertThat(process.exitStatus()).isEqualTo(1);
        assertThat(process.errors()).contains(reason);
    }
}
