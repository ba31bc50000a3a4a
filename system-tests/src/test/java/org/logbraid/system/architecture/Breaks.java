package org.logbraid.system.architecture;

import java.util.ArrayList;
import java.util.List;

/**
 * For each rule of structure and each thing that it forbids, a class that does it. The classes lie in packages below the
 * named ones, so that none stands in another's way. Constants only.
 */
final class Breaks {
    private static final String COMMON = "org.logbraid.common";
    private static final String AGENT = "org.logbraid.agent";
    private static final String COLLECTOR = "org.logbraid.collector";
    private static final String DEPLOY_MAIN = "org.logbraid.deploy.Main it;";
    private static final String FRAMER = AGENT + ".framing.LineFramer it;";
    private static final String TAIL = AGENT + ".tail.TailView it;";
    private static final String BATCHING = AGENT + ".batching.FrameBatch it;";
    private static final String HANDOVER = AGENT + ".handover.HandoverView it;";
    private static final String QUORUM = COLLECTOR + ".quorum.QuorumCycle it;";
    private static final String INTAKE = COLLECTOR + ".intake.IntakeView it;";
    private static final String MERGE = COLLECTOR + ".merge.MergeView it;";
    private static final String OUTPUT = COLLECTOR + ".output.Snapshot it;";
    private static final String STATUS = COLLECTOR + ".status.StatusServer it;";
    private static final String VERIFY = COLLECTOR + ".verify.JournalVerifier it;";

    static final List<Break> ALL = all();

    private Breaks() {}

    private static List<Break> all() {
        var all = new Collection();
        directions(all);
        stages(all);
        libraries(all);
        outsideWorld(all);
        return List.copyOf(all.breaks);
    }

    private static void directions(Collection all) {
        all.add("COMMON_KNOWS_NEITHER_SIDE", COMMON, FRAMER, MERGE, DEPLOY_MAIN);
        all.add("AGENTS_DO_NOT_KNOW_COLLECTORS", AGENT, MERGE, DEPLOY_MAIN);
        all.add("COLLECTORS_DO_NOT_KNOW_AGENTS", COLLECTOR, FRAMER, DEPLOY_MAIN);
    }

    private static void stages(Collection all) {
        all.addNamed(
                "THE_QUORUM_CORE_IS_PURE",
                COLLECTOR + ".quorum",
                "QuorumCore",
                "org.logbraid.common.disk.Disk it;",
                "org.logbraid.common.channel.AgentsPort it;",
                "org.logbraid.common.clock.Clock it;",
                "java.util.random.RandomGenerator it;",
                "java.util.concurrent.atomic.AtomicLong it;");
        all.add("THE_AGENTS_STAGES_DO_NOT_LOOK_BACK", AGENT + ".framing", TAIL, BATCHING, HANDOVER);
        all.add("THE_HANDOVER_DOES_NOT_KNOW_FILES", AGENT + ".handover", TAIL, FRAMER, BATCHING);
        all.add(
                "THE_JOURNAL_KNOWS_NO_OTHER_STAGE",
                COLLECTOR + ".journal",
                QUORUM,
                INTAKE,
                MERGE,
                OUTPUT,
                STATUS,
                VERIFY);
        all.add("THE_QUORUM_DOES_NOT_KNOW_WHAT_COMES_AFTER_IT", COLLECTOR + ".quorum", INTAKE, MERGE, OUTPUT, STATUS);
        all.add("THE_MERGE_DOES_NOT_KNOW_WHO_SPEAKS_TO_AGENTS", COLLECTOR + ".merge", INTAKE, STATUS);
        all.add("EVERY_CLASS_BELONGS_TO_A_STAGE", COLLECTOR, "int lost;");
    }

    private static void libraries(Collection all) {
        all.add("JGROUPS_IS_NAMED_IN_ITS_PLACE", COMMON + ".channel", "org.jgroups.Address it;");
        all.add("JGROUPS_IS_NAMED_IN_ITS_PLACE", COLLECTOR + ".peers", "org.jgroups.Address it;");
        all.add(
                "CHRONICLE_IS_NAMED_IN_ITS_PLACE",
                COLLECTOR + ".journal",
                "net.openhft.chronicle.queue.ChronicleQueue it;",
                "net.openhft.chronicle.bytes.Bytes<?> it;");
        all.add("PICOCLI_IS_NAMED_IN_ITS_PLACE", COLLECTOR, "picocli.CommandLine it;");
        all.add("YAML_IS_NAMED_IN_ITS_PLACE", COMMON, "org.snakeyaml.engine.v2.nodes.Node it;");
        all.add("LZ4_IS_NAMED_IN_ITS_PLACE", COMMON + ".frame", "net.jpountz.lz4.LZ4Factory it;");
        all.add("PROGRESS_BARS_ARE_NAMED_IN_THEIR_PLACE", AGENT, "me.tongfei.progressbar.ProgressBar it;");
        all.add("THE_HTTP_SERVER_IS_NAMED_IN_ITS_PLACE", COLLECTOR, "com.sun.net.httpserver.HttpServer it;");
        all.add(
                "NO_OTHER_LIBRARY_IS_NAMED",
                COMMON,
                "org.awaitility.core.ConditionFactory it;",
                "org.slf4j.Logger fine; org.jctools.queues.SpscArrayQueue<?> too; org.assertj.core.api.Assert<?, ?> not;");
    }

    private static void outsideWorld(Collection all) {
        all.add(
                "THE_WALL_CLOCK_IS_READ_IN_ONE_PLACE",
                COLLECTOR + ".merge",
                "long it = System.currentTimeMillis();",
                "long it = System.nanoTime();",
                "Object it = java.time.Instant.now();",
                "Object it = java.time.LocalDate.now();",
                "java.time.Clock it;");
        all.add(
                "CHANCE_IS_AN_ARGUMENT",
                AGENT + ".tail",
                "java.util.Random it;",
                "java.security.SecureRandom it;",
                "Object it = java.util.concurrent.ThreadLocalRandom.current();",
                "double it = Math.random();",
                "Object it = java.util.UUID.randomUUID();");
        all.add(
                "FILES_ARE_TOUCHED_IN_THEIR_PLACES",
                AGENT + ".tail",
                "boolean it = java.nio.file.Files.exists(java.nio.file.Path.of(\"it\"));",
                "java.nio.channels.FileChannel it;",
                "java.io.RandomAccessFile it;",
                "java.io.FileOutputStream it;",
                "java.io.FileInputStream it;");
        all.add(
                "THREADS_ARE_MADE_IN_THEIR_PLACES",
                AGENT,
                "Thread it = new Thread(() -> {}, \"it\");",
                "Thread it = new Thread(() -> {});",
                "Thread it = new Thread();",
                "Object it = java.util.concurrent.Executors.newCachedThreadPool();",
                "java.util.Timer it;");
        all.add(
                "THE_NETWORK_IS_REACHED_IN_ITS_PLACES",
                AGENT + ".handover",
                "java.net.Socket it;",
                "java.net.ServerSocket it;",
                "java.net.DatagramSocket it;",
                "java.net.URLConnection it;",
                "java.nio.channels.SocketChannel it;",
                "java.nio.channels.ServerSocketChannel it;",
                "java.net.http.HttpClient it;");
    }

    /** Gives each break a package of its own. */
    private static final class Collection {
        private final List<Break> breaks = new ArrayList<>();

        void add(String rule, String below, String... members) {
            addNamed(rule, below, "Broken", members);
        }

        void addNamed(String rule, String below, String simpleName, String... members) {
            for (String member : members) {
                breaks.add(new Break(rule, below + ".break" + breaks.size(), simpleName, member));
            }
        }
    }
}
