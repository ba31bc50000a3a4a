package org.logbraid.deploy.cli;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.logbraid.common.HostPort;
import org.logbraid.common.settings.Setting;

/** What may be bound: beyond loopback nothing without keys, unless it is said in writing (X1). Stateless. */
public final class Addresses {
    private Addresses() {}

    /**
     * Refuses an address that cannot be bound safely.
     *
     * @param byFlag whether the address was given as a flag
     */
    public static void requireBindable(Choices choices, Setting<?> setting, boolean byFlag, HostPort address)
            throws CommandFailure {
        boolean loopback;
        try {
            loopback = InetAddress.getByName(address.host()).isLoopbackAddress();
        } catch (UnknownHostException e) {
            throw choices.refuse(
                    setting,
                    byFlag,
                    "names an unknown host, '" + address.host() + "': give an address of this machine");
        }
        if (!loopback && !Boolean.TRUE.equals(choices.file().get(Keys.INSECURE))) {
            throw choices.refuse(
                    setting,
                    byFlag,
                    "would open a port beyond this machine without keys, was '" + address
                            + "': use 127.0.0.1, or write 'insecure: true' into the settings file");
        }
    }
}
