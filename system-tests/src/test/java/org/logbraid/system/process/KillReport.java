package org.logbraid.system.process;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What was under way at each kill: the bytes in the files less the offsets that the log had accepted.
 *
 * <p>Belongs to the test's thread.
 */
final class KillReport {
    private static final Pattern SOURCE =
            Pattern.compile("\"path\":\"([^\"]*)\",\"generation\":(\\d+),\"offset\":(\\d+)");

    private final Cluster cluster;
    private final LiveLogs logs;
    private final Killed collector;
    private final List<Long> unaccepted = new ArrayList<>();
    private long accepted;

    KillReport(Cluster cluster, LiveLogs logs, Killed collector) {
        this.cluster = cluster;
        this.logs = logs;
        this.collector = collector;
    }

    /** To be called right before the kill. */
    void kill(Killed victim) throws InterruptedException {
        accepted = Math.max(accepted, accepted());
        long left = logs.bytes() - accepted;
        unaccepted.add(left);
        System.out.printf(
                "kill %d: %s, %d ms after its start, %,d bytes not accepted%n",
                unaccepted.size(), victim.name(), victim.age().toMillis(), left);
    }

    /** As the collector tells; while it starts, nothing is accepted. */
    private long accepted() throws InterruptedException {
        if (!collector.process().isReady()) {
            return 0;
        }
        long sum = 0;
        Matcher sources = SOURCE.matcher(cluster.statusSoon(Duration.ofSeconds(5)));
        while (sources.find()) {
            for (LiveLog log : logs.logs()) {
                if (log.path().toString().equals(sources.group(1))) {
                    sum += log.bytesBefore(Integer.parseInt(sources.group(2))) + Long.parseLong(sources.group(3));
                }
            }
        }
        return sum;
    }

    /** Kills that had more than so many bytes under way. */
    long killsWithMoreThan(long bytes) {
        return unaccepted.stream().filter(one -> one > bytes).count();
    }
}
