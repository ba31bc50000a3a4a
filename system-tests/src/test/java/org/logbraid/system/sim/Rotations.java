package org.logbraid.system.sim;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.logbraid.common.disk.Disk;
import org.logbraid.common.disk.DiskFile;

/**
 * How one log file is rotated, by logrotate and by people: by rename, by copy and truncate, and in the rude ways that lose
 * what was not read by then. Knows what each way may cost.
 */
final class Rotations {
    private final LogWriter writer;
    private final Disk disk;
    private final RandomGenerator chance;
    private final Readers readers;
    private final Set<Trouble> troubles;
    private int rotated;
    private boolean copied;

    /** Who looks at the files of this machine. */
    interface Readers {
        /** Whether the process that has a file open has lived on, asked at the end; null for nobody. */
        @Nullable
        BooleanSupplier of(Path path);

        /** Notes what the process has seen of a file that is about to be destroyed. */
        void witness(Path path, Incarnation incarnation);
    }

    Rotations(LogWriter writer, Disk disk, RandomGenerator chance, Readers readers, Set<Trouble> troubles) {
        this.writer = writer;
        this.disk = disk;
        this.chance = chance;
        this.readers = readers;
        this.troubles = troubles;
    }

    /**
     * Rotates in one of the ways. An incarnation that comes and goes before the log has a line of it cannot always be told
     * from a file that was never ours, and is left alone by the polite ways.
     */
    void rotate(Predicate<Incarnation> log) throws IOException {
        finishCopying();
        boolean known = log.test(writer.current());
        if (troubles.contains(Trouble.RUDE_ROTATIONS) && chance.nextInt(3) == 0) {
            switch (chance.nextInt(4)) {
                case 0 -> cutInPlace();
                case 1 -> deleteAndMakeAnew();
                case 2 -> copyWhileWriting(known);
                default -> renameTwice(known);
            }
        } else if (known) {
            if (chance.nextInt(3) == 0) {
                copyAndTruncate();
            } else {
                rename(true);
            }
        }
    }

    /** Whoever has it open reads on; others find it only when they know its content. */
    private void rename(boolean known) throws IOException {
        boolean whole = endLastLine();
        if (!known) {
            writer.current().hiddenFromAllBut(readers.of(writer.path()));
        }
        shift();
        disk.rename(writer.path(), numbered(1));
        writer.goOnIn(disk.openForWriting(writer.path()), whole && chance.nextInt(3) == 0);
    }

    private void renameTwice(boolean known) throws IOException {
        rename(known);
        writer.append();
        rename(false);
    }

    private void copyAndTruncate() throws IOException {
        endLastLine();
        shift();
        copy();
        cut();
    }

    /** What is written between the copy and the cut is in neither. */
    private void copyWhileWriting(boolean known) throws IOException {
        writer.finish();
        shift();
        copy();
        writer.current().destroyedFrom(known ? writer.current().sequence() : 0);
        writer.current().copiedBeforeItsEnd();
        copied = true;
    }

    /** A file that was copied while it was written is cut at last. */
    void finishCopying() throws IOException {
        if (copied) {
            copied = false;
            writer.finish();
            cut();
        }
    }

    private void cutInPlace() throws IOException {
        endLastLine();
        writer.current().destroyedFrom(0);
        cut();
    }

    private void deleteAndMakeAnew() throws IOException {
        boolean whole = endLastLine();
        writer.current().hiddenFromAllBut(readers.of(writer.path()));
        readers.witness(writer.path(), writer.current());
        disk.delete(writer.path());
        writer.goOnIn(disk.openForWriting(writer.path()), whole && chance.nextInt(3) == 0);
    }

    /** Whether it has its newline. */
    private boolean endLastLine() throws IOException {
        boolean whole = !troubles.contains(Trouble.UNFINISHED_LINES) || chance.nextBoolean();
        if (whole) {
            writer.finish();
        } else {
            writer.begin();
            writer.leaveUnfinished();
        }
        return whole;
    }

    private void copy() throws IOException {
        DiskFile file = writer.current().file();
        byte[] all = new byte[Math.toIntExact(writer.current().size())];
        file.read(all, 0, all.length, 0);
        try (DiskFile copy = disk.openForWriting(numbered(1))) {
            copy.write(all, 0, all.length, 0);
        }
    }

    private void cut() throws IOException {
        readers.witness(writer.path(), writer.current());
        DiskFile file = writer.current().file();
        file.truncate(0);
        writer.goOnIn(file, false);
    }

    /** Rotated files move up one number, as logrotate moves them: 1 is the newest. */
    private void shift() throws IOException {
        for (int number = rotated; number >= 1; number--) {
            disk.rename(numbered(number), numbered(number + 1));
        }
        rotated++;
    }

    private Path numbered(int number) {
        return writer.path().resolveSibling(writer.path().getFileName() + "." + number);
    }
}
