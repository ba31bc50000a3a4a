package org.logbraid.common;

import static org.logbraid.common.Checks.requireRange;

/**
 * An address as a user types it: {@code HOST:PORT}, IPv6 in brackets. Immutable.
 *
 * @param host a name or an address, not resolved here
 * @param port 0 to 65,535; 0 takes a free port
 */
public record HostPort(String host, int port) {
    public HostPort {
        Checks.require(!host.isEmpty(), "host must not be empty");
        requireRange("port", port, 0, 65_535);
    }

    /**
     * Reads {@code HOST:PORT} or {@code [V6]:PORT}.
     *
     * @throws IllegalArgumentException saying what was given and what is expected
     */
    public static HostPort parse(String text) {
        int colon = text.lastIndexOf(':');
        if (colon <= 0) {
            throw new IllegalArgumentException("an address must be HOST:PORT, was '" + text + "'");
        }
        String host = text.substring(0, colon);
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        } else if (host.indexOf(':') >= 0) {
            throw new IllegalArgumentException("an IPv6 address must stand in brackets, was '" + text + "'");
        }
        try {
            return new HostPort(host, Integer.parseInt(text.substring(colon + 1)));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "an address must be HOST:PORT with a port of 0 to 65535, was '" + text + "'", e);
        }
    }

    @Override
    public String toString() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
}
