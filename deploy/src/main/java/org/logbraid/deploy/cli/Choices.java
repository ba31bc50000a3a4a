package org.logbraid.deploy.cli;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.logbraid.common.settings.Setting;
import org.logbraid.common.settings.SettingsFile;

/**
 * What was chosen: a flag beats the settings file, the file beats the default. Knows where each choice came from, so that
 * an error can say it and end with the right status. Immutable.
 */
public final class Choices {
    private final SettingsFile file;

    public Choices(SettingsFile file) {
        this.file = file;
    }

    public SettingsFile file() {
        return file;
    }

    /**
     * Chooses a value.
     *
     * @param flag text of the flag, or null when it was not given
     * @throws CommandFailure with status 2 when the flag cannot be read; what stands in the file has been checked before
     */
    public <T> T pick(Setting<T> setting, @Nullable String flag, T fallback) throws CommandFailure {
        T chosen = pick(setting, flag);
        return chosen == null ? fallback : chosen;
    }

    /** As {@link #pick(Setting, String, Object)}, null where nothing was chosen. */
    public <T> @Nullable T pick(Setting<T> setting, @Nullable String flag) throws CommandFailure {
        return flag == null ? file.get(setting) : read(setting, setting.split(flag));
    }

    /** Chooses among texts given one by one: arguments, or an option that may be repeated. */
    public <T> @Nullable T pickAll(Setting<T> setting, @Nullable List<String> flags) throws CommandFailure {
        return flags == null || flags.isEmpty() ? file.get(setting) : read(setting, new ArrayList<>(flags));
    }

    /** Chooses a truth: an option without a value can only say yes. */
    public boolean pick(Setting<Boolean> setting, boolean flag) {
        return flag || Boolean.TRUE.equals(file.get(setting));
    }

    private static <T> T read(Setting<T> setting, List<String> texts) throws CommandFailure {
        try {
            return setting.read(texts);
        } catch (IllegalArgumentException e) {
            throw CommandFailure.usage("--" + String.valueOf(e.getMessage()).replaceFirst("^'([^']*)'", "$1"));
        }
    }

    /** A choice that does not go with others: 2 when it was a flag, 78 with its place when it stands in the file. */
    public CommandFailure refuse(Setting<?> setting, boolean byFlag, String why) {
        return byFlag
                ? CommandFailure.usage("--" + setting.key() + " " + why)
                : CommandFailure.settings(file.place(setting) + ": '" + setting.key() + "' " + why);
    }
}
