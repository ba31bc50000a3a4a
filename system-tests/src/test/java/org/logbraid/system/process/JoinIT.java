package org.logbraid.system.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Collectors that need what the others no longer keep get into their group with a snapshot. */
class JoinIT {
    private static final int LINES = 60_000;

    @RegisterExtension
    private final Cluster cluster = new Cluster();

    private Path log(String name) throws IOException {
        return SmallJournal.log(cluster.folder(), name, LINES);
    }

    @Test
    @DisplayName("G3, rule 8: a collector with an emptied data folder joins, and its file is that of the others")
    void anEmptiedCollectorJoins() throws Exception {
        var group = new CollectorGroup(cluster, SmallJournal.SETTINGS, "a", "b", "c");
        group.start();
        group.send("one", log("one"));
        group.send("two", log("two"));
        group.awaitTogether("a", "b", "c");
        group.member("b").process().kill();
        Folders.deleteIfExists(group.member("b").data());

        group.startAgain("b");
        group.awaitTogether("a", "b", "c");
        assertThat(group.member("b").process().errors()).contains("a snapshot is fetched");
        group.assertSameFiles("a", "b", "c");

        group.member("c").process().kill();
        Folders.deleteIfExists(group.member("c").folder);
        group.send("three", log("three"));
        group.startAgain("c");
        group.awaitTogether("a", "b", "c");
        group.send("four", log("four"));
        group.awaitTogether("a", "b", "c");
        group.assertSameFiles("a", "b", "c");
        var verify = cluster.run(
                "verify",
                group.member("c").out().toString(),
                "--journal",
                group.member("c").data().toString());
        assertThat(verify.exitStatus()).as(verify.output() + verify.errors()).isZero();
    }

    @Test
    @DisplayName("G12: a collector that was away until the others had let go of what it needs comes back")
    void aCollectorThatWasAwayForLongComesBack() throws Exception {
        var group = new CollectorGroup(cluster, SmallJournal.SETTINGS, "a", "b", "c");
        group.start();
        group.send("one", log("one"));
        group.awaitTogether("a", "b", "c");
        group.member("c").process().kill();
        group.send("two", log("two"));
        group.send("three", log("three"));

        group.startAgain("c");
        group.awaitTogether("a", "b", "c");

        assertThat(group.member("c").process().errors()).contains("a snapshot is fetched");
        group.assertSameFiles("a", "b", "c");
    }
}
