package org.logbraid.collector.join;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.logbraid.collector.journal.Journal;
import org.logbraid.collector.journal.JournalFullException;
import org.logbraid.collector.journal.JournalSettings;
import org.logbraid.collector.journal.chronicle.ChronicleJournal;
import org.logbraid.collector.quorum.VoteStore;
import org.logbraid.common.clock.Clock;
import org.logbraid.common.disk.Disk;
import org.logbraid.common.testing.SimulatedDisk;
import org.logbraid.common.testing.SimulatedTime;

/** Joins over links of all kinds, and where there is no room. */
class JoinCycleTest {
    private static final Path DATA = Path.of("/data");
    private static final Path OUT = Path.of("/out");
    private static final Duration STEP = Duration.ofMillis(10);

    @TempDir
    Path folder;

    private final SimulatedTime time = new SimulatedTime();
    private final Clock clock = time.machine(0);
    private final SimulatedDisk machine = new SimulatedDisk(time);
    private final Disk disk = machine.mount();
    private final TestSource source = new TestSource(clock);
    private int appendsUntilFull = Integer.MAX_VALUE;

    private JoinCycle cycle(VoteStore votes) throws IOException {
        return new JoinCycle(
                disk,
                DATA,
                OUT,
                path -> {
                    disk.createFolders(path); // Chronicle's is a real one
                    return journalThatIsFullOnce(journal());
                },
                votes,
                source,
                new JoinSource.Self("b", votes.state().incarnation(), "127.0.0.1:7802"),
                TestSource.ADDRESS,
                clock);
    }

    private Journal journal() throws IOException {
        return ChronicleJournal.open(folder.resolve("journal"), JournalSettings.DEFAULT, clock);
    }

    private Journal journalThatIsFullOnce(Journal real) {
        return (Journal) Proxy.newProxyInstance(
                Journal.class.getClassLoader(), new Class<?>[] {Journal.class}, (self, method, with) -> {
                    if (method.getName().equals("append") && --appendsUntilFull == 0) {
                        throw new JournalFullException("full: folder=/somewhere");
                    }
                    return method.invoke(real, with);
                });
    }

    private interface Event {
        void happen();
    }

    /** Joins within so long. */
    private void join(Duration most) throws IOException {
        join(most, Duration.ZERO, () -> {});
    }

    /** Joins within so long, and not before something has happened in the middle. */
    private void join(Duration most, Duration until, Event event) throws IOException {
        Duration took = Duration.ZERO;
        try (var votes = VoteStore.open(disk, DATA, new Random(1));
                var join = cycle(votes)) {
            while (!join.isDone() && took.compareTo(most) < 0) {
                join.turn();
                assertThat(join.isGivenUp()).isFalse();
                time.advance(STEP);
                took = took.plus(STEP);
                if (took.equals(until)) {
                    assertThat(join.isDone()).isFalse();
                    event.happen();
                }
            }
            assertThat(join.isDone()).isTrue();
        }
        assertThat(machine.bytes(JoinFolder.snapshot(DATA, TestSource.ENTRIES))).isEqualTo(TestSource.SNAPSHOT);
        assertThat(JoinFolder.finish(disk, DATA, DATA.resolve("journal"), OUT)).isTrue();
        assertThat(machine.bytes(OUT.resolve("merged.log"))).isEqualTo(source.text);
        try (var joined = journal();
                var reader = joined.openReader();
                var expected = source.entries.openReader()) {
            assertThat(joined.lastIndex()).isEqualTo(TestSource.ENTRIES);
            for (int index = 1; index <= TestSource.ENTRIES; index++) {
                assertThat(reader.read(index) && expected.read(index)).isTrue();
                assertThat(reader.header()).isEqualTo(expected.header());
                assertThat(Arrays.copyOf(reader.content(), reader.length()))
                        .isEqualTo(Arrays.copyOf(expected.content(), expected.length()));
            }
        }
    }

    @Test
    @DisplayName("a collector joins at once where nothing is in the way")
    void joinsAtOnce() throws IOException {
        join(Duration.ofSeconds(1));

        assertThat(source.asked).isEqualTo(6);
    }

    @Test
    @DisplayName("a collector asks again for what was lost on the way")
    void asksAgainForWhatIsLost() throws IOException {
        source.loseOneOf = 3;

        join(Duration.ofSeconds(10));

        assertThat(source.asked).isGreaterThan(6);
    }

    @Test
    @DisplayName("a collector joins where each piece takes longer on its way than it waits before it asks again")
    void joinsOverASlowLink() throws IOException {
        source.each = Duration.ofMillis(2_500);

        join(Duration.ofMinutes(1));

        assertThat(source.asked).isLessThan(20);
    }

    @Test
    @DisplayName("a collector that begins to join anew does not take what comes for the join that it gave up")
    void takesNothingThatWasMeantForAnEarlierJoin() throws IOException {
        source.each = Duration.ofSeconds(3);
        source.newest = TestSource.ENTRIES - 1;
        try (var votes = VoteStore.open(disk, DATA, new Random(1));
                var join = cycle(votes)) {
            join.turn();
        }
        time.advance(STEP);
        source.newest = TestSource.ENTRIES;
        source.each = Duration.ofMillis(1);

        join(Duration.ofSeconds(10));
    }

    @ParameterizedTest(name = "{0} has room for {1} bytes")
    @CsvSource({"/data, 0", "/data, 5", "/out, 0", "/out, 5", "/out, 1048576", "/out, 1048600", "/out, 2097152"})
    @DisplayName("a collector that finds no room while it joins waits for it")
    void waitsForRoom(Path full, long bytes) throws IOException {
        VoteStore.open(disk, DATA, new Random(1)).close();
        machine.room(full, bytes);

        join(Duration.ofSeconds(20), Duration.ofSeconds(15), machine::roomEverywhere);

        assertThat(source.asked).isLessThan(40);
    }

    @Test
    @DisplayName("a collector whose journal is full while it joins goes on with the entry that found no room")
    void goesOnWhereTheJournalWasFull() throws IOException {
        appendsUntilFull = 5;

        join(Duration.ofSeconds(10));

        assertThat(source.asked).isEqualTo(7);
    }
}
