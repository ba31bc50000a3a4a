package org.logbraid.common;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Closes what was opened, in reverse. One resource that fails to close does not keep the others open.
 *
 * <p>Not thread-safe: belongs to the thread that wires the process.
 */
public final class CloseStack implements Closeable {
    private final Deque<Closeable> opened = new ArrayDeque<>();

    /** Takes over the closing of a resource and hands it back. */
    public <T extends Closeable> T own(T resource) {
        opened.push(resource);
        return resource;
    }

    /** Leaves all resources open, to be closed by the stack that is returned. */
    public CloseStack release() {
        var taken = new CloseStack();
        taken.opened.addAll(opened);
        opened.clear();
        return taken;
    }

    @Override
    public void close() throws IOException {
        @Nullable IOException first = null;
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (IOException e) {
                if (first == null) {
                    first = e;
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
