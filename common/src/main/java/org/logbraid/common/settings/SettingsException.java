package org.logbraid.common.settings;

import java.util.List;

/** A settings file that cannot be used. Its message has a line for each fault: {@code FILE:LINE:COLUMN: what}. */
public final class SettingsException extends Exception {
    private static final long serialVersionUID = 1;

    public SettingsException(List<String> faults) {
        super(String.join("\n", faults));
    }
}
