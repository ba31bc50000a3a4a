package org.logbraid.system.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Collectors that need what the others no longer keep get into their group with a snapshot. */
class JoinIT {
    private static final int LINES = 60_000;

    @RegisterExtension
    private final Cluster cluster = new Cluster();

    private Path log(String name) throws IOException {
        var text = new StringBuilder();
        var chance = new Random(name.hashCode());
        for (int i = 0; i < LINES; i++) {
            text.append("2026-01-01T00:")
                    .append(String.format("%02d:%02d.%03d", i / 6_000 % 60, i / 100 % 60, i % 100 * 10))
                    .append("Z ")
                    .append(name)
                    .append(" line ")
                    .append(i)
                    .append(' ')
                    .append(SmallJournal.unpackable(chance))
                    .append('\n');
        }
        return Files.writeString(cluster.folder().resolve(name + ".log"), text);
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
