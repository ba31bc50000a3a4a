package org.logbraid.deploy.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * The streams of a command: what was asked for goes to standard output, everything else to standard error. Control
 * characters never reach a person's terminal as such (X5).
 *
 * <p>Safe for all threads.
 */
public final class Console {
    /** When to use colours. */
    public enum Color {
        AUTO,
        ALWAYS,
        NEVER
    }

    private final PrintStream out;
    private final PrintStream err;
    private final Map<String, String> environment;
    private volatile boolean colored;

    public Console(PrintStream out, PrintStream err, Map<String, String> environment) {
        this.out = out;
        this.err = err;
        this.environment = Map.copyOf(environment);
        color(Color.AUTO);
    }

    /** The process's own streams. */
    public static Console ofProcess() {
        return new Console(
                new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8),
                System.err,
                System.getenv());
    }

    /** Chooses colours; {@code AUTO} heeds {@code NO_COLOR}, {@code TERM} and whether a person looks. */
    public void color(Color wanted) {
        colored = switch (wanted) {
            case ALWAYS -> true;
            case NEVER -> false;
            case AUTO ->
                isTerminal(1)
                        && isTerminal(2)
                        && variable("NO_COLOR").isEmpty()
                        && !environment.getOrDefault("TERM", "dumb").equals("dumb");
        };
    }

    /** An environment variable, empty when it is not set. */
    public String variable(String name) {
        return environment.getOrDefault(name, "");
    }

    /** Whether a person looks at standard error. */
    public boolean isTerminal() {
        return isTerminal(2);
    }

    private static boolean isTerminal(int descriptor) {
        try {
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor))
                    .toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException | RuntimeException e) {
            return false; // where nobody can tell, plain text is right
        }
    }

    /** A line of what was asked for, as it is: for JSON and for bytes that are nobody's text. */
    public void printRaw(String line) {
        out.println(line);
    }

    /** A line of what was asked for. */
    public void print(String line) {
        out.println(escape(line));
    }

    /** A line beside what was asked for. */
    public void say(String line) {
        err.println(escape(line));
    }

    /** An error: its first line names the program. */
    public void error(String message) {
        String[] lines = message.split("\n", -1);
        for (String line : lines) {
            err.println(paint("31", "logbraid: ") + escape(line));
        }
    }

    public boolean isColored() {
        return colored;
    }

    /** Where stack traces go with {@code --debug}. */
    public PrintStream err() {
        return err;
    }

    /** What was asked for, for those who print by themselves. */
    public PrintStream out() {
        return out;
    }

    /** Text in bold letters, where colours are wanted. */
    public String bold(String text) {
        return paint("1", text);
    }

    private String paint(String code, String text) {
        return colored ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }

    /** Makes control characters visible: {@code \x1b}. Tabs stay. */
    public static String escape(String text) {
        StringBuilder escaped = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (c == '\t' || !Character.isISOControl(c)) {
                escaped.appendCodePoint(c);
            } else {
                escaped.append(String.format("\\x%02x", c));
            }
        });
        return escaped.toString();
    }
}
