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
        for (Generation generation : generations.all()) {
            if (!generation.isOpenAccepted() && sweep.sawJustNow(generation)) {
                generations.remove(generation);
            }
        }
        for (Source source : generations.sources()) {
            Generations.sort(source);
        }
        copies.refresh();
        sweep.look(); // with all that is known now
    }

    private void find(GenerationRow row) throws IOException {
        var path = new PathKey(row.path());
        Generation tentative = generations.of(row.fingerprint());
        if (tentative != null && !tentative.isOpenAccepted()) {
            DiskFile file = files.of(tentative);
            if (file != null && content.matches(file, row.resume(), row.end())) {
                adopt(row, tentative);
                return;
            }
        }
        Found found = siblings.byIdentity(path, row.fingerprint());
        if (found == null || tentative != null || !holds(found, row)) {
            found = siblings.byContent(path, row.fingerprint(), row.resume(), row.end(), Resume.NONE);
        }
        Generation generation = generations.addWithoutFile(path, row.fingerprint(), row.start(), Resume.NONE);
        generation.follow(row);
        generation.size = row.end();
        generation.rotated = true;
        DiskFile file = found == null ? null : files.open(found.path(), found.identity());
        if (found == null || file == null) {
            LOG.info("file cannot be found any more: path={} offset={}", path, row.end());
            generation.lost = true;
            return;
        }
        LOG.info("file was rotated while nobody looked: path={} found={}", path, found.bytes());
        sweep.readFrom(generation, found, file);
    }

    private boolean holds(Found found, GenerationRow row) throws IOException {
        try (@Nullable DiskFile file = files.open(found.path(), found.identity())) {
            return file != null && content.matches(file, row.resume(), row.end());
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
        generation.rotated = !tentative.source.path.equals(generation.source.path);
        generation.seenAnywhere = tentative.seenAnywhere;
        if (file != null) {
            files.moved(tentative, generation, file);
        }
    }

    /** Closed in the log: not read again, unless it has grown. */
    private void finished(GenerationRow row) {
        var path = new PathKey(row.path());
        Generation holder = generations.of(row.fingerprint());
        if (holder != null && !holder.isOpenAccepted() && sweep.sawJustNow(holder)) {
            generations.remove(holder);
        }
        generations.finished(
                row.fingerprint(),
                new Generations.Finished(path, row.fingerprint(), row.number(), row.end(), row.resume()));
    }
}
