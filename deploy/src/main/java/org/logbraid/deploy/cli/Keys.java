package org.logbraid.deploy.cli;

import static org.logbraid.common.Checks.require;

import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.logbraid.agent.Compression;
import org.logbraid.agent.LongLines;
import org.logbraid.agent.TimeFormat;
import org.logbraid.collector.Acks;
import org.logbraid.collector.Order;
import org.logbraid.collector.QuorumSettings;
import org.logbraid.common.HostPort;
import org.logbraid.common.settings.Setting;
import org.logbraid.common.wire.Message;

/**
 * All settings there are: one for each option, of the same name. A settings file may serve agents and collectors alike, so
 * each of them knows the keys of the other. Constants only.
 */
public final class Keys {
    private static final long KIB = 1024;
    private static final long MIB = 1024 * KIB;

    // Of all commands.
    public static final Setting<Console.Color> COLOR = Setting.word(
            "color",
            Arrays.asList(Console.Color.values()),
            color -> color.name().toLowerCase(Locale.ROOT));

    // Of agents and collectors.
    public static final Setting<String> NAME = Setting.name("name", Message.MAX_NAME_BYTES);

    // Of agents.
    public static final Setting<List<String>> PATHS = Setting.texts("paths", "a file or glob, or a list of them");
    public static final Setting<Boolean> RENAME = Setting.flag("rename");
    public static final Setting<List<HostPort>> TO = Setting.addresses("to");
    public static final Setting<String> STATE = Setting.text("state", "a folder");
    public static final Setting<String> CHANNEL = Setting.name("channel", Message.MAX_NAME_BYTES);
    public static final Setting<TimeFormat> TIME =
            Setting.word("time", Arrays.asList(TimeFormat.values()), TimeFormat::word);
    public static final Setting<String> FROM = Setting.word("from", List.of("start", "end"), word -> word);
    public static final Setting<Boolean> ONCE = Setting.flag("once");
    public static final Setting<String> WAIT = Setting.word("wait", List.of("committed", "written"), word -> word);
    public static final Setting<Duration> GIVE_UP =
            Setting.duration("give-up", Duration.ofMillis(1), Duration.ofDays(365));
    public static final Setting<Long> MAX_LINE_BYTES = Setting.size("max-line-bytes", KIB, MIB);
    public static final Setting<LongLines> LONG_LINES =
            Setting.word("long-lines", Arrays.asList(LongLines.values()), LongLines::word);
    public static final Setting<Duration> ROTATE_WAIT =
            Setting.duration("rotate-wait", Duration.ZERO, Duration.ofHours(1));
    public static final Setting<Duration> STAMP_LAG =
            Setting.duration("stamp-lag", Duration.ZERO, Duration.ofSeconds(10));
    public static final Setting<Compression> COMPRESS =
            Setting.word("compress", Arrays.asList(Compression.values()), Compression::word);

    // Of collectors.
    public static final Setting<HostPort> BIND = Setting.address("bind");
    public static final Setting<HostPort> ADVERTISE = Setting.address("advertise");
    public static final Setting<Optional<HostPort>> HTTP =
            new Setting<>("http", false, "HOST:PORT or off", texts -> http(texts.get(0)));
    public static final Setting<String> DATA = Setting.text("data", "a folder");
    public static final Setting<OutFile> OUT =
            new Setting<>("out", false, OutFile.EXPECTED, texts -> OutFile.parse(texts.get(0)));
    public static final Setting<Order> ORDER = Setting.word("order", Arrays.asList(Order.values()), Order::word);
    public static final Setting<Acks> ACKS = Setting.word("acks", Arrays.asList(Acks.values()), Acks::word);
    public static final Setting<Map<String, HostPort>> QUORUM =
            new Setting<>("quorum", true, "a list of NAME=HOST:PORT", Keys::quorum);
    public static final Setting<HostPort> PEERS = Setting.address("peers");
    public static final Setting<Roster> EXPECT =
            new Setting<>("expect", true, "a number of agents, or their names", Roster::parse);
    public static final Setting<Boolean> INSECURE = Setting.flag("insecure");
    public static final Setting<Duration> EVICT_AFTER =
            Setting.duration("evict-after", Duration.ofSeconds(1), Duration.ofDays(1));
    public static final Setting<Duration> SKEW = Setting.duration("skew", Duration.ZERO, Duration.ofHours(1));
    public static final Setting<Long> SNAPSHOT_EVERY = Setting.size("snapshot-every", MIB, 1024 * MIB);
    public static final Setting<Long> CYCLE_SIZE = Setting.size("cycle-size", 4 * MIB, 1024 * MIB);
    public static final Setting<Long> BLOCK_SIZE = Setting.size("block-size", 16 * MIB, 1024 * MIB);
    public static final Setting<Long> RESERVE_SIZE = Setting.size("reserve-size", 0, MIB * MIB);
    public static final Setting<Long> RETENTION_SIZE = Setting.size("retention-size", 0, MIB * MIB);
    public static final Setting<Duration> RETENTION_AGE =
            Setting.duration("retention-age", Duration.ZERO, Duration.ofDays(3650));
    public static final Setting<Long> ABSENCE_SIZE = Setting.size("absence-size", 0, MIB * MIB);
    public static final Setting<Long> CREDIT = Setting.size("credit", MIB, 1024 * MIB);

    /** What only agents heed. */
    public static final List<Setting<?>> OF_AGENTS = List.of(
            PATHS,
            RENAME,
            TO,
            STATE,
            CHANNEL,
            TIME,
            FROM,
            ONCE,
            WAIT,
            GIVE_UP,
            MAX_LINE_BYTES,
            LONG_LINES,
            ROTATE_WAIT,
            STAMP_LAG,
            COMPRESS);

    /** What only collectors heed ({@code http} also says to {@code status} and the like where a collector is). */
    public static final List<Setting<?>> OF_COLLECTORS = List.of(
            BIND,
            ADVERTISE,
            HTTP,
            DATA,
            OUT,
            ORDER,
            ACKS,
            QUORUM,
            PEERS,
            EXPECT,
            INSECURE,
            EVICT_AFTER,
            SKEW,
            SNAPSHOT_EVERY,
            CYCLE_SIZE,
            BLOCK_SIZE,
            RESERVE_SIZE,
            RETENTION_SIZE,
            RETENTION_AGE,
            ABSENCE_SIZE,
            CREDIT);

    private Keys() {}

    /** All of them, those of both kinds first. */
    public static List<Setting<?>> all() {
        Map<String, Setting<?>> all = new LinkedHashMap<>();
        List.of(COLOR, NAME).forEach(setting -> all.put(setting.key(), setting));
        OF_AGENTS.forEach(setting -> all.put(setting.key(), setting));
        OF_COLLECTORS.forEach(setting -> all.put(setting.key(), setting));
        return List.copyOf(all.values());
    }

    private static Optional<HostPort> http(String text) {
        return text.equals("off") ? Optional.empty() : Optional.of(HostPort.parse(text));
    }

    private static Map<String, HostPort> quorum(List<String> texts) {
        Map<String, HostPort> members = new LinkedHashMap<>();
        for (String text : texts) {
            int equals = text.indexOf('=');
            require(equals > 0, "'" + text + "' is not NAME=HOST:PORT");
            String name = NAME.read(List.of(text.substring(0, equals)));
            HostPort address = HostPort.parse(text.substring(equals + 1));
            require(address.port() != 0, "the port of '" + name + "' must not be 0: the others have to know it");
            require(members.put(name, address) == null, "'" + name + "' stands twice");
        }
        require(
                members.size() <= QuorumSettings.MOST_MEMBERS,
                "at most " + QuorumSettings.MOST_MEMBERS + " collectors");
        require(members.values().stream().distinct().count() == members.size(), "an address stands twice");
        return members;
    }

    /**
     * Whom a new channel waits for.
     *
     * @param names of agents, empty when only their number counts
     * @param count how many, whatever their names
     */
    public record Roster(List<String> names, int count) {
        static Roster parse(List<String> texts) {
            require(!texts.isEmpty() && texts.stream().noneMatch(String::isEmpty), "empty");
            if (texts.size() == 1 && texts.get(0).matches("[0-9]{1,6}")) {
                int count = Integer.parseInt(texts.get(0));
                require(count <= 100_000, "too many");
                return new Roster(List.of(), count);
            }
            texts.forEach(name -> NAME.read(List.of(name)));
            require(texts.stream().distinct().count() == texts.size(), "a name stands twice");
            return new Roster(List.copyOf(texts), 0);
        }
    }
}
