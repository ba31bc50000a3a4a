package org.logbraid.system.nemesis;

import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.logbraid.deploy.cli.Answer;
import org.logbraid.deploy.cli.CommandFailure;
import org.logbraid.system.nemesis.ProcessWorld.Collector;
import org.logbraid.system.process.Folders;

/**
 * A collector is killed and loses all that it has stored, its merged file too. The process that is started then is another
 * member of the group, though of the same name, and gets everything from the others.
 *
 * <p>Only one disk at a time may be lost: it begins when the others are up and their disks have what is committed, and is
 * over when the new member votes and its disk has what is committed then.
 *
 * <p>Belongs to the thread of the {@link Nemesis}.
 */
final class Emptying implements World.UnderWay {
    private static final Duration STATUS_PATIENCE = Duration.ofMillis(300);
    private static final long LOOK_NANOS = 100_000_000;

    /** What a collector says that the others no longer keep entries for. */
    private static final String WITH_SNAPSHOT = "a snapshot is fetched";

    private enum Stage {
        WAITS,
        EMPTY,
        JOINS,
        CATCHES_UP
    }

    private final Collector victim;
    private final List<Collector> others;
    private final Observer observer;
    private final FaultCounts counts;
    private final long lengthNanos;
    private Stage stage = Stage.WAITS;
    private OptionalLong wanted = OptionalLong.empty();
    private long lookedNanos = System.nanoTime() - LOOK_NANOS;
    private long killedNanos;

    /**
     * Takes the victim, and waits for the others.
     *
     * @param length for which nothing of the victim is there
     */
    Emptying(Collector victim, Collection<Collector> all, Observer observer, FaultCounts counts, Duration length) {
        this.victim = victim;
        this.others = all.stream().filter(one -> !one.equals(victim)).toList();
        this.observer = observer;
        this.counts = counts;
        this.lengthNanos = length.toNanos();
        victim.member().take();
    }

    @Override
    public boolean turn(boolean due) throws IOException, InterruptedException {
        long now = System.nanoTime();
        if (now - lookedNanos < LOOK_NANOS) {
            return false;
        }
        lookedNanos = now;
        switch (stage) {
            case WAITS -> {
                if (haveWhatIsCommitted(others)) {
                    empty();
                    killedNanos = System.nanoTime();
                    go(Stage.EMPTY);
                }
            }
            case EMPTY -> {
                if (now - killedNanos >= lengthNanos) {
                    victim.member().start();
                    go(Stage.JOINS);
                }
            }
            case JOINS -> {
                if (victim.member().isReady() && votes()) {
                    go(Stage.CATCHES_UP);
                }
            }
            case CATCHES_UP -> {
                if (haveWhatIsCommitted(List.of(victim))) {
                    if (victim.member().process().errors().contains(WITH_SNAPSHOT)) {
                        counts.joinedWithSnapshot();
                    }
                    victim.member().release();
                    return true;
                }
            }
        }
        return false;
    }

    private void go(Stage next) {
        stage = next;
        wanted = OptionalLong.empty();
    }

    private void empty() throws IOException, InterruptedException {
        victim.member().kill();
        Folders.deleteIfExists(victim.data());
        Folders.deleteIfExists(Objects.requireNonNull(victim.merged().getParent()));
    }

    /** Whether they are up, and have on their disks and in their files what anybody knew to be committed at the first look. */
    private boolean haveWhatIsCommitted(List<Collector> those) throws IOException {
        if (wanted.isEmpty()) {
            long committed = 0;
            for (Collector one :
                    Stream.concat(others.stream(), Stream.of(victim)).toList()) {
                committed = Math.max(committed, status(one).number("commitIndex"));
            }
            if (committed == 0) {
                return false;
            }
            wanted = OptionalLong.of(committed);
        }
        for (Collector one : those) {
            Answer status = status(one);
            if ((!one.equals(victim) && one.member().isTaken())
                    || status.number("durableIndex") < wanted.getAsLong()
                    || status.number("appliedIndex") < wanted.getAsLong()) {
                return false;
            }
        }
        return true;
    }

    /** Whether it votes as the member that it is now: of none but itself does a follower say how far that one is. */
    private boolean votes() throws IOException {
        return status(victim).objects("members").stream()
                .anyMatch(member -> member.text("name").equals(victim.member().name())
                        && member.text("voting").equals("true")
                        && !member.text("lastIndex").isEmpty());
    }

    /** Of nothing when it does not say it in time. */
    private Answer status(Collector one) throws IOException {
        String text = observer.status(one.http(), STATUS_PATIENCE);
        try {
            return Answer.of(text.isEmpty() ? "{}" : text);
        } catch (CommandFailure e) {
            throw new IOException("no status: " + text, e);
        }
    }
}
