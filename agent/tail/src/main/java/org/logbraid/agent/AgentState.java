package org.logbraid.agent;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.logbraid.common.disk.Disk;
import org.logbraid.common.disk.FileStat;
import org.logbraid.common.frame.ContentHash;
import org.logbraid.common.frame.Fingerprint;
import org.logbraid.common.wire.InstanceId;
import org.logbraid.common.wire.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The state folder of an agent: its name, its identity, the log it knows and where files were begun. It is a cache: the
 * log knows the rest, so losing the folder loses and doubles nothing (G14). A copy of the folder, or the folder on
 * another machine, is another instance (G16).
 *
 * <p>Safe for all threads. One process at a time has the folder.
 */
public final class AgentState implements StartOffsets, Closeable {
    static final String LOCK_FILE = "agent.lock";

    private static final Logger log = LoggerFactory.getLogger(AgentState.class);

    private final Path folder;
    private final Disk disk;
    private final Closeable lock;
    private final String name;
    private final InstanceId instance;
    private final long place;
    private final Map<Fingerprint, Long> starts;
    private InstanceId knownLog;
    private boolean firstStart;

    private AgentState(
            Path folder, Disk disk, Closeable lock, String name, InstanceId instance, long place, StateContent kept) {
        this.folder = folder;
        this.disk = disk;
        this.lock = lock;
        this.name = name;
        this.instance = instance;
        this.place = place;
        this.starts = new HashMap<>(kept.starts());
        this.knownLog = kept.knownLog();
        this.firstStart = kept.firstStart();
    }

    /**
     * Opens the folder, makes it when there is none, and keeps others out.
     *
     * @throws IOException saying what is wrong: another process has the folder, or it belongs to another name
     */
    public static AgentState open(AgentSettings settings, Disk disk, RandomGenerator random, Machine machine)
            throws IOException {
        String wanted = settings.name();
        Path given = settings.state();
        Path folder = given == null
                ? Path.of("logbraid", "agent-" + folderName(wanted == null ? machine.hostName() : wanted))
                : given;
        disk.createFolders(folder);
        Closeable lock = disk.tryLock(folder.resolve(LOCK_FILE));
        if (lock == null) {
            throw new IOException("another agent uses this state folder, give --state another one: " + folder);
        }
        try {
            var opened = read(settings, folder, disk, lock, random, machine);
            opened.store();
            return opened;
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private static AgentState read(
            AgentSettings settings, Path folder, Disk disk, Closeable lock, RandomGenerator random, Machine machine)
            throws IOException {
        String wanted = settings.name();
        @Nullable StateContent kept = StateContent.read(disk, folder);
        long place = placeOf(disk, folder, machine);
        if (kept == null) {
            String name = checked(wanted == null ? machine.hostName() : wanted);
            return new AgentState(folder, disk, lock, name, draw(random), place, StateContent.EMPTY);
        }
        String name = checked(wanted == null ? kept.name() : wanted);
        boolean renamed = !name.equals(kept.name());
        if (renamed && !settings.rename()) {
            throw new IOException(
                    "the state folder belongs to the agent '" + kept.name() + "': start it without --name,"
                            + " or with --rename to send all files again as '" + name + "': " + folder);
        }
        boolean moved = place != kept.place();
        if (moved && !renamed) {
            log.info("the state folder was copied or moved, so this is a new instance: agent={} path={}", name, folder);
        }
        InstanceId instance = renamed || moved ? draw(random) : kept.instance();
        return new AgentState(folder, disk, lock, name, instance, place, kept);
    }

    /** The lock's file is made once and never replaced: a copy of the folder has another one. */
    private static long placeOf(Disk disk, Path folder, Machine machine) throws IOException {
        FileStat stat = disk.stat(folder.resolve(LOCK_FILE));
        if (stat == null) {
            throw new IOException("the state folder has lost its lock: " + folder);
        }
        byte[] text = (machine.id() + " " + stat.device() + " " + stat.inode()).getBytes(StandardCharsets.UTF_8);
        return ContentHash.of(text, 0, text.length);
    }

    private static InstanceId draw(RandomGenerator random) {
        return new InstanceId(random.nextLong() | 1, random.nextLong());
    }

    private static String checked(String name) throws IOException {
        int bytes = name.getBytes(StandardCharsets.UTF_8).length;
        if (bytes == 0
                || bytes > Message.MAX_NAME_BYTES
                || name.chars().anyMatch(one -> one == '/' || Character.isISOControl(one))) {
            throw new IOException("the name of an agent must be 1 to " + Message.MAX_NAME_BYTES
                    + " bytes without control characters and slashes, was '" + name + "'");
        }
        return name;
    }

    private static String folderName(String name) {
        return name.replace('/', '_').replace('\0', '_');
    }

    public String name() {
        return name;
    }

    public InstanceId instance() {
        return instance;
    }

    public Path folder() {
        return folder;
    }

    /** The log that this agent last had a session of, or {@link InstanceId#NONE}. */
    public synchronized InstanceId knownLog() {
        return knownLog;
    }

    /** Keeps the log of a session that has begun. */
    public synchronized void knowLog(InstanceId id) throws IOException {
        if (!id.equals(knownLog)) {
            knownLog = id;
            store();
        }
    }

    @Override
    public synchronized boolean isFirstStart() {
        return firstStart;
    }

    @Override
    public synchronized OptionalLong startOf(Fingerprint file) {
        Long start = starts.get(file);
        return start == null ? OptionalLong.empty() : OptionalLong.of(start);
    }

    @Override
    public synchronized void remember(Map<Fingerprint, Long> begun) throws IOException {
        if (!firstStart && starts.entrySet().containsAll(begun.entrySet())) {
            return;
        }
        firstStart = false;
        starts.putAll(begun);
        store();
    }

    private synchronized void store() throws IOException {
        new StateContent(name, instance, place, knownLog, firstStart, Map.copyOf(starts)).write(disk, folder);
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
