package org.logbraid.agent.handover;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.logbraid.common.frame.MalformedException;
import org.logbraid.common.wire.GenerationRow;
import org.logbraid.common.wire.Message;

/**
 * Puts the parts of a WELCOME together.
 *
 * <p>Not thread-safe: lives on the {@code agent-handover} thread.
 */
final class Greeting {
    /** Most generations of one agent: 200 rows in each of 5,000 parts. */
    private static final int MAX_PARTS = 5_000;

    private final List<GenerationRow> rows = new ArrayList<>();
    private int parts;
    private long session;

    void begin() {
        rows.clear();
        parts = 0;
    }

    /**
     * Takes the next part.
     *
     * @return all generations when it was the last part, otherwise null
     * @throws MalformedException when the parts do not fit
     */
    @Nullable
    List<GenerationRow> part(Message.Welcome part) throws MalformedException {
        if (part.part() == 1) {
            begin();
            session = part.session();
        }
        if (part.part() != parts + 1 || part.parts() > MAX_PARTS || part.session() != session) {
            throw new MalformedException("part " + part.part() + " of a welcome behind part " + parts);
        }
        parts++;
        rows.addAll(part.generations());
        return parts == part.parts() ? List.copyOf(rows) : null;
    }
}
