package org.logbraid.bench;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.logbraid.deploy.Main;

/**
 * Runs a command as its launcher does, and says at its end what it has used: {@code used allocated=BYTES cpu=NANOS rss=KIB}.
 * Threads that have ended are counted with what they had allocated when they were last looked at, 10 ms before at most.
 */
public final class MeteredMain {
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final Map<Long, Long> allocated = new HashMap<>();

    private MeteredMain() {}

    public static void main(String[] arguments) {
        var meter = new MeteredMain();
        var looking = new Thread(meter::lookOn, "meter");
        looking.setDaemon(true);
        looking.start();
        Runtime.getRuntime().addShutdownHook(new Thread(meter::tell, "meter-end"));
        Main.main(arguments);
    }

    private void lookOn() {
        while (true) {
            look();
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    private synchronized void look() {
        long own = Thread.currentThread().getId();
        long[] ids = threads.getAllThreadIds();
        long[] bytes = threads.getThreadAllocatedBytes(ids);
        for (int i = 0; i < ids.length; i++) {
            if (bytes[i] > 0 && ids[i] != own) {
                allocated.put(ids[i], bytes[i]);
            }
        }
    }

    private synchronized void tell() {
        look();
        long sum = allocated.values().stream().mapToLong(Long::longValue).sum();
        long cpu = ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
        System.err.println("used allocated=" + sum + " cpu=" + cpu + " rss=" + peakKib());
    }

    private static long peakKib() {
        try (var lines = Files.lines(Path.of("/proc/self/status"))) {
            return lines.filter(line -> line.startsWith("VmHWM:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return 0; // not on this system
        }
    }
}
