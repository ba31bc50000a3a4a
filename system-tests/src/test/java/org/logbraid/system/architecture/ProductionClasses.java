package org.logbraid.system.architecture;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;

/**
 * Chooses the classes that the rules are for. What tests share comes as folders of classes in a test run, and as jars once
 * they are packaged. Stateless.
 */
public final class ProductionClasses implements ImportOption {
    private static final ImportOption NO_TESTS = new DoNotIncludeTests();

    @Override
    public boolean includes(Location location) {
        return NO_TESTS.includes(location) && !location.contains("-tests.jar");
    }
}
