package org.iomap.cli.command;

/** Whether a person sits at both ends of this command: the keyboard and the screen. */
public final class Watcher {
    private Watcher() {}

    @SuppressWarnings("SystemConsoleNull") // Java 22 to 24 say yes too often; 17 and 25 are right
    public static boolean isThere() {
        return System.console() != null;
    }
}
