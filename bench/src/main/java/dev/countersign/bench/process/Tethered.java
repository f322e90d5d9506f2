package dev.countersign.bench.process;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;

/// Runs the main class that the first argument names, and ends when standard input does.
final class Tethered {

    private Tethered() {}

    public static void main(String[] arguments)
            throws ClassNotFoundException, NoSuchMethodException, IllegalAccessException, InvocationTargetException {
        Thread.ofPlatform().daemon().name("tether").start(Tethered::watch);
        Class.forName(arguments[0])
                .getMethod("main", String[].class)
                .invoke(null, (Object) Arrays.copyOfRange(arguments, 1, arguments.length));
    }

    private static void watch() {
        try {
            while (System.in.read() >= 0) {
                // Nothing is ever said.
            }
        } catch (IOException e) {
            System.err.println("The tether broke: " + e.getMessage());
        }
        System.exit(0);
    }
}
