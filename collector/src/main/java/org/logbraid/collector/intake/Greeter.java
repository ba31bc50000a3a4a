package org.logbraid.collector.intake;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.logbraid.collector.entry.Entry;
import org.logbraid.collector.merge.Applied;
import org.logbraid.common.HostPort;
import org.logbraid.common.channel.AgentsPort;
import org.logbraid.common.wire.GenerationRow;
import org.logbraid.common.wire.Message;
import org.logbraid.common.wire.MessageHeader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers HELLO. A name that is held by another living process draws BUSY (G16); otherwise a SESSION entry is proposed,
 * and only when it is applied is the agent welcomed, with the offsets as of that entry (G14).
 *
 * <p>Not thread-safe: lives on the {@code collector-intake} thread.
 */
final class Greeter {
    /** The one channel that a log has for now. */
    static final String CHANNEL = "main";

    private static final Logger log = LoggerFactory.getLogger(Greeter.class);
    private static final int LEAST_RETRY_MILLIS = 50;

    private record Awaited(String agent, long nonce, long connection) {}

    private final AgentsPort port;
    private final Connections connections;
    private final Proposer proposer;
    private final Promises promises;
    private final Leadership leadership;
    private final Credit credit;
    private final RandomGenerator random;
    private final IntakeCounters counters;
    private final List<Awaited> awaited = new ArrayList<>();

    Greeter(
            AgentsPort port,
            Connections connections,
            Proposer proposer,
            Promises promises,
            Leadership leadership,
            Credit credit,
            RandomGenerator random,
            IntakeCounters counters) {
        this.port = port;
        this.connections = connections;
        this.proposer = proposer;
        this.promises = promises;
        this.leadership = leadership;
        this.credit = credit;
        this.random = random;
        this.counters = counters;
    }

    void hello(Connection connection, Message.Hello hello) {
        String refusal = refusal(hello);
        if (refusal != null) {
            counters.refused++;
            log.warn("agent refused, {}: peer={}", refusal, connection.peer());
            connections.send(connection, new Message.Refused(refusal));
            return;
        }
        if (!leadership.isServing()) {
            connections.send(connection, elsewhere());
            return;
        }
        Connection holder = connections.holder(hello.agent());
        if (holder != null && holder.nonce() != hello.nonce()) {
            counters.busy++;
            log.warn(
                    "two living agents with one name, the second is sent away: agent={} holder={} second={}",
                    hello.agent(),
                    holder.peer(),
                    connection.peer());
            connections.send(connection, new Message.Busy(holder.peer()));
            return;
        }
        if (holder != null && holder != connection) {
            connections.drop(holder, "its process has connected anew");
        }
        if (holder == connection && connection.isGreeting()) {
            return; // said twice
        }
        connections.greet(connection, hello.agent(), hello.nonce());
        awaited.add(new Awaited(hello.agent(), hello.nonce(), connection.id()));
        proposer.propose(new Entry.Session(hello.agent(), hello.instance(), hello.nonce(), hello.channel()));
    }

    /** "None yet, ask again", spread by chance so that not all ask at once. */
    Message.Redirect noneYet() {
        return new Message.Redirect(null, LEAST_RETRY_MILLIS + random.nextInt(LEAST_RETRY_MILLIS * 2));
    }

    /** Where the leader is, as far as that is known here. */
    Message.Redirect elsewhere() {
        HostPort leader = leadership.elsewhere();
        return leader == null ? noneYet() : new Message.Redirect(leader, LEAST_RETRY_MILLIS);
    }

    private static @Nullable String refusal(Message.Hello hello) {
        if (hello.leastVersion() > MessageHeader.VERSION || hello.greatestVersion() < MessageHeader.VERSION) {
            return "the agent speaks versions " + hello.leastVersion() + " to " + hello.greatestVersion()
                    + " of the protocol, this collector speaks " + MessageHeader.VERSION
                    + ": install the same release on both";
        }
        String name = hello.agent();
        int bytes = name.getBytes(StandardCharsets.UTF_8).length;
        if (bytes < 1 || bytes > Message.MAX_NAME_BYTES || !name.chars().allMatch(Greeter::isAllowed)) {
            return "an agent's name must be 1 to " + Message.MAX_NAME_BYTES
                    + " bytes of UTF-8 without control characters and '/'";
        }
        if (!hello.channel().equals(CHANNEL)) {
            return "this collector orders the channel '" + CHANNEL + "' only: start the agent with --channel "
                    + CHANNEL;
        }
        return null;
    }

    private static boolean isAllowed(int character) {
        return !Character.isISOControl(character) && character != '/' && character != '\uFFFD';
    }

    /** A SESSION entry is applied: whoever asked for it is welcomed, if it is still there. */
    void begun(Applied.SessionBegun begun) {
        Connection connection = asker(begun);
        if (connection == null) {
            return;
        }
        connections.begin(connection, begun.session());
        port.welcomed(connection.id());
        long bytes = credit.of(
                begun.agent(), connections.sessions(), leadership.view().heldBy());
        List<GenerationRow> rows = begun.rows();
        int parts = Math.max(1, (rows.size() + Message.Welcome.MAX_ROWS - 1) / Message.Welcome.MAX_ROWS);
        for (int part = 1; part <= parts; part++) {
            int from = (part - 1) * Message.Welcome.MAX_ROWS;
            int to = Math.min(rows.size(), from + Message.Welcome.MAX_ROWS);
            connections.send(
                    connection,
                    new Message.Welcome(
                            begun.log(),
                            begun.session(),
                            bytes,
                            promises.intervalMillis(),
                            part,
                            parts,
                            rows.subList(from, to)));
        }
        log.info("session begun: agent={} session={} peer={}", begun.agent(), begun.session(), connection.peer());
    }

    private @Nullable Connection asker(Applied.SessionBegun begun) {
        for (Iterator<Awaited> each = awaited.iterator(); each.hasNext(); ) {
            Awaited one = each.next();
            if (one.nonce() == begun.nonce() && one.agent().equals(begun.agent())) {
                each.remove(); // entries are applied in the order they were proposed
                Connection connection = connections.get(one.connection());
                return connection != null && connection.isGreeting() && connection.nonce() == begun.nonce()
                        ? connection
                        : null;
            }
        }
        return null;
    }

    /** What was proposed may never be applied. */
    void leadershipEnded() {
        awaited.clear();
    }
}
