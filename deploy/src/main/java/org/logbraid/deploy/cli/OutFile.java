package org.logbraid.deploy.cli;

import static org.logbraid.common.Checks.require;

import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where merged lines go: the folder is a matter of this collector alone, the name shapes the output and stands in the log.
 * Immutable.
 *
 * @param folder the part before the first placeholder or the file's name
 * @param name the rest; may hold {@code {channel}}
 */
public record OutFile(Path folder, String name) {
    static final String EXPECTED = "a file, whose name may hold {channel}";

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([^{}]*)}");

    /**
     * Takes a path apart.
     *
     * @throws IllegalArgumentException when it names no file or holds an unknown placeholder
     */
    public static OutFile parse(String text) {
        require(!text.isEmpty() && !text.endsWith("/"), "not a file");
        Matcher placeholder = PLACEHOLDER.matcher(text);
        int first = text.length();
        while (placeholder.find()) {
            require(placeholder.group(1).equals("channel"), "unknown placeholder");
            first = Math.min(first, placeholder.start());
        }
        require(placeholder.replaceAll("").chars().noneMatch(c -> c == '{' || c == '}'), "a brace alone");
        int slash = text.lastIndexOf('/', first - 1);
        String name = text.substring(slash + 1);
        for (String part : name.split("/", -1)) {
            require(!part.isEmpty() && !part.startsWith("."), "a part that is empty or begins with a dot");
        }
        return new OutFile(Path.of(slash < 0 ? "." : slash == 0 ? "/" : text.substring(0, slash)), name);
    }
}
