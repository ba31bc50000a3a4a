package org.logbraid.agent;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.logbraid.common.disk.Disk;
import org.logbraid.common.testing.SimulatedDisk;
import org.logbraid.common.testing.SimulatedTime;

/** A simulated disk with state folders, opened and closed again by processes that draw differently each time. */
final class StateRig {
    static final Path FOLDER = Path.of("/var/lib/logbraid");
    static final Machine HERE = new Machine("web-1", "0123");

    final SimulatedDisk disk = new SimulatedDisk(new SimulatedTime());
    private long draws = 100;

    AgentState open(@Nullable String name) throws IOException {
        return open(name, false, FOLDER, HERE, disk.mount());
    }

    AgentState open(@Nullable String name, boolean rename, @Nullable Path folder, Machine machine, Disk through)
            throws IOException {
        var settings = AgentSettings.defaults(List.of("/x.log")).withIdentity(name, rename, folder);
        return AgentState.open(settings, through, new Random(draws++), machine);
    }

    byte[] stateFile() {
        byte[] bytes = disk.bytes(FOLDER.resolve(StateContent.FILE));
        if (bytes == null) {
            throw new AssertionError("no state file");
        }
        return bytes;
    }

    void replaceStateFile(Path folder, byte[] bytes) throws IOException {
        var through = disk.mount();
        through.createFolders(folder);
        try (var file = through.openForWriting(folder.resolve(StateContent.FILE))) {
            file.truncate(0);
            file.write(bytes, 0, bytes.length, 0);
        }
    }
}
