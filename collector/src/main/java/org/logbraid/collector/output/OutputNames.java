package org.logbraid.collector.output;

import static org.logbraid.common.Checks.require;

import java.nio.charset.StandardCharsets;

/**
 * Names of output files made from templates. They are contained (X6): safe characters, no {@code ..}, no leading dot,
 * inside the output's folder, at most 100 bytes for each value put in. A pure function, as names shape files. Stateless.
 */
public final class OutputNames {
    private static final String CHANNEL = "{channel}";
    private static final String SAFE = "_-%=:,@+.";
    private static final int MAX_VALUE_BYTES = 100;

    private OutputNames() {}

    /**
     * The name of a channel's output, relative to the output's folder.
     *
     * @param template a file name that may hold <code>{channel}</code>
     * @throws IllegalArgumentException when the template holds another placeholder or leads out of the folder
     */
    public static String of(String template, String channel) {
        requireTemplate(template);
        return template.replace(CHANNEL, contained(channel));
    }

    /**
     * Makes sure that a template can be used.
     *
     * @throws IllegalArgumentException saying why not
     */
    public static void requireTemplate(String template) {
        String rest = template.replace(CHANNEL, "channel");
        require(!rest.isEmpty(), "out must name a file");
        require(
                rest.indexOf('{') < 0 && rest.indexOf('}') < 0,
                "out may hold {channel} and no other placeholder, was '" + template + "'");
        require(rest.chars().allMatch(c -> c >= ' ' && c != 0x7f), "out must not hold control characters");
        for (String part : rest.split("/", -1)) {
            require(
                    !part.isEmpty() && !part.equals(".") && !part.equals(".."),
                    "out must stay inside its folder, was '" + template + "'");
        }
    }

    /** Other bytes than safe characters become {@code _}, and so does a leading dot and the second of two dots. */
    static String contained(String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        var name = new StringBuilder();
        for (int i = 0; i < Math.min(bytes.length, MAX_VALUE_BYTES); i++) {
            char c = (char) (bytes[i] & 0xff);
            boolean dotAllowed = name.length() > 0 && name.charAt(name.length() - 1) != '.';
            name.append(isSafe(c) && (c != '.' || dotAllowed) ? c : '_');
        }
        return name.length() == 0 ? "_" : name.toString();
    }

    private static boolean isSafe(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || SAFE.indexOf(c) >= 0;
    }
}
