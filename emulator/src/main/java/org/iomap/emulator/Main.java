package org.iomap.emulator;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.iomap.emulator.configuration.ConfigurationException;
import org.iomap.emulator.configuration.MachineFile;

/** The command {@code iomapd}. */
public final class Main {
    static final int FAILED = 1;
    static final int WRONG_USAGE = 2;

    private Main() {}

    public static void main(String... arguments) {
        System.exit(run(List.of(arguments), System.out, System.err));
    }

    /** Returns the exit status; never, once the service runs. */
    static int run(List<String> arguments, PrintStream out, PrintStream err) {
        try {
            run(new Options(arguments), out);
            return 0;
        } catch (ConfigurationException wrong) {
            return fail(wrong, WRONG_USAGE, err);
        } catch (IOException failed) {
            return fail(failed, FAILED, err);
        }
    }

    private static void run(Options options, PrintStream out) throws ConfigurationException, IOException {
        LogConfigurator.level(options.logLevel());
        System.setProperty("io.netty.jfr.enabled", "false"); // it would load the flight recorder at every start
        Path check = options.check();
        if (options.asksForHelp()) {
            out.print(usage());
        } else if (options.asksForVersion()) {
            String version = Main.class.getPackage().getImplementationVersion();
            out.println("iomapd " + (version == null ? "(development)" : version));
        } else if (check != null) {
            out.println(check + ": machine " + MachineFile.read(check).name() + " is in order");
        } else if (options.isRehearsal()) {
            Rehearsal.perform(options.machines());
        } else {
            Service.start(options, out).serveUntilStopped();
        }
    }

    private static String usage() throws IOException {
        try (InputStream text = Main.class.getResourceAsStream("usage.txt")) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static int fail(Exception reason, int status, PrintStream err) {
        String text = reason.getMessage() == null ? reason.toString() : reason.getMessage();
        text.lines().forEach(line -> err.println("iomapd: " + line));
        return status;
    }
}
