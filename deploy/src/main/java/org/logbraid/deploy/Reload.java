package org.logbraid.deploy;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.logbraid.common.settings.Setting;
import org.logbraid.common.settings.SettingsFile;
import org.logbraid.deploy.cli.Choices;
import org.logbraid.deploy.cli.CommandFailure;
import org.logbraid.deploy.cli.CommonOptions;
import org.logbraid.deploy.cli.Console;
import org.logbraid.deploy.cli.Keys;

/**
 * SIGHUP: reads the settings file again after validating it, says of every key that changed what becomes of it, and has
 * that done. A file that is wrong changes nothing.
 *
 * <p>Safe for all threads; one reading at a time.
 */
final class Reload {
    /** What becomes of a key that has changed. */
    enum Effect {
        NOW("takes effect now"),
        NEXT_START("takes effect at the next start"),
        BEATEN("has no effect: the command line beats it");

        private final String words;

        Effect(String words) {
            this.words = words;
        }
    }

    /** The process whose settings are read again. */
    interface Taker {
        /**
         * Prepares for another file, and changes nothing yet.
         *
         * @param changed keys that the file says other things of
         * @throws CommandFailure when it cannot be taken: nothing is changed
         */
        Plan plan(Choices fresh, Set<Setting<?>> changed) throws CommandFailure;
    }

    /**
     * What is to be done.
     *
     * @param effects of every changed key
     * @param act has the effects take place
     */
    record Plan(Map<Setting<?>, Effect> effects, Runnable act) {}

    private final Console console;
    private final @Nullable Path path;
    private final List<Setting<?>> heeded;
    private final Taker taker;
    private SettingsFile now;

    /**
     * Prepares for the first signal.
     *
     * @param now what the process was started with
     * @param heeded what this kind of process heeds
     */
    Reload(Console console, CommonOptions common, SettingsFile now, List<Setting<?>> heeded, Taker taker) {
        this.console = console;
        this.path = common.config();
        this.now = now;
        this.heeded = heeded;
        this.taker = taker;
    }

    synchronized void read() {
        if (path == null) {
            console.say("settings not read again: this process was started without --config");
            return;
        }
        try {
            SettingsFile fresh = CommonOptions.readFile(path, Keys.all());
            Map<Setting<?>, Effect> changed = new LinkedHashMap<>();
            for (Setting<?> setting : heeded) {
                if (!fresh.texts(setting).equals(now.texts(setting))) {
                    changed.put(setting, Effect.NEXT_START);
                }
            }
            Plan plan = taker.plan(new Choices(fresh), changed.keySet());
            changed.putAll(plan.effects());
            changed.forEach((setting, effect) ->
                    console.say(fresh.place(setting) + ": '" + setting.key() + "' has changed: " + effect.words));
            if (changed.isEmpty()) {
                console.say("settings read again, nothing has changed: file=" + path);
            }
            now = fresh;
            plan.act().run();
        } catch (CommandFailure e) {
            console.error(e.getMessage() + "\nnothing is changed");
        }
    }
}
