package org.logbraid.agent.tail;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.logbraid.agent.handover.Answer;
import org.logbraid.common.testing.Seeds;

/**
 * A writer, a rotator, an agent that is killed and a log that is slow, all by chance. Each line is written once, so what
 * comes out is compared with what was written.
 */
class RandomFilesTest {
    private static final int STEPS = 120;

    @TempDir
    private Path folder;

    private final List<String> written = new ArrayList<>();
    private final Set<String> mayBeLost = new HashSet<>();
    private final List<String> current = new ArrayList<>();
    private boolean unfinished;
    private int rotations;
    private TailRig rig;
    private Random random;

    @Seeds(atMost = 40)
    @DisplayName("every line that stayed readable comes out once, in its order (G4, G5, G7)")
    void everyLineThatStayedReadableComesOutOnce(long seed) throws IOException {
        random = new Random(seed);
        rig = new TailRig(folder, random.nextBoolean() ? "x.log" : "x.log*");
        boolean copies = random.nextBoolean();
        rig.welcome();
        for (int step = 0; step < STEPS; step++) {
            switch (random.nextInt(12)) {
                case 0, 1, 2, 3 -> append();
                case 4 -> {
                    if (copies) {
                        copyAndTruncate();
                    } else {
                        renameAndCreate();
                    }
                }
                case 5 -> settleAndTruncate();
                case 6 -> settleAndDelete();
                case 7 -> crash();
                case 8 -> voidSome();
                case 9 -> newSession();
                default -> live();
            }
        }
        finish();
        check();
        rig.close();
    }

    private void append() {
        int lines = 1 + random.nextInt(4);
        var text = new StringBuilder();
        for (int i = 0; i < lines; i++) {
            String line = "line " + written.size() + " " + "z".repeat(random.nextInt(60));
            text.append(unfinished ? "" : line);
            if (!unfinished) {
                written.add(line);
                current.add(line);
            }
            unfinished = i == lines - 1 && random.nextInt(4) == 0;
            text.append(unfinished ? "" : "\n");
        }
        rig.write("x.log", text.toString());
    }

    private boolean isThere() {
        return Files.exists(rig.path("x.log"));
    }

    private void renameAndCreate() {
        if (isThere()) {
            rig.run(Duration.ofMillis(30)); // what was never there when it was looked for cannot be known
            shift();
            rig.rename("x.log", "x.log.1");
            begin();
            if (random.nextBoolean()) {
                append();
            }
        }
    }

    private void copyAndTruncate() throws IOException {
        if (isThere() && Files.size(rig.path("x.log")) > 0) {
            rig.run(Duration.ofMillis(30));
            shift();
            rig.copy("x.log", "x.log.1");
            if (random.nextInt(3) == 0) {
                live();
            }
            if (current.size() == 1) {
                loseUnfinished(); // no line of the copy is in the log: after a crash nobody knows whose copy it is
            }
            rig.cut("x.log", 0);
            begin();
        }
    }

    private void shift() {
        rotations++;
        for (int i = rotations; i >= 1; i--) {
            if (Files.exists(rig.path("x.log." + i))) {
                rig.rename("x.log." + i, "x.log." + (i + 1));
            }
        }
    }

    private void begin() {
        current.clear();
        unfinished = false;
    }

    /** Without a copy only what was read is safe; the unfinished line is lost with its file. */
    private void settleAndTruncate() {
        if (isThere()) {
            rig.run(Duration.ofMillis(200));
            loseUnfinished();
            rig.cut("x.log", 0);
            begin();
            rig.run(Duration.ofMillis(50));
        }
    }

    private void settleAndDelete() {
        if (isThere()) {
            rig.run(Duration.ofMillis(200));
            loseUnfinished();
            rig.delete("x.log");
            begin();
        }
    }

    private void loseUnfinished() {
        if (unfinished) {
            mayBeLost.add(current.get(current.size() - 1));
        }
    }

    private void crash() {
        for (int i = 0; i < random.nextInt(3); i++) {
            rig.turn();
        }
        rig.take();
        for (int i = 0; i < random.nextInt(3) && !rig.log.sent.isEmpty(); i++) {
            rig.applyOne();
        }
        rig.kill();
        if (random.nextBoolean()) {
            append();
        }
        rig.start();
        if (random.nextBoolean()) {
            rig.run(Duration.ofMillis(30));
        }
    }

    private void voidSome() {
        rig.turn();
        rig.take();
        if (!rig.log.sent.isEmpty()) {
            rig.reject();
        }
    }

    private void newSession() {
        rig.turn();
        rig.take();
        rig.answers.add(new Answer.Severed("by chance"));
        rig.log.sent.forEach(frame -> frame.lentBy().recycle(frame.message()));
        rig.log.sent.clear();
        if (random.nextBoolean()) {
            rig.run(Duration.ofMillis(50));
        }
        rig.welcome();
    }

    private void live() {
        rig.run(Duration.ofMillis(random.nextInt(60)));
    }

    private void finish() {
        if (unfinished) {
            rig.write("x.log", "\n");
        }
        rig.run(Duration.ofSeconds(8));
        rig.run(Duration.ofSeconds(8));
    }

    private void check() {
        List<String> came = rig.log.generations.values().stream()
                .flatMap(row -> row.text.toString().lines())
                .toList();
        List<String> once = came.stream().distinct().toList();
        assertThat(came).as("doubled").hasSameSizeAs(once);
        List<String> missing = new ArrayList<>(written);
        missing.removeAll(new HashSet<>(came));
        missing.removeAll(mayBeLost);
        assertThat(missing).as("missing").isEmpty();
        for (WrittenLog.Row row : rig.log.generations.values()) {
            List<Integer> order =
                    row.text.toString().lines().map(written::indexOf).toList();
            assertThat(order).as("of %s", row.path).doesNotContain(-1).isSorted();
        }
    }
}
