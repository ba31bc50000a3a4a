package org.logbraid.collector.journal.chronicle;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.logbraid.collector.journal.Journal;
import org.logbraid.collector.journal.JournalContract;
import org.logbraid.collector.journal.JournalSettings;
import org.logbraid.common.clock.SystemClock;

class ChronicleJournalTest extends JournalContract {
    @TempDir
    Path folder;

    @Override
    protected Journal open() throws IOException {
        return ChronicleJournal.open(folder.resolve("journal"), JournalSettings.DEFAULT, SystemClock.INSTANCE);
    }
}
