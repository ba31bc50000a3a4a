package org.logbraid.agent.tail;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.logbraid.common.disk.DiskFile;
import org.logbraid.common.disk.PathBytes;
import org.logbraid.common.frame.Resume;
import org.logbraid.common.wire.GenerationRow;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings what the log knows of this agent's generations together with the files that are there (G14): by identity first,
 * then by content. What cannot be found any more is lost, and is closed as gone.
 *
 * <p>Not thread-safe: lives on the {@code agent-tail} thread.
 */
final class Welcome {
    private static final Logger LOG = LoggerFactory.getLogger(Welcome.class);

    private final OpenFiles files;
    private final Content content;
    private final Generations generations;
    private final Siblings siblings;
    private final Copies copies;
    private final Sweep sweep;

    Welcome(OpenFiles files, Content content, Generations generations, Siblings siblings, Copies copies, Sweep sweep) {
        this.files = files;
        this.content = content;
        this.generations = generations;
        this.siblings = siblings;
        this.copies = copies;
        this.sweep = sweep;
    }

    /** A session begins with these rows; the files have just been looked at. */
    void welcomed(List<GenerationRow> rows) throws IOException {
        Map<Long, GenerationRow> byId = new HashMap<>();
        rows.forEach(row -> byId.put(row.id(), row));
        for (Generation generation : generations.all()) {
            GenerationRow row = byId.remove(generation.id);
            if (row == null) {
                generation.beginAgain();
            } else {
                generation.follow(row);
                if (row.closed()) {
                    generations.finish(generation);
                }
            }
        }
        List<GenerationRow> rest = new ArrayList<>(byId.values());
        rest.sort(Comparator.comparing((GenerationRow row) -> new PathKey(row.path()))
                .thenComparing(Comparator.comparingLong(GenerationRow::number).reversed()));
        for (GenerationRow row : rest) {
            if (!row.closed()) {
                find(row);
            }
        }
        Collections.reverse(rest); // the latest generation is remembered last
        for (GenerationRow row : rest) {
            if (row.closed()) {
                finished(row);
            }
        }
        copies.refresh();
        List<Generation> judgedAnew = generations.all();
        judgedAnew.removeIf(generation -> generation.isOpenAccepted()
                || generation.lost
                || !(sweep.sawJustNow(generation) || isCopy(generation)));
        judgedAnew.forEach(generations::remove);
        for (Source source : generations.sources()) {
            Generations.sort(source);
        }
        sweep.look(); // with all that is known now
    }

    private void find(GenerationRow row) {
        var path = new PathKey(row.path());
        Generation tentative = generations.of(row.fingerprint());
        if (endsInGap(row)) {
            addWithoutFile(row).lost = true;
            return;
        }
        if (tentative != null && !tentative.isOpenAccepted() && mayHold(tentative, row)) {
            adopt(row, tentative);
            return;
        }
        Found found = siblings.byIdentity(path, row.fingerprint());
        if (tentative == null && (found == null ? sweep.isHidden(path) : isRefused(found))) {
            await(row, found);
            return;
        }
        if (found == null || tentative != null || !holds(found, row)) {
            found = siblings.byContent(path, row.fingerprint(), row.resume(), row.end(), Resume.NONE);
        }
        DiskFile file = found == null ? null : open(found);
        Generation generation = addWithoutFile(row);
        if (found == null || file == null) {
            LOG.info("file cannot be found any more: path={} offset={}", path, row.end());
            generation.lost = true;
            return;
        }
        LOG.info("file was rotated while nobody looked: path={} found={}", path, found.bytes());
        sweep.readFrom(generation, found, file);
    }

    /** Nothing is known of the bytes before its end: what stands there now, in whatever file, is not its own. */
    private static boolean endsInGap(GenerationRow row) {
        return row.end() > row.start() && row.resume().tailBytes() == 0;
    }

    /** Whether the file has the bytes that the log has; one that cannot be read just now is looked at again when it can. */
    private boolean mayHold(Generation tentative, GenerationRow row) {
        try {
            DiskFile file = files.of(tentative);
            return file != null && content.matches(file, row.resume(), row.end());
        } catch (IOException e) {
            return true;
        }
    }

    private @Nullable DiskFile open(Found found) {
        try {
            return files.open(found.path(), found.identity());
        } catch (IOException e) {
            return null; // none that could be read on
        }
    }

    private Generation addWithoutFile(GenerationRow row) {
        var path = new PathKey(row.path());
        Generation generation = generations.addWithoutFile(path, row.fingerprint(), row.start(), Resume.NONE);
        generation.follow(row);
        generation.size = row.end();
        generation.rotated = true;
        return generation;
    }

    private boolean isRefused(Found found) {
        try {
            DiskFile file = files.open(found.path(), found.identity());
            if (file != null) {
                file.close();
            }
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    /** Its file may be there, and must not be opened or seen: it goes on when that is allowed again, and is not lost. */
    private void await(GenerationRow row, @Nullable Found found) {
        Generation generation = addWithoutFile(row);
        generations.bind(generation, row.fingerprint());
        generation.where = found == null ? PathBytes.toPath(row.path()) : found.path();
        generation.rotated = false; // the next look that is allowed to see it tells
        LOG.warn(
                "file must not be read, going on when it may be: path={} offset={}", generation.source.path, row.end());
    }

    private boolean holds(Found found, GenerationRow row) {
        try (@Nullable DiskFile file = files.open(found.path(), found.identity())) {
            return file != null && content.matches(file, row.resume(), row.end());
        } catch (IOException e) {
            return false;
        }
    }

    /** What was made for the file before the log was asked becomes what the log knows. */
    private void adopt(GenerationRow row, Generation tentative) {
        DiskFile file = tentative.file;
        tentative.file = null;
        generations.remove(tentative);
        Generation generation = generations.add(new PathKey(row.path()), row.fingerprint(), row.start(), Resume.NONE);
        generation.follow(row);
        generation.where = tentative.where;
        generation.head = tentative.head;
        generation.size = tentative.size;
        generation.grewAtNanos = tentative.grewAtNanos;
        generation.quietFromNanos = tentative.quietFromNanos;
        generation.rotated = !tentative.source.path.equals(generation.source.path);
        generation.seenAnywhere = tentative.seenAnywhere;
        if (file != null) {
            files.moved(tentative, generation, file);
        }
    }

    /** Whether what was met before the log was asked is a copy of something that the log knows; of a part the rest is read. */
    private boolean isCopy(Generation met) {
        try {
            Found found = siblings.byIdentity(met.source.path, met.identity);
            DiskFile file = files.of(met);
            if (found == null || file == null) {
                return false;
            }
            long copied = copies.copied(found, file);
            if (copied > met.start && copied < file.size()) {
                met.beginAt(copied, content.before(file, copied));
            }
            return copied > 0 && copied >= file.size();
        } catch (IOException e) {
            return false; // it cannot be read just now
        }
    }

    /** Closed in the log: not read again, unless it has grown. */
    private void finished(GenerationRow row) {
        var path = new PathKey(row.path());
        Generation holder = generations.of(row.fingerprint());
        if (holder != null && !holder.isOpenAccepted()) {
            if (sweep.sawJustNow(holder)) {
                generations.remove(holder);
            } else {
                finishedElsewhere(row, holder);
            }
        }
        generations.finished(
                row.fingerprint(),
                new Generations.Finished(path, row.fingerprint(), row.number(), row.end(), row.resume()));
    }

    /** Met by this process before it had a session, moved since, and read to its end by another process meanwhile. */
    private void finishedElsewhere(GenerationRow row, Generation met) {
        try {
            DiskFile file = files.of(met);
            if (file == null || endsInGap(row) || !content.matches(file, row.resume(), row.end())) {
                return;
            }
            if (file.size() > row.end()) {
                met.beginAt(row.end(), row.resume());
            } else {
                generations.remove(met);
            }
        } catch (IOException e) {
            // it cannot be read just now: it stays as it was met
        }
    }
}
