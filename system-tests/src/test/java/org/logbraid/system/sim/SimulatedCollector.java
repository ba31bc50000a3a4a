package org.logbraid.system.sim;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.logbraid.collector.Acks;
import org.logbraid.collector.CollectorSettings;
import org.logbraid.collector.CollectorStages;
import org.logbraid.collector.CollectorStages.Stage;
import org.logbraid.collector.Order;
import org.logbraid.collector.ShapingSettings;
import org.logbraid.collector.entry.EntryType;
import org.logbraid.collector.intake.Requests;
import org.logbraid.collector.journal.JournalReader;
import org.logbraid.collector.merge.MergeView;
import org.logbraid.collector.quorum.Proposal;
import org.logbraid.collector.testing.ReferenceState;
import org.logbraid.common.HostPort;
import org.logbraid.common.frame.FrameReader;
import org.logbraid.common.frame.MalformedException;
import org.logbraid.common.testing.SimulatedDisk;
import org.logbraid.common.testing.SimulatedTime;

/** A collector on a machine of its own: killed, cut from power, and started again. */
final class SimulatedCollector {
    static final HostPort ADDRESS = new HostPort("127.0.0.1", 7800);

    private static final Path DATA = Path.of("/data");
    private static final Path OUT = Path.of("/out");
    private static final String NAME = "merged.log";
    private static final long MIB = 1024 * 1024;

    private final SimulatedNetwork network;
    private final RandomGenerator chance;
    private final SimulatedTime.MachineClock clock;
    private final SimulatedDisk disk;
    private final CollectorSettings settings;

    private SimulatedDisk.Mount mount;
    private SimulatedJournal journal;
    private SimulatedNetwork.Port port;
    private CollectorStages stages;

    SimulatedCollector(SimulatedTime time, SimulatedNetwork network, RandomGenerator chance, Order order, int roster)
            throws IOException {
        this.network = network;
        this.chance = chance;
        this.clock = time.machine(0);
        this.disk = new SimulatedDisk(time);
        var shaping =
                new ShapingSettings(order, NAME, List.of(), roster, Duration.ofSeconds(30), Duration.ofSeconds(2));
        this.settings = new CollectorSettings(
                "collector", ADDRESS, null, null, DATA, OUT, shaping, Acks.SYNCED, MIB, 4 * MIB, 0, Duration.ZERO, MIB);
        mount = disk.mount();
        journal = SimulatedJournal.open(mount, DATA);
        port = network.listen(ADDRESS);
        stages = CollectorStages.open(settings, mount, clock, journal, port, chance, stage -> {});
    }

    private void start() throws IOException {
        mount = disk.mount();
        journal = SimulatedJournal.open(mount, DATA);
        port = network.listen(ADDRESS);
        stages = CollectorStages.open(settings, mount, clock, journal, port, chance, stage -> {});
        checkAcknowledged();
    }

    void killAndRestart() throws IOException {
        mount.kill();
        port.close();
        start();
    }

    void losePowerAndRestart() throws IOException {
        mount.kill();
        port.close();
        disk.losePower(chance);
        start();
    }

    /** What was acknowledged to an agent stands in the journal, whatever happened since (G15). */
    private void checkAcknowledged() throws IOException {
        Map<Long, Long> acknowledged = network.acknowledged();
        Map<Long, Long> inJournal = new TreeMap<>();
        var frame = new FrameReader();
        JournalReader reader = journal.openOracle();
        for (long index = 1; reader.read(index); index++) {
            if (reader.header().type() == EntryType.FRAME) {
                try {
                    frame.wrap(reader.content(), 0, reader.length());
                } catch (MalformedException e) {
                    throw new IllegalStateException(e);
                }
                inJournal.merge(frame.session(), frame.number(), Math::max);
            }
        }
        acknowledged.forEach((session, number) -> assertThat(inJournal.getOrDefault(session, 0L))
                .as("acknowledged frames of session %s (G15)", session)
                .isGreaterThanOrEqualTo(number));
    }

    /** One stage moves. */
    void turn() throws Exception {
        Stage[] all = Stage.values();
        stages.cycle(all[chance.nextInt(all.length)]).turn();
    }

    /** Every stage moves. */
    void turnAll() throws Exception {
        for (Stage stage : Stage.values()) {
            stages.cycle(stage).turn();
        }
    }

    MergeView view() {
        return stages.mergeView();
    }

    /** Somebody asks for the file to end here. */
    void rotate() {
        var unused = stages.requests().submit(new Requests.Request.Rotate()); // what became of it is seen in the files
    }

    /** A frame that is in the log already comes once more, as if another leader had held it back (G5, G8). */
    void repeatOldFrame() throws IOException {
        JournalReader reader = journal.openOracle();
        if (journal.lastIndex() > 0
                && reader.read(1 + chance.nextLong(journal.lastIndex()))
                && reader.header().type() == EntryType.FRAME) {
            byte[] content = Arrays.copyOf(reader.content(), reader.length());
            stages.propose(new Proposal(EntryType.FRAME, content, content.length, null));
        }
    }

    /** All merged files, ended ones first, as one text. */
    byte[] mergedText() {
        var text = new ByteArrayOutputStream();
        byte @Nullable [] open = null;
        for (Path path : disk.paths()) {
            if (path.startsWith(OUT)) {
                byte[] bytes = requireNonNull(disk.bytes(path));
                if (path.endsWith(NAME)) {
                    open = bytes;
                } else {
                    text.writeBytes(bytes); // paths come in the order of their names, and so of their indices
                }
            }
        }
        if (open != null) {
            text.writeBytes(open);
        }
        return text.toByteArray();
    }

    /** Length of {@link #mergedText}. */
    int mergedBytes() {
        return disk.paths().stream()
                .filter(path -> path.startsWith(OUT))
                .mapToInt(path -> requireNonNull(disk.bytes(path)).length)
                .sum();
    }

    /** Ended files have their index with twelve digits. */
    private static String nameOnDisk(String plain) {
        String index = plain.substring(plain.lastIndexOf('.') + 1);
        return index.chars().allMatch(Character::isDigit)
                ? String.format("%s.%012d", NAME, Long.parseLong(index))
                : plain;
    }

    /** A second, plain implementation makes the same files and counts the same, from the committed entries alone. */
    void compareWithPlainImplementation() throws Exception {
        var plain = new ReferenceState();
        JournalReader reader = journal.openOracle();
        long applied = view().appliedIndex();
        for (long index = 1; index <= applied; index++) {
            assertThat(reader.read(index)).as("entry %s", index).isTrue();
            plain.apply(reader.header(), reader.content(), reader.length());
        }
        Set<String> names = new HashSet<>();
        plain.texts().forEach((plainName, text) -> {
            String name = nameOnDisk(plainName);
            names.add(name);
            byte[] bytes = disk.bytes(OUT.resolve(name));
            assertThat(bytes).as("file %s", name).isNotNull();
            assertThat(new String(requireNonNull(bytes), StandardCharsets.ISO_8859_1))
                    .as("bytes of %s (G3)", name)
                    .isEqualTo(text);
        });
        for (Path path : disk.paths()) {
            if (path.startsWith(OUT) && requireNonNull(disk.bytes(path)).length > 0) {
                assertThat(names).contains(path.getFileName().toString());
            }
        }
        assertThat(view().counters()).as("counters").isEqualTo(plain.counters());
    }
}
