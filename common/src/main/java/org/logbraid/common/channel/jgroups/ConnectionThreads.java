package org.logbraid.common.channel.jgroups;

import java.util.function.BiConsumer;
import org.jgroups.util.ThreadFactory;

/**
 * Makes the threads of connections: daemons with small stacks. An Error in one of them (no memory, as a rule) goes to
 * the handler, which ends the process: JGroups would log it and go on with half of its threads.
 *
 * <p>Safe for all threads.
 */
public final class ConnectionThreads implements ThreadFactory {
    private static final long STACK_BYTES = 256 * 1024;

    private final BiConsumer<String, Throwable> onFailure;

    /**
     * Makes none yet.
     *
     * @param onFailure gets a thread's name and the Error that ended it; ends the process
     */
    public ConnectionThreads(BiConsumer<String, Throwable> onFailure) {
        this.onFailure = onFailure;
    }

    @Override
    public Thread newThread(Runnable work, String name) {
        Runnable guarded = () -> {
            try {
                work.run();
            } catch (Error e) {
                onFailure.accept(name, e);
            }
        };
        var thread = new Thread(null, guarded, name, STACK_BYTES);
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public Thread newThread(Runnable work) {
        return newThread(work, "connection");
    }

    @Override
    public boolean useVirtualThreads() {
        return false;
    }

    @Override
    public void setPattern(String pattern) {
        // the names say what they are
    }

    @Override
    public void setIncludeClusterName(boolean include) {
        // there is no cluster
    }

    @Override
    public void setClusterName(String clusterName) {
        // there is no cluster
    }

    @Override
    public void setAddress(String address) {
        // names of connections carry addresses
    }

    @Override
    public void renameThread(String base, Thread thread) {
        // keeps its name
    }
}
