package org.logbraid.agent;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.logbraid.common.disk.Disk;

/**
 * The machine that an agent runs on, as far as its identity goes. Immutable.
 *
 * @param hostName name of an agent that was given none
 * @param id what tells this machine from another, or empty
 */
public record Machine(String hostName, String id) {
    private static final Path MACHINE_ID = Path.of("/etc/machine-id");
    private static final int MAX_ID_BYTES = 256;

    /** The machine of this process. */
    public static Machine local(Disk disk) {
        return new Machine(localName(), localId(disk));
    }

    private static String localName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "agent"; // a machine without a name; --name is there
        }
    }

    private static String localId(Disk disk) {
        byte[] bytes = new byte[MAX_ID_BYTES];
        try (var file = disk.openForReading(MACHINE_ID)) {
            int length = file.read(bytes, 0, bytes.length, 0);
            return new String(Arrays.copyOf(bytes, length), StandardCharsets.ISO_8859_1).strip();
        } catch (IOException e) {
            return ""; // not every machine has one: the folder's own place still tells a copy
        }
    }
}
