package org.iomap.emulator;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What to type after the service has started. */
final class NextCommand {
    private static final String COMMAND_LINE_JAR = "iomap.jar";

    private NextCommand() {}

    /** Lists the device files of the machine; {@code uri} is named unless it is where commands look first. */
    static String list(String uri) {
        String connect = uri.equals(SocketDirectory.own().socket().toString()) ? "" : " --connect " + uri;
        return commandLine() + " ls" + connect + " /dev";
    }

    /** Where the build put it beside us, as one would write it here. */
    private static String commandLine() {
        Path ourselves = ourselves();
        Path jar = ourselves.endsWith(COMMAND_LINE_JAR)
                ? ourselves
                : ourselves
                        .resolveSibling("../../client/cli/target/" + COMMAND_LINE_JAR)
                        .normalize();
        if (!Files.exists(jar)) {
            return "iomap";
        }
        Path here = Path.of("").toAbsolutePath();
        return "java -jar " + (jar.startsWith(here) ? here.relativize(jar) : jar);
    }

    private static Path ourselves() {
        try {
            return Path.of(NextCommand.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException unusual) {
            return Path.of("iomapd.jar");
        }
    }
}
