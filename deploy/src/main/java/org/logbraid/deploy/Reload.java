package org.logbraid.deploy;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.logbraid.common.settings.Setting;
import org.logbraid.common.settings.SettingsFile;
import org.logbraid.deploy.cli.CommandFailure;
import org.logbraid.deploy.cli.CommonOptions;
import org.logbraid.deploy.cli.Console;
import org.logbraid.deploy.cli.Keys;

/**
 * SIGHUP: reads the settings file again after validating it, and says of every key that changed what becomes of it. A file
 * that is wrong changes nothing.
 *
 * <p>Safe for all threads; one reading at a time.
 */
final class Reload {
    private final Console console;
    private final @Nullable Path path;
    private final List<Setting<?>> heeded;
    private final List<Setting<?>> live;
    private final Consumer<SettingsFile> apply;
    private SettingsFile now;

    /**
     * Prepares for the first signal.
     *
     * @param now what the process was started with
     * @param heeded what this kind of process heeds
     * @param live what of that can change while it runs
     * @param apply makes changes of {@code live} settings take effect
     */
    Reload(
            Console console,
            CommonOptions common,
            SettingsFile now,
            List<Setting<?>> heeded,
            List<Setting<?>> live,
            Consumer<SettingsFile> apply) {
        this.console = console;
        this.path = common.config();
        this.now = now;
        this.heeded = heeded;
        this.live = live;
        this.apply = apply;
    }

    synchronized void read() {
        if (path == null) {
            console.say("settings not read again: this process was started without --config");
            return;
        }
        SettingsFile fresh;
        try {
            fresh = CommonOptions.readFile(path, Keys.all());
        } catch (CommandFailure e) {
            console.error(e.getMessage() + "\nthe settings file is wrong: nothing is changed");
            return;
        }
        boolean changed = false;
        boolean applied = false;
        for (Setting<?> setting : heeded) {
            if (!fresh.texts(setting).equals(now.texts(setting))) {
                changed = true;
                boolean takesEffect = live.contains(setting);
                applied |= takesEffect;
                console.say(fresh.place(setting) + ": '" + setting.key() + "' has changed: "
                        + (takesEffect ? "takes effect now" : "takes effect at the next start"));
            }
        }
        if (!changed) {
            console.say("settings read again, nothing has changed: file=" + path);
        }
        now = fresh;
        if (applied) {
            apply.accept(fresh);
        }
    }
}
