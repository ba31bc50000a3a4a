package org.logbraid.deploy;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.logbraid.collector.ShapingSettings;
import org.logbraid.common.settings.Setting;
import org.logbraid.deploy.cli.Choices;
import org.logbraid.deploy.cli.CommandFailure;
import org.logbraid.deploy.cli.Keys;
import org.logbraid.deploy.cli.OutFile;

/** The settings that shape the merged file, as they go into the log (G3). Stateless. */
final class Shaping {
    static final List<Setting<?>> SETTINGS = List.of(Keys.OUT, Keys.ORDER, Keys.EXPECT, Keys.EVICT_AFTER, Keys.SKEW);

    private Shaping() {}

    /** What a settings file says of them, and the defaults of those that it is silent about. */
    static ShapingSettings of(Choices choices) throws CommandFailure {
        var defaults = ShapingSettings.DEFAULT;
        OutFile out = choices.pick(Keys.OUT, null);
        var roster = choices.pick(Keys.EXPECT, null, new Keys.Roster(defaults.roster(), defaults.rosterCount()));
        return new ShapingSettings(
                choices.pick(Keys.ORDER, null, defaults.order()),
                out == null ? defaults.outName() : out.name(),
                roster.names(),
                roster.count(),
                choices.pick(Keys.EVICT_AFTER, null, defaults.evictAfter()),
                choices.pick(Keys.SKEW, null, defaults.skew()));
    }

    /** Some of them, by key, each in the form in which it stands in the log. */
    static Map<String, String> inLog(ShapingSettings settings, Collection<String> keys) {
        Map<String, String> some = new LinkedHashMap<>();
        for (String line : settings.canonical().split("\n")) {
            int colon = line.indexOf(": ");
            if (keys.contains(line.substring(0, colon))) {
                some.put(line.substring(0, colon), line.substring(colon + 2));
            }
        }
        return some;
    }
}
