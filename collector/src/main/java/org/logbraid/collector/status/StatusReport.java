package org.logbraid.collector.status;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.logbraid.collector.ShapingSettings;
import org.logbraid.collector.intake.IntakeView;
import org.logbraid.collector.intake.Roster;
import org.logbraid.collector.merge.MergeView;
import org.logbraid.collector.quorum.GroupView;
import org.logbraid.collector.quorum.QuorumView;
import org.logbraid.common.HostPort;
import org.logbraid.common.clock.Clock;
import org.logbraid.common.frame.Frames;

/**
 * Tells in JSON how a collector fares, from what its threads publish.
 *
 * <p>Safe for all threads.
 */
public final class StatusReport {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final String name;
    private final Path outFolder;
    private final Supplier<QuorumView> quorum;
    private final Supplier<GroupView> group;
    private final Supplier<MergeView> merge;
    private final Supplier<IntakeView> intake;
    private final Clock clock;
    private final long beganNanos;

    public StatusReport(
            String name,
            Path outFolder,
            Supplier<QuorumView> quorum,
            Supplier<GroupView> group,
            Supplier<MergeView> merge,
            Supplier<IntakeView> intake,
            Clock clock) {
        this.name = name;
        this.outFolder = outFolder;
        this.quorum = quorum;
        this.group = group;
        this.merge = merge;
        this.intake = intake;
        this.clock = clock;
        this.beganNanos = clock.epochNanos();
    }

    /** Whether agents are served or could be: there is a leader, and this collector is not about to stop. */
    public boolean isReady() {
        return !quorum.get().leader().isEmpty() && !intake.get().stopping();
    }

    /** Status port of the leader, when that is another collector and known; otherwise null. */
    @Nullable
    HostPort leaderHttp() {
        String http = quorum.get().leaderHttp();
        return http.isEmpty() ? null : HostPort.parse(http);
    }

    /** Whether another collector leads, which can be asked over its status port. */
    public boolean isLedElsewhere() {
        return leaderHttp() != null;
    }

    /** The shaping settings that stand in the log, by key. */
    public String settings() {
        var json = new JsonWriter().beginObject();
        for (String line : canonical().split("\n", -1)) {
            int colon = line.indexOf(": ");
            if (colon > 0) {
                json.key(line.substring(0, colon)).value(line.substring(colon + 2));
            }
        }
        return json.endObject().toString();
    }

    /** The same as a value. */
    public ShapingSettings shaping() {
        return ShapingSettings.parse(canonical());
    }

    private String canonical() {
        String inLog = merge.get().config();
        return inLog.isEmpty() ? intake.get().shaping().canonical() : inLog;
    }

    /** Everything. */
    public String status() {
        QuorumView now = quorum.get();
        MergeView view = merge.get();
        IntakeView agents = intake.get();
        var json = new JsonWriter().beginObject();
        json.key("name").value(name);
        json.key("leader").value(now.leader().isEmpty() ? null : now.leader());
        json.key("leading").value(now.leading());
        json.key("stopping").value(agents.stopping());
        json.key("log").value(view.log().isNone() ? null : view.log().toString());
        json.key("term").value(now.term());
        json.key("lastIndex").value(now.lastIndex());
        json.key("durableIndex").value(now.durableIndex());
        json.key("commitIndex").value(now.commitIndex());
        json.key("appliedIndex").value(view.appliedIndex());
        json.key("writtenIndex").value(writtenIndex(view));
        json.key("gateOpen").value(view.gateOpen());
        json.key("waitingLines").value(view.waitingLines());
        json.key("watermark").value(time(view.watermarkNanos()));
        json.key("frontier").value(time(view.frontierNanos()));
        holder(json, view, agents);
        warnings(json, view, agents);
        members(json, now);
        agents(json, view, agents);
        sources(json, view, agents);
        outputs(json, view);
        counters(json, view.counters(), agents);
        return json.endObject().toString();
    }

    private static long writtenIndex(MergeView view) {
        return view.outputs().stream()
                .mapToLong(MergeView.OutputView::index)
                .min()
                .orElse(view.appliedIndex());
    }

    private void holder(JsonWriter json, MergeView view, IntakeView agents) {
        boolean roster = !view.everOpen() && Roster.isAsked(agents.shaping());
        List<String> absent = roster ? Roster.absent(agents.shaping(), view.come()) : List.of();
        json.key("waitingFor").beginArray();
        absent.forEach(json::value);
        json.endArray();
        json.key("missingAgents").value(roster ? Roster.missing(agents.shaping(), view.come()) : 0);
        json.key("heldBy");
        MergeView.Holder holder = view.heldBy();
        if (!absent.isEmpty()) {
            holder = new MergeView.Holder(absent.get(0), "", beganNanos);
        }
        if (holder == null) {
            json.value((String) null);
            return;
        }
        long now = Math.max(clock.epochNanos(), view.logTimeNanos());
        json.beginObject();
        json.key("agent").value(holder.agent());
        json.key("source").value(holder.path());
        json.key("seconds").thousandths(Math.max(0, (now - holder.sinceNanos()) / 1_000_000));
        json.endObject();
    }

    private void warnings(JsonWriter json, MergeView view, IntakeView agents) {
        long skewMillis = agents.shaping().skew().toMillis();
        json.key("warnings").beginArray();
        if (view.logTimeNanos() != Frames.NO_TIME) {
            long aheadMillis = (view.logTimeNanos() - clock.epochNanos()) / 1_000_000;
            if (aheadMillis > skewMillis) {
                json.value("the log's time is " + aheadMillis + " ms ahead of this machine's clock");
            }
        }
        for (IntakeView.AgentView agent : agents.agents()) {
            if (Math.abs(agent.clockBehindMillis()) > skewMillis) {
                json.value("the clock of agent '" + agent.name() + "' differs from this machine's by "
                        + Math.abs(agent.clockBehindMillis()) + " ms");
            }
        }
        json.endArray();
    }

    private void members(JsonWriter json, QuorumView own) {
        GroupView known = group.get();
        json.key("members").beginArray();
        for (GroupView.MemberView member : known.members()) {
            json.beginObject();
            json.key("name").value(member.name());
            json.key("address").value(member.address().isEmpty() ? null : member.address());
            json.key("leader").value(member.name().equals(own.leader()));
            json.key("voting").value(member.voting());
            index(json, "lastIndex", member.lastIndex());
            index(json, "durableIndex", member.durableIndex());
            index(json, "lagEntries", member.lastIndex() < 0 ? -1 : own.lastIndex() - member.lastIndex());
            json.key("silentSeconds").thousandths(member.silentMillis());
            json.endObject();
        }
        json.endArray();
        json.key("filesAgreeAt").value(known.agreedIndex());
        json.key("difference").value(known.difference().isEmpty() ? null : known.difference());
        json.key("waitingForMembers").beginArray();
        known.missing().forEach(json::value);
        json.endArray();
    }

    /** What only the leader knows is null elsewhere. */
    private static void index(JsonWriter json, String key, long value) {
        if (value < 0) {
            json.key(key).value((String) null);
        } else {
            json.key(key).value(value);
        }
    }

    private static void agents(JsonWriter json, MergeView view, IntakeView agents) {
        json.key("agents").beginArray();
        for (MergeView.SessionView session : view.sessions()) {
            IntakeView.@Nullable AgentView connected = agents.agents().stream()
                    .filter(agent -> agent.name().equals(session.agent()))
                    .findFirst()
                    .orElse(null);
            json.beginObject();
            json.key("name").value(session.agent());
            json.key("session").value(session.session());
            json.key("come").value(session.come());
            json.key("connected").value(connected != null);
            json.key("peer").value(connected == null ? null : connected.peer());
            json.key("bytesInFlight").value(connected == null ? 0 : connected.bytesInFlight());
            json.key("clockBehindMillis").value(connected == null ? 0 : connected.clockBehindMillis());
            json.endObject();
        }
        json.endArray();
    }

    private static void sources(JsonWriter json, MergeView view, IntakeView agents) {
        json.key("sources").beginArray();
        for (MergeView.SourceView source : view.sources()) {
            long length = agents.fileBytes().getOrDefault(source.generationId(), 0L);
            json.beginObject();
            json.key("agent").value(source.agent());
            json.key("path").value(source.path());
            json.key("generation").value(source.generation());
            json.key("offset").value(source.offset());
            json.key("lagBytes").value(Math.max(0, length - source.offset()));
            json.key("open").value(source.open());
            json.key("behind").value(source.behind());
            json.endObject();
        }
        json.endArray();
    }

    private void outputs(JsonWriter json, MergeView view) {
        json.key("outputs").beginArray();
        for (MergeView.OutputView output : view.outputs()) {
            json.beginObject();
            json.key("path").value(outFolder.resolve(output.path()).toString());
            json.key("bytes").value(output.bytes());
            json.key("checksum").value(String.format(Locale.ROOT, "%08x", output.tailCrc()));
            json.key("index").value(output.index());
            json.endObject();
        }
        json.endArray();
    }

    private static void counters(JsonWriter json, MergeView.Counters counters, IntakeView agents) {
        json.key("counters").beginObject();
        json.key("lines").value(counters.lines());
        json.key("late").value(counters.late());
        json.key("raised").value(counters.raised());
        json.key("future").value(counters.future());
        json.key("stragglers").value(counters.stragglers());
        json.key("gaps").value(counters.gaps());
        json.key("gapBytes").value(counters.gapBytes());
        json.key("voidFrames").value(counters.voidFrames());
        json.key("unfinishedLines").value(counters.unfinishedLines());
        json.key("longLines").value(counters.longLines());
        new TreeMap<>(agents.counters()).forEach((key, value) -> json.key(key).value(value));
        json.endObject();
    }

    private static @Nullable String time(long nanos) {
        return nanos == Frames.NO_TIME
                ? null
                : Instant.ofEpochSecond(Math.floorDiv(nanos, NANOS_PER_SECOND), Math.floorMod(nanos, NANOS_PER_SECOND))
                        .toString();
    }
}
