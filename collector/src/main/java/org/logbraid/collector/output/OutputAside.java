package org.logbraid.collector.output;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Path;
import org.logbraid.common.disk.Disk;
import org.logbraid.common.wire.InstanceId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sets aside what stands where an output is to begin, and was not begun by its log. Stateless. */
public final class OutputAside {
    private static final Logger LOG = LoggerFactory.getLogger(OutputAside.class);
    private static final int LOG_ID_DIGITS = 8;

    private OutputAside() {}

    /** Renames a file {@code NAME.before-LOG}, never onto another one; nothing when there is no such file. */
    public static void set(Disk disk, Path path, InstanceId log) throws IOException {
        if (disk.stat(path) == null) {
            return;
        }
        String before = path.getFileName() + ".before-" + log.toString().substring(0, LOG_ID_DIGITS);
        Path aside = path.resolveSibling(before);
        for (int i = 2; disk.stat(aside) != null; i++) {
            aside = path.resolveSibling(before + '.' + i);
        }
        disk.rename(path, aside);
        disk.forceFolder(requireNonNull(path.toAbsolutePath().getParent()));
        LOG.warn("a file that this log did not begin was set aside: path={} now={}", path, aside);
    }
}
