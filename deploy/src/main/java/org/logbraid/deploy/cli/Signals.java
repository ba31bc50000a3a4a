package org.logbraid.deploy.cli;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/**
 * Signals of the operating system. The JDK's own class for them is not part of its published interface, so it is reached
 * by name; where it is missing a signal does what it does by default.
 *
 * <p>Handlers run on a thread of the JDK's.
 */
public final class Signals {
    private Signals() {}

    /**
     * Runs something at a signal, instead of what it does by default.
     *
     * @param name without {@code SIG}: {@code TERM}, {@code INT}, {@code HUP}, {@code USR1}
     * @return whether this JVM lets us
     */
    @SuppressWarnings("ReferenceEquality") // equals of a proxy would ask this very handler
    public static boolean on(String name, Runnable handler) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
            Object proxy = Proxy.newProxyInstance(
                    Signals.class.getClassLoader(), new Class<?>[] {handlerType}, (self, method, arguments) -> {
                        switch (method.getName()) {
                            case "handle" -> handler.run();
                            case "equals" -> {
                                return arguments != null && self == arguments[0];
                            }
                            case "hashCode" -> {
                                return System.identityHashCode(self);
                            }
                            default -> {
                                return "handler of " + name;
                            }
                        }
                        return null;
                    });
            signal.getMethod("handle", signal, handlerType)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
            return true;
        } catch (ReflectiveOperationException | RuntimeException e) {
            return refused(e);
        }
    }

    private static boolean refused(Exception why) {
        if (why instanceof InvocationTargetException thrown && thrown.getCause() instanceof Error error) {
            throw error;
        }
        return false;
    }
}
