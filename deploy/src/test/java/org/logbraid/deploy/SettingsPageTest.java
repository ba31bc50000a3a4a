package org.logbraid.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.logbraid.common.settings.Setting;
import org.logbraid.deploy.cli.Keys;

/** {@code docs/settings.md} beside the keys that there are. Seen to fail with a row taken out and with one too many. */
class SettingsPageTest {
    private static final Pattern ROW = Pattern.compile("^\\| `([a-z-]+)` \\|", Pattern.MULTILINE);

    @Test
    void everyKeyHasItsRowAndNoOther() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "settings.md"));

        assertThat(ROW.matcher(page).results().map(row -> row.group(1)))
                .containsExactlyInAnyOrderElementsOf(
                        Keys.all().stream().map(Setting::key).toList());
    }
}
