package org.logbraid.deploy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.logbraid.collector.CollectorSettings;
import org.logbraid.collector.status.JsonWriter;
import org.logbraid.common.HostPort;
import org.logbraid.common.settings.Setting;
import org.logbraid.common.settings.SettingsFile;
import org.logbraid.deploy.cli.Choices;
import org.logbraid.deploy.cli.CommandFailure;
import org.logbraid.deploy.cli.CommonOptions;
import org.logbraid.deploy.cli.Console;
import org.logbraid.deploy.cli.Keys;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code logbraid validate FILE}: checks a settings file, and the machine it is meant for. */
@Command(name = "validate", description = "Checks a settings file: its form, then the paths and ports that it names.")
final class ValidateCommand extends CliCommand {
    @Parameters(paramLabel = "FILE", description = "Settings file.")
    Path file = Path.of("");

    @Option(names = "--no-environment", description = "Checks the form only, not paths and ports of this machine.")
    boolean noEnvironment;

    @Option(names = "--json", description = "Reports as JSON.")
    boolean json;

    private final List<String> notes = new ArrayList<>();

    ValidateCommand(Console console) {
        super(console);
    }

    @Override
    protected int run() throws CommandFailure {
        choices();
        SettingsFile settings = CommonOptions.readFile(file, Keys.all());
        var choices = new Choices(settings);
        boolean forAgent = names(settings, Keys.OF_AGENTS);
        boolean forCollector = names(settings, Keys.OF_COLLECTORS);
        if (settings.get(Keys.PATHS) != null) {
            new AgentCommand(console()).settings(choices);
        }
        CollectorSettings collector = new CollectorCommand(console()).settings(choices);
        if (!noEnvironment) {
            if (forAgent) {
                agentEnvironment(choices);
            }
            if (forCollector) {
                collectorEnvironment(choices, collector);
            }
        }
        List<String> serves = new ArrayList<>();
        if (forAgent) {
            serves.add("agent");
        }
        if (forCollector) {
            serves.add("collector");
        }
        report(serves);
        return CommandFailure.DONE;
    }

    private static boolean names(SettingsFile settings, List<Setting<?>> keys) {
        return keys.stream().anyMatch(setting -> settings.keys().contains(setting.key()));
    }

    private void report(List<String> serves) {
        if (json) {
            var report = new JsonWriter().beginObject();
            report.key("file").value(file.toString());
            report.key("valid").value(true);
            report.key("serves").beginArray();
            serves.forEach(report::value);
            report.endArray().key("notes").beginArray();
            notes.forEach(report::value);
            console().printRaw(report.endArray().endObject().toString());
            return;
        }
        console().print(file + ": good, for " + (serves.isEmpty() ? "every command" : String.join(" and ", serves)));
        notes.forEach(console()::say);
    }

    private void agentEnvironment(Choices choices) throws CommandFailure {
        String state = choices.file().get(Keys.STATE);
        if (state != null) {
            requireFolder(choices, Keys.STATE, Path.of(state));
        }
        List<String> paths = choices.file().get(Keys.PATHS);
        for (String path : paths == null ? List.<String>of() : paths) {
            if (path.matches(".*[*?\\[{].*")) {
                continue; // a glob may well find nothing yet
            }
            Path followed = Path.of(path);
            if (Files.exists(followed) && !Files.isRegularFile(followed)) {
                throw choices.refuse(Keys.PATHS, false, "names '" + path + "', which is no file: name files or globs");
            }
            if (!Files.isReadable(followed)) {
                notes.add(choices.file().place(Keys.PATHS) + ": note: '" + path
                        + "' cannot be read now: an agent waits for it");
            }
        }
    }

    private void collectorEnvironment(Choices choices, CollectorSettings settings) throws CommandFailure {
        requireFolder(choices, Keys.DATA, settings.data());
        requireFolder(choices, Keys.OUT, settings.outFolder());
        requireAddress(choices, Keys.BIND, settings.bind());
        requireAddress(choices, Keys.HTTP, settings.http());
    }

    /** A folder that is there must be writable; otherwise one above it must be, to make it in. */
    private static void requireFolder(Choices choices, Setting<?> setting, Path folder) throws CommandFailure {
        @Nullable Path there = folder.toAbsolutePath().normalize();
        while (there != null && !Files.exists(there)) {
            there = there.getParent();
        }
        if (there == null || !Files.isDirectory(there)) {
            throw choices.refuse(setting, false, "needs the folder '" + folder + "', but '" + there + "' is no folder");
        }
        if (!Files.isWritable(there)) {
            throw choices.refuse(
                    setting, false, "needs the folder '" + folder + "', but '" + there + "' cannot be written to");
        }
    }

    private void requireAddress(Choices choices, Setting<?> setting, @Nullable HostPort address) throws CommandFailure {
        if (address == null) {
            return;
        }
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(address.host()), 0));
        } catch (IOException e) {
            throw choices.refuse(setting, false, "names '" + address.host() + "', which is no address of this machine");
        }
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(address.host()), address.port()));
        } catch (IOException e) {
            notes.add(choices.file().place(setting) + ": note: '" + setting.key() + "' " + address
                    + " is in use now: well so if it is this collector that runs");
        }
    }
}
