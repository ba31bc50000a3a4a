package org.logbraid.collector.join;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.logbraid.collector.output.OutputAside;
import org.logbraid.common.disk.Disk;
import org.logbraid.common.disk.DiskFile;
import org.logbraid.common.disk.FileStat;
import org.logbraid.common.wire.InstanceId;

/**
 * Open files that were fetched beside those that stand in the output's folder, and what becomes of each: until everything is
 * fetched, whatever the data folder speaks of stays as it is. A file of lines in the data folder, each forced before what it
 * tells of is made. Stateless.
 *
 * <p>Used by the thread that fetches, or wires, while no stage is open.
 */
final class FetchedPlaces {
    static final String FILE = "joined.places";
    private static final String SUFFIX = ".joining";
    private static final int PIECE_BYTES = 1024 * 1024;
    private static final int MAX_BYTES = 1 << 30;

    private FetchedPlaces() {}

    /** Where the bytes of an output lie until they are in their place. */
    static Path beside(Path output) {
        return output.resolveSibling(output.getFileName() + SUFFIX);
    }

    /**
     * One line.
     *
     * @param whole whether all of the file is fetched, and what stands there goes aside; otherwise what is behind {@code from}
     */
    private record Place(boolean whole, long from, InstanceId log, String name) {
        static Place parse(String line) {
            String[] words = line.split(" ", 4);
            return new Place(words[0].equals("whole"), Long.parseLong(words[1]), InstanceId.parse(words[2]), words[3]);
        }

        @Override
        public String toString() {
            return (whole ? "whole " : "rest ") + from + ' ' + log + ' ' + name + '\n';
        }
    }

    /**
     * Notes that a file is about to be fetched.
     *
     * @param from first byte that is fetched
     */
    static void add(Disk disk, Path data, boolean whole, long from, InstanceId log, String name) throws IOException {
        byte[] line = new Place(whole, from, log, name).toString().getBytes(StandardCharsets.UTF_8);
        try (DiskFile file = disk.openForWriting(data.resolve(FILE))) {
            file.write(line, 0, line.length, file.size());
            file.force();
        }
        disk.forceFolder(data);
    }

    private static List<Place> read(Disk disk, Path data) throws IOException {
        List<Place> places = new ArrayList<>();
        if (disk.stat(data.resolve(FILE)) == null) {
            return places;
        }
        byte[] all;
        int count;
        try (DiskFile file = disk.openForReading(data.resolve(FILE))) {
            all = new byte[(int) Math.min(file.size(), MAX_BYTES)];
            count = file.readAll(all, 0, all.length, 0);
        }
        int from = 0;
        for (int i = 0; i < count; i++) {
            if (all[i] == '\n') { // what is behind the last one was never followed by a file
                places.add(Place.parse(new String(all, from, i - from, StandardCharsets.UTF_8)));
                from = i + 1;
            }
        }
        return places;
    }

    /** Deletes what an unfinished fetch has left. */
    static void clear(Disk disk, Path data, Path folder) throws IOException {
        for (Place place : read(disk, data)) {
            disk.delete(beside(folder.resolve(place.name())));
        }
        disk.delete(data.resolve(FILE));
    }

    /** Puts each in its place; what was done already is not done again. */
    static void finish(Disk disk, Path data, Path folder) throws IOException {
        for (Place place : read(disk, data)) {
            Path output = folder.resolve(place.name());
            Path beside = beside(output);
            if (disk.stat(beside) == null) {
                continue;
            }
            if (!place.whole()) {
                append(disk, beside, output, place.from());
                disk.delete(beside);
            } else {
                FileStat there = disk.stat(output);
                if (there != null && there.sizeBytes() > 0) {
                    OutputAside.set(disk, output, place.log());
                }
                disk.rename(beside, output);
            }
            disk.forceFolder(requireNonNull(output.getParent()));
        }
        disk.delete(data.resolve(FILE));
    }

    private static void append(Disk disk, Path from, Path to, long at) throws IOException {
        try (DiskFile source = disk.openForReading(from);
                DiskFile target = disk.openForWriting(to)) {
            byte[] piece = new byte[PIECE_BYTES];
            long done = 0;
            for (int got = source.read(piece, 0, PIECE_BYTES, 0);
                    got > 0;
                    got = source.read(piece, 0, PIECE_BYTES, done)) {
                target.write(piece, 0, got, at + done);
                done += got;
            }
            target.force();
        }
    }
}
