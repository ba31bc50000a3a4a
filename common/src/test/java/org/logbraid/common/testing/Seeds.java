package org.logbraid.common.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.provider.ArgumentsSource;
import org.junit.jupiter.params.support.ParameterDeclarations;

/**
 * Runs a test once with each seed, its only argument. {@code -Dseeds.first=4711 -Dseeds.count=1} replays one run.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedTest(name = "seed {0}")
@ArgumentsSource(Seeds.Provider.class)
public @interface Seeds {
    /** How many seeds are taken when the system property does not say. */
    int usually() default 100;

    /** How many of the seeds this test takes at most: fewer where one run is long. */
    int atMost() default Integer.MAX_VALUE;

    /** Reads the range from the system properties. */
    final class Provider implements ArgumentsProvider {
        @Override
        public Stream<? extends Arguments> provideArguments(
                ParameterDeclarations parameters, ExtensionContext context) {
            long first = Long.getLong("seeds.first", 1);
            Seeds seeds = context.getRequiredTestMethod().getAnnotation(Seeds.class);
            long count = Long.getLong("seeds.count", seeds.usually()); // nothing said is an empty property
            return LongStream.range(first, first + Math.min(count, seeds.atMost()))
                    .mapToObj(Arguments::of);
        }
    }
}
