package org.logbraid.system.soak;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * What Linux tells of a process's memory and files; zeros when it is gone.
 *
 * @param residentKib in memory now, pages of mapped files included
 * @param ownKib the part of it that no file backs
 * @param peakKib the most that was in memory since it was started
 * @param openFiles descriptors
 * @param deletedFiles those of files that were deleted
 */
record ProcessMemory(long residentKib, long ownKib, long peakKib, int openFiles, int deletedFiles) {
    static final ProcessMemory NONE = new ProcessMemory(0, 0, 0, 0, 0);

    static ProcessMemory of(long pid) throws IOException {
        Path process = Path.of("/proc", String.valueOf(pid));
        long resident = 0;
        long own = 0;
        long peak = 0;
        try {
            for (String line : Files.readAllLines(process.resolve("status"))) {
                if (line.startsWith("VmRSS:")) {
                    resident = kib(line);
                } else if (line.startsWith("RssAnon:")) {
                    own = kib(line);
                } else if (line.startsWith("VmHWM:")) {
                    peak = kib(line);
                }
            }
            int open = 0;
            int deleted = 0;
            try (var all = Files.newDirectoryStream(process.resolve("fd"))) {
                for (Path descriptor : all) {
                    open++;
                    deleted += target(descriptor).endsWith(" (deleted)") ? 1 : 0;
                }
            }
            return new ProcessMemory(resident, own, peak, open, deleted);
        } catch (NoSuchFileException e) {
            return NONE;
        }
    }

    private static String target(Path descriptor) throws IOException {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (NoSuchFileException e) {
            return ""; // it was closed meanwhile
        }
    }

    private static long kib(String line) {
        return Long.parseLong(line.replaceAll("\\D", ""));
    }

    /** The greater of each. */
    ProcessMemory max(ProcessMemory other) {
        return new ProcessMemory(
                Math.max(residentKib, other.residentKib),
                Math.max(ownKib, other.ownKib),
                Math.max(peakKib, other.peakKib),
                Math.max(openFiles, other.openFiles),
                Math.max(deletedFiles, other.deletedFiles));
    }

    /** In MiB: resident, own and peak. */
    @Override
    public String toString() {
        return residentKib / 1_024 + "/" + ownKib / 1_024 + "/" + peakKib / 1_024;
    }
}
