package org.logbraid.collector.intake;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.logbraid.common.channel.AgentsPort;
import org.logbraid.common.wire.Message;

/**
 * All open connections: by their number, by the session they have, and by the name they hold (G16). A name is held by
 * the connection of one process, from its HELLO until it is closed or says goodbye for good.
 *
 * <p>Not thread-safe: lives on the {@code collector-intake} thread.
 */
final class Connections {
    private final AgentsPort port;
    private final Map<Long, Connection> open = new LinkedHashMap<>();
    private final Map<Long, Connection> bySession = new HashMap<>();
    private final Map<String, Connection> holders = new HashMap<>();

    Connections(AgentsPort port) {
        this.port = port;
    }

    void opened(long id, String peer, long now) {
        open.put(id, new Connection(id, peer, now));
    }

    void closed(long id) {
        Connection gone = open.remove(id);
        if (gone != null) {
            release(gone);
        }
    }

    @Nullable
    Connection get(long id) {
        return open.get(id);
    }

    @Nullable
    Connection ofSession(long session) {
        return bySession.get(session);
    }

    @Nullable
    Connection holder(String name) {
        return holders.get(name);
    }

    Collection<Connection> all() {
        return open.values();
    }

    int sessions() {
        return bySession.size();
    }

    /** The connection takes a name, which nobody else holds, for a process. */
    void greet(Connection connection, String name, long nonce) {
        release(connection);
        connection.greet(name, nonce);
        holders.put(name, connection);
    }

    void begin(Connection connection, long session) {
        connection.begin(session);
        bySession.put(session, connection);
    }

    /** Ends the connection's session and lets its name go; the connection stays open. */
    void release(Connection connection) {
        bySession.remove(connection.session(), connection);
        holders.remove(connection.agent(), connection);
        connection.endSession();
    }

    /** The session is over by the agent's own goodbye: the name is free, though its process may stay a little. */
    void depart(Connection connection) {
        holders.remove(connection.agent(), connection);
        connection.depart();
    }

    /** Ends the connection, for good and at once. */
    void drop(Connection connection, String reason) {
        open.remove(connection.id());
        release(connection);
        port.drop(connection.id(), reason);
    }

    void dropAll(String reason) {
        List.copyOf(open.values()).forEach(connection -> drop(connection, reason));
    }

    void send(Connection connection, Message message) {
        port.send(connection.id(), Message.encode(message));
    }

    void sendToAll(Message message) {
        open.values().forEach(connection -> send(connection, message));
    }
}
