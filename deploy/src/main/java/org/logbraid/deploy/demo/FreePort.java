package org.logbraid.deploy.demo;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.logbraid.common.HostPort;

/**
 * Ports on loopback for processes that are about to be started, when others have to know them before. They are none of those that
 * Linux gives to outgoing connections (from 32,768 on, unless it is told otherwise), so that no such connection takes one of them
 * before its process listens; and none is given twice.
 *
 * <p>Safe for all threads.
 */
public final class FreePort {
    private static final String LOOPBACK = "127.0.0.1";
    private static final int LEAST = 10_000;
    private static final int COUNT = 22_000;
    private static final AtomicInteger NEXT = new AtomicInteger(new SecureRandom().nextInt(COUNT));

    private FreePort() {}

    /**
     * The next one that nobody listens on.
     *
     * @throws IOException when there is none
     */
    public static HostPort next() throws IOException {
        for (int i = 0; i < COUNT; i++) {
            int port = LEAST + Math.floorMod(NEXT.getAndIncrement(), COUNT);
            if (isFree(port)) {
                return new HostPort(LOOPBACK, port);
            }
        }
        throw new IOException("no port of " + LOOPBACK + " is free from " + LEAST + " to " + (LEAST + COUNT - 1));
    }

    private static boolean isFree(int port) throws IOException {
        try (var socket = new ServerSocket(port, 1, InetAddress.getByName(LOOPBACK))) {
            return socket.isBound();
        } catch (BindException e) {
            return false;
        }
    }
}
