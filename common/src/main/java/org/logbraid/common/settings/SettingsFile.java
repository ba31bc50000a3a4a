package org.logbraid.common.settings;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * A settings file, read and checked as a whole: one key per line, no sections. All of its faults are told at once, each
 * with file, line and column. Immutable.
 */
public final class SettingsFile {
    /** What stands where: lines and columns from 1 on. */
    private record Given(List<String> texts, Object value, String place) {}

    /** Where no settings file is given. */
    public static final SettingsFile NONE = new SettingsFile("", Map.of());

    private final String file;
    private final Map<String, Given> values;

    private SettingsFile(String file, Map<String, Given> values) {
        this.file = file;
        this.values = values;
    }

    /**
     * Reads a settings file.
     *
     * @param file its name, for messages
     * @param text all of it
     * @param known the settings it may hold
     * @throws SettingsException when its form is wrong, a key is unknown or stands twice, or a value cannot be read
     */
    public static SettingsFile read(String file, String text, Collection<? extends Setting<?>> known)
            throws SettingsException {
        Map<String, Setting<?>> byKey = new LinkedHashMap<>();
        known.forEach(setting -> byKey.put(setting.key(), setting));
        Optional<Node> root = compose(file, text);
        if (root.isEmpty()) {
            return new SettingsFile(file, Map.of());
        }
        if (!(root.get() instanceof MappingNode mapping)) {
            throw new SettingsException(
                    List.of(place(file, root.get()) + ": not a settings file: expected are lines of KEY: VALUE"));
        }
        var reader = new SettingsFile(file, new LinkedHashMap<>());
        List<String> faults = new ArrayList<>();
        for (NodeTuple entry : mapping.getValue()) {
            reader.take(entry, byKey, faults);
        }
        if (!faults.isEmpty()) {
            throw new SettingsException(faults);
        }
        return reader;
    }

    private static Optional<Node> compose(String file, String text) throws SettingsException {
        try {
            return new Compose(LoadSettings.builder()
                            .setLabel(file)
                            .setMaxAliasesForCollections(0)
                            .build())
                    .composeString(text);
        } catch (MarkedYamlEngineException e) {
            Optional<Mark> mark = e.getProblemMark().or(e::getContextMark);
            String place = mark.map(m -> place(file, m)).orElse(file + ":1:1");
            throw new SettingsException(List.of(place + ": not YAML: " + e.getProblem()));
        } catch (YamlEngineException e) {
            throw new SettingsException(List.of(file + ":1:1: not YAML: " + e.getMessage()));
        }
    }

    private void take(NodeTuple entry, Map<String, Setting<?>> known, List<String> faults) {
        String at = place(file, entry.getKeyNode());
        if (!(entry.getKeyNode() instanceof ScalarNode keyNode)) {
            faults.add(at + ": a key must be a word");
            return;
        }
        String key = keyNode.getValue();
        Setting<?> setting = known.get(key);
        if (setting == null) {
            faults.add(at + ": unknown key '" + key + "'" + suggestion(key, known.keySet()));
            return;
        }
        Given before = values.get(key);
        if (before != null) {
            faults.add(at + ": '" + key + "' is set twice, first at " + before.place() + ": remove one of them");
            return;
        }
        String valueAt = place(file, entry.getValueNode());
        try {
            List<String> texts = texts(setting, entry.getValueNode());
            values.put(key, new Given(texts, setting.read(texts), valueAt));
        } catch (IllegalArgumentException e) {
            faults.add(valueAt + ": " + e.getMessage());
        }
    }

    private static List<String> texts(Setting<?> setting, Node node) {
        if (node instanceof ScalarNode scalar && !scalar.getTag().equals(Tag.NULL)) {
            return setting.split(scalar.getValue());
        }
        if (node instanceof SequenceNode sequence && setting.list()) {
            List<String> texts = new ArrayList<>();
            for (Node element : sequence.getValue()) {
                if (!(element instanceof ScalarNode scalar) || scalar.getTag().equals(Tag.NULL)) {
                    throw wrongType(setting, "a list of something else");
                }
                texts.add(scalar.getValue());
            }
            return texts;
        }
        throw wrongType(
                setting,
                node instanceof SequenceNode ? "a list" : node instanceof MappingNode ? "a group of keys" : "empty");
    }

    private static IllegalArgumentException wrongType(Setting<?> setting, String was) {
        return new IllegalArgumentException(
                "'" + setting.key() + "' cannot be " + was + ": expected is " + setting.expected());
    }

    private static String suggestion(String key, Set<String> known) {
        String best = "";
        int least = 3; // a word that differs in more places is another word
        for (String candidate : known) {
            int distance = distance(key, candidate);
            if (distance < least) {
                least = distance;
                best = candidate;
            }
        }
        return best.isEmpty()
                ? ": expected is one of " + String.join(", ", new LinkedHashSet<>(known))
                : ": did you mean '" + best + "'?";
    }

    /** Least number of letters to insert, drop or change (Levenshtein). */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(change, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }

    private static String place(String file, Node node) {
        return node.getStartMark().map(mark -> place(file, mark)).orElse(file + ":1:1");
    }

    private static String place(String file, Mark mark) {
        return file + ":" + (mark.getLine() + 1) + ":" + (mark.getColumn() + 1);
    }

    /** The value of a setting, or null when the file is silent about it. */
    @SuppressWarnings("unchecked") // it was read by this setting's own reader
    public <T> @Nullable T get(Setting<T> setting) {
        Given given = values.get(setting.key());
        return given == null ? null : (T) given.value();
    }

    /** Where a setting stands, as {@code FILE:LINE:COLUMN}; the file alone when it is silent about it. */
    public String place(Setting<?> setting) {
        Given given = values.get(setting.key());
        return given == null ? file : given.place();
    }

    /** The keys that are set, in their order. */
    public Set<String> keys() {
        return Collections.unmodifiableSet(values.keySet());
    }

    /** The texts as they stand in the file: two files say the same of a setting when these are equal. */
    public List<String> texts(Setting<?> setting) {
        Given given = values.get(setting.key());
        return given == null ? List.of() : given.texts();
    }
}
