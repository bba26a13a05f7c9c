package org.iomap.c;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** What a test needs that is no part of the project: where it is not installed, the test is reported as skipped. */
final class Tools {
    /** The module's folder: tests run in it. */
    static final Path HERE = Path.of("").toAbsolutePath();

    /** What make made. */
    static final Path TARGET = HERE.resolve("target");

    private Tools() {}

    /** Skips the test unless all these commands are there. */
    static void require(String... commands) {
        for (String command : commands) {
            assumeTrue(isThere(command), () -> "skipped: no " + command);
        }
    }

    /** Skips the test where the library was not made, for want of a compiler. */
    static Path made(String name) {
        require("gcc", "make");
        Path file = TARGET.resolve(name);
        assumeTrue(Files.exists(file), () -> "skipped: not made: " + name);
        return file;
    }

    private static boolean isThere(String command) {
        return Arrays.stream(System.getenv("PATH").split(":"))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, command)));
    }
}
