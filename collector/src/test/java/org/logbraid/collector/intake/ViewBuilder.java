package org.logbraid.collector.intake;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.logbraid.collector.merge.MergeView;
import org.logbraid.common.wire.InstanceId;

/** Builds a {@link MergeView} that differs a little from another. */
final class ViewBuilder {
    private final MergeView from;
    private String config;
    private boolean gateOpen;
    private boolean everOpen;
    private long logTimeNanos;
    private long waitingLines;
    private long watermarkNanos;
    private MergeView.@Nullable Holder heldBy;
    private List<MergeView.SessionView> sessions;
    private List<String> come;

    ViewBuilder(MergeView from) {
        this.from = from;
        config = from.config();
        gateOpen = from.gateOpen();
        everOpen = from.everOpen();
        logTimeNanos = from.logTimeNanos();
        waitingLines = from.waitingLines();
        watermarkNanos = from.watermarkNanos();
        heldBy = from.heldBy();
        sessions = new ArrayList<>(from.sessions());
        come = new ArrayList<>(from.come());
    }

    ViewBuilder config(String canonical) {
        config = canonical;
        return this;
    }

    ViewBuilder gate(boolean open) {
        gateOpen = open;
        everOpen |= open;
        return this;
    }

    ViewBuilder logTime(long nanos) {
        logTimeNanos = nanos;
        return this;
    }

    ViewBuilder waiting(long lines) {
        waitingLines = lines;
        return this;
    }

    ViewBuilder watermark(long nanos) {
        watermarkNanos = nanos;
        return this;
    }

    ViewBuilder heldBy(String agent) {
        heldBy = new MergeView.Holder(agent, "/log", 1);
        return this;
    }

    ViewBuilder session(String agent, long number, boolean hasCome) {
        sessions.add(
                new MergeView.SessionView(number, agent, new InstanceId(1, 1), 1_000 + number, "main", 0, hasCome));
        if (hasCome && !come.contains(agent)) {
            come.add(agent);
        }
        return this;
    }

    ViewBuilder noSessions() {
        sessions = List.of();
        return this;
    }

    MergeView build() {
        return new MergeView(
                100,
                logTimeNanos,
                IntakeRig.LOG,
                config,
                gateOpen,
                everOpen,
                waitingLines,
                watermarkNanos,
                from.frontierNanos(),
                heldBy,
                List.copyOf(sessions),
                List.copyOf(come),
                from.sources(),
                from.outputs(),
                from.counters());
    }
}
