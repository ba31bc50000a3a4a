package org.logbraid.common.testing;

import java.io.PrintStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Runs the tests of a class without a test framework and says how many fail, for whoever tries breaks: those with seeds once for
 * each seed. Knows nothing of what runs before and after each test.
 */
public final class TestsMain {
    private static final double NANOS = 1e9;

    private record Run(Method test, Object... arguments) {
        void run() throws ReflectiveOperationException {
            Constructor<?> maker = test.getDeclaringClass().getDeclaredConstructor();
            maker.setAccessible(true);
            test.setAccessible(true);
            test.invoke(maker.newInstance(), arguments);
        }
    }

    private TestsMain() {}

    /** Takes the class, the first seed, the number of seeds, and anything more to have those named that fail. */
    public static void main(String[] args) throws ClassNotFoundException {
        long first = Long.parseLong(args[1]);
        long count = Long.parseLong(args[2]);
        boolean naming = args.length > 3;
        PrintStream out = System.out;
        List<Run> runs = new ArrayList<>();
        for (Method method : Class.forName(args[0]).getDeclaredMethods()) {
            if (method.isAnnotationPresent(Test.class)) {
                runs.add(new Run(method));
            } else if (method.isAnnotationPresent(Seeds.class)) {
                for (long seed = first; seed < first + count; seed++) {
                    runs.add(new Run(method, seed));
                }
            }
        }
        int failed = 0;
        long begun = System.nanoTime();
        for (Run each : runs) {
            try {
                each.run();
            } catch (InvocationTargetException e) {
                failed++;
                if (naming) {
                    out.println(each.test().getName() + List.of(each.arguments()) + ": " + e.getCause());
                }
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        }
        out.printf("%d of %d runs fail, %.1f s%n", failed, runs.size(), (System.nanoTime() - begun) / NANOS);
    }
}
