package org.logbraid.system.nemesis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FaultCountsTest {
    @TempDir
    Path folder;

    @Test
    void addsUpOverSeveralRuns() throws IOException {
        Path file = folder.resolve("made/counts");
        var first = new FaultCounts();
        first.done(FaultKind.KILL_AGENT);
        first.done(FaultKind.KILL_AGENT);
        first.skipped(FaultKind.FULL_DISK);
        first.lines(1_000);
        first.hitLeader(FaultKind.CUT_LEADER);
        first.seed(7);
        first.result(true);
        var second = new FaultCounts();
        second.done(FaultKind.CUT_LEADER);
        second.done(FaultKind.KILL_AGENT);
        second.lines(5);
        second.seconds(45);
        second.result(false);

        first.addTo(file);
        var sums = second.addTo(file);

        assertThat(file).hasContent("""
                        fault cut-leader 1
                        fault cut-leader of the leader 1
                        fault kill-agent 3
                        faults 4
                        lines 1005
                        runs that FAILED 1
                        runs that went well 1
                        seconds 45
                        seed 7 1
                        skipped full-disk 1
                        """);
        assertThat(sums.of("fault kill-agent")).isEqualTo(3);
        assertThat(sums.of("fault clock-of-agent")).isZero();
        assertThat(FaultCounts.in(file)).hasToString(sums.toString());
        assertThat(FaultCounts.in(folder.resolve("none"))).hasToString("");
    }
}
