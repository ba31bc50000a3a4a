package org.logbraid.system.process;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Watches the collector's system calls. */
class SyncBeforeAckIT {
    private static final int ACKNOWLEDGEMENTS = 100;

    @RegisterExtension
    final Cluster cluster = new Cluster();

    @Test
    @DisplayName("G15: between reading a frame and acknowledging it, the journal's file is synced")
    void syncsTheJournalBeforeItAcknowledges() throws Exception {
        // given
        Path trace = cluster.folder().resolve("trace");
        var tracer = List.of(
                "strace",
                "-f",
                "-yy",
                "-xx",
                "-s",
                "4096",
                "-o",
                trace.toString(),
                "-e",
                "signal=none",
                "-e",
                "trace=read,recvfrom,write,writev,sendto,sendmsg,fsync,fdatasync");
        var collector = cluster.collector(tracer, "--order", "channel");
        Path log = cluster.folder().resolve("a.log");
        Files.createFile(log);
        cluster.agent("a", List.of(log), "--time", "none").awaitReady();

        // when
        for (int i = 0; i < ACKNOWLEDGEMENTS; i++) {
            Files.write(log, ("line " + i + "\n").getBytes(US_ASCII), StandardOpenOption.APPEND);
            cluster.awaitMerged(Files.size(log)); // so that the next line has a frame of its own
        }
        assertThat(collector.terminateTraced()).as(collector::errors).isZero();

        // then
        var seen = new SyscallTrace(trace);
        Map<Long, Integer> readAt = seen.frames().stream()
                .collect(Collectors.toMap(SyscallTrace.Message::number, SyscallTrace.Message::place));
        List<SyscallTrace.Sync> syncs = seen.syncs().stream()
                .filter(sync -> sync.file().endsWith(".cq4"))
                .toList();
        List<SyscallTrace.Message> acks = seen.acks().stream()
                .filter(ack -> readAt.containsKey(ack.number()))
                .toList();
        assertThat(acks.stream().map(SyscallTrace.Message::number).distinct().count())
                .isGreaterThanOrEqualTo(ACKNOWLEDGEMENTS);
        assertThat(acks)
                .allSatisfy(ack -> assertThat(syncs)
                        .anyMatch(sync -> sync.began() > readAt.getOrDefault(ack.number(), Integer.MAX_VALUE)
                                && sync.ended() < ack.place()));
    }
}
