package org.logbraid.deploy.cli;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import org.jspecify.annotations.Nullable;
import org.logbraid.common.settings.Setting;
import org.logbraid.common.settings.SettingsException;
import org.logbraid.common.settings.SettingsFile;
import picocli.CommandLine.Option;

/** The options that every command has. Filled by picocli, then read by one command. */
public final class CommonOptions {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Settings file (YAML); an option given here beats the file.")
    @Nullable
    Path config;

    @Option(
            names = "--color",
            paramLabel = "WHEN",
            description = "auto, always or never; auto heeds NO_COLOR and whether a terminal is there.")
    @Nullable
    String color;

    @Option(names = "--debug", description = "Shows where in the program an error came from.")
    boolean debug;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this text.")
    boolean help;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Shows the version.")
    boolean version;

    public boolean debug() {
        return debug;
    }

    /** The settings file, or null. */
    public @Nullable Path config() {
        return config;
    }

    /** Chooses colours, then reads the settings file, when one is named. */
    public Choices choices(Console console, Collection<? extends Setting<?>> known) throws CommandFailure {
        SettingsFile file = config == null ? SettingsFile.NONE : readFile(config, known);
        var choices = new Choices(file);
        Console.Color wanted = choices.pick(Keys.COLOR, color, Console.Color.AUTO);
        console.color(wanted);
        return choices;
    }

    /**
     * Reads a settings file.
     *
     * @throws CommandFailure with status 78 when it cannot be read or is wrong
     */
    public static SettingsFile readFile(Path path, Collection<? extends Setting<?>> known) throws CommandFailure {
        try {
            return SettingsFile.read(path.toString(), Files.readString(path, StandardCharsets.UTF_8), known);
        } catch (SettingsException e) {
            throw CommandFailure.settings(String.valueOf(e.getMessage()));
        } catch (NoSuchFileException e) {
            throw CommandFailure.settings(path + ":1:1: no such file: expected is a settings file in YAML");
        } catch (MalformedInputException e) {
            throw CommandFailure.settings(path + ":1:1: not UTF-8: expected is a settings file in YAML");
        } catch (IOException e) {
            throw CommandFailure.settings(path + ":1:1: cannot be read: " + e);
        }
    }
}
