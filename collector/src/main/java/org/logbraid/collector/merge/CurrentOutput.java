package org.logbraid.collector.merge;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.logbraid.collector.ShapingSettings;
import org.logbraid.collector.output.Output;
import org.logbraid.collector.output.OutputNames;
import org.logbraid.collector.output.OutputState;
import org.logbraid.collector.output.Outputs;

/**
 * The one output that lines go to now, and the settings that shape it.
 *
 * <p>Not thread-safe: lives on the {@code collector-merge} thread.
 */
final class CurrentOutput {
    private final Outputs outputs;
    private ShapingSettings settings = ShapingSettings.DEFAULT;
    /** The channel of the log's first session; empty before. */
    private String channel = "";

    private String name = "";
    private @Nullable Output output;

    CurrentOutput(Outputs outputs) {
        this.outputs = outputs;
    }

    ShapingSettings settings() {
        return settings;
    }

    String channel() {
        return channel;
    }

    /** Name of the open output, empty when there is none. */
    String name() {
        return name;
    }

    /** Takes settings and channel as a snapshot kept them, and opens the output again. */
    void restore(ShapingSettings newSettings, String newChannel, boolean open, long index) throws IOException {
        settings = newSettings;
        channel = newChannel;
        if (open) {
            get(index);
        }
    }

    /** Names the channel by its first session. */
    void channel(String first) {
        if (channel.isEmpty()) {
            channel = first;
        }
    }

    /** Whether other settings end the file: waiting lines have to be written before. */
    boolean endsWith(ShapingSettings next) {
        return next.order() != settings.order() || !next.outName().equals(settings.outName());
    }

    /** Takes other settings; ends or leaves the file where they ask for it. */
    void shape(ShapingSettings next, long index) throws IOException {
        boolean ends = endsWith(next);
        settings = next;
        Output open = output;
        if (open != null && ends) {
            if (OutputNames.of(next.outName(), channel).equals(name)) {
                open.end(index);
            } else {
                outputs.leave(name, index);
                output = null;
            }
        }
        if (!next.outName().contains("{channel}") || !channel.isEmpty()) {
            get(index);
        }
    }

    /** Ends the file when it is meant; an empty name means every output. */
    void rotate(String which, long index) throws IOException {
        Output open = output;
        if (open != null && (which.isEmpty() || which.equals(name))) {
            open.end(index);
        }
    }

    /** The output, opened by the first that needs it. */
    Output get(long index) throws IOException {
        Output open = output;
        if (open == null) {
            name = OutputNames.of(settings.outName(), channel);
            open = outputs.open(name, index);
            output = open;
        }
        return open;
    }

    boolean isOpen() {
        return output != null;
    }

    List<MergeView.OutputView> view(long index) {
        Output open = output;
        if (open == null) {
            return List.of();
        }
        OutputState where = open.state();
        return List.of(new MergeView.OutputView(where.file(), where.lengthBytes(), where.tailCrc(), index));
    }
}
