package org.logbraid.bench.report;

import java.util.ArrayList;
import java.util.List;

/** A table in Markdown. Not thread-safe. */
public final class Table {
    private final List<String> lines = new ArrayList<>();
    private final int columns;

    public Table(String... heads) {
        columns = heads.length;
        lines.add(line(List.of(heads)));
        lines.add("|" + "---|".repeat(columns));
    }

    /** Adds a row. */
    public Table row(String... cells) {
        if (cells.length != columns) {
            throw new IllegalArgumentException(columns + " columns, but a row of " + cells.length);
        }
        lines.add(line(List.of(cells)));
        return this;
    }

    private static String line(List<String> cells) {
        return "| " + String.join(" | ", cells) + " |";
    }

    @Override
    public String toString() {
        return String.join("\n", lines) + "\n";
    }
}
