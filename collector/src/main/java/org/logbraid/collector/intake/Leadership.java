package org.logbraid.collector.intake;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.logbraid.collector.ShapingSettings;
import org.logbraid.collector.entry.Entry;
import org.logbraid.collector.merge.MergeView;
import org.logbraid.collector.quorum.QuorumView;
import org.logbraid.common.HostPort;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether agents are served here: this collector leads, its merge has applied everything up to its TERM entry, and the
 * log has shaping settings. Nothing else is proposed before.
 *
 * <p>Not thread-safe: lives on the {@code collector-intake} thread.
 */
final class Leadership {
    private static final Logger log = LoggerFactory.getLogger(Leadership.class);

    private final Supplier<QuorumView> quorum;
    private final Supplier<MergeView> merge;
    private final Proposer proposer;
    private final String wanted;
    private final boolean alone;

    private ShapingSettings shaping;
    private String canonical = "";
    private boolean leading;
    private boolean serving;
    private boolean adopted;
    private boolean configProposed;
    private long term;
    private long catchUpIndex;

    /**
     * Leads nobody yet.
     *
     * @param alone whether the group has this collector alone
     */
    Leadership(
            Supplier<QuorumView> quorum,
            Supplier<MergeView> merge,
            Proposer proposer,
            ShapingSettings startedWith,
            boolean alone) {
        this.alone = alone;
        this.quorum = quorum;
        this.merge = merge;
        this.proposer = proposer;
        this.wanted = startedWith.canonical();
        this.shaping = startedWith;
    }

    /** What an {@link #update} has brought. */
    enum Change {
        NONE,
        /** Agents are served from now on. */
        BEGUN,
        /** They are served no longer. */
        ENDED
    }

    Change update() {
        QuorumView now = quorum.get();
        boolean was = serving;
        if (!now.leading() || (leading && now.term() != term)) {
            leading = false;
            serving = false;
            configProposed = false;
        }
        if (was && !serving) {
            return Change.ENDED;
        }
        if (now.leading() && !leading) {
            leading = true;
            term = now.term();
            catchUpIndex = now.commitIndex();
        }
        MergeView view = merge.get();
        readConfig(view.config());
        if (leading && !serving && view.appliedIndex() >= catchUpIndex) {
            serving = adopt(view.config());
        }
        return serving && !was ? Change.BEGUN : Change.NONE;
    }

    /**
     * The settings a lone collector is started with become the log's, once; those that the first leader of a group was started
     * with do, as its log has none. Afterwards a group follows the log, whatever each of them was started with.
     */
    private boolean adopt(String inLog) {
        if (adopted || inLog.equals(wanted) || (!alone && !inLog.isEmpty())) {
            if (!adopted && !inLog.equals(wanted)) {
                log.warn(
                        "the log's shaping settings differ from those given at start and are followed; 'logbraid settings"
                                + " apply' changes them: log='{}' given='{}'",
                        oneLine(inLog),
                        oneLine(wanted));
            }
            adopted = true;
            return true;
        }
        if (!configProposed) {
            if (!inLog.isEmpty()) {
                log.info(
                        "the log's shaping settings differ from those given at start, which become the log's: "
                                + "log='{}' given='{}'",
                        oneLine(inLog),
                        oneLine(wanted));
            }
            configProposed = true;
            proposer.propose(new Entry.Config(wanted));
        }
        return false;
    }

    private void readConfig(String inLog) {
        if (!inLog.isEmpty() && !inLog.equals(canonical)) {
            shaping = ShapingSettings.parse(inLog);
            canonical = inLog;
        }
    }

    private static String oneLine(String settings) {
        return settings.strip().replace("\n", ", ");
    }

    /** Where another leader is, or null. */
    @Nullable
    HostPort elsewhere() {
        QuorumView now = quorum.get();
        if (now.leading() || now.leaderAgents().isEmpty()) {
            return null;
        }
        return HostPort.parse(now.leaderAgents());
    }

    boolean isServing() {
        return serving;
    }

    /** Those of the log, or before it has any those this collector was started with. */
    ShapingSettings shaping() {
        return shaping;
    }

    MergeView view() {
        return merge.get();
    }
}
