package org.iomap.cli.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.iomap.cli.Main;
import org.iomap.emulator.configuration.ListenUri;
import org.iomap.emulator.configuration.MachineDefinition;
import org.iomap.emulator.configuration.ServerConfiguration;
import org.iomap.emulator.kernel.BusErrorSetting;
import org.iomap.emulator.kernel.KernelConfiguration;
import org.iomap.emulator.server.Server;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import picocli.CommandLine;

/** A service with the built-in machine, for a class of tests, and the command that talks to it. */
final class Service implements BeforeAllCallback, AfterAllCallback {
    private final MachineDefinition machine;
    private Path directory;
    private Server server;

    /** What a command left behind. */
    record Result(int status, List<String> out, List<String> err) {
        /** The one line that was printed. */
        String line() {
            if (out.size() != 1) {
                throw new AssertionError(this);
            }
            return out.get(0);
        }
    }

    Service() {
        this(MachineDefinition.builtIn());
    }

    Service(MachineDefinition machine) {
        this.machine = machine;
    }

    /** Rule 22: an access that nothing answers is a machine check. */
    static Service withMachineChecks() {
        MachineDefinition plain = MachineDefinition.builtIn();
        KernelConfiguration kernel = plain.kernel();
        return new Service(new MachineDefinition(
                plain.name(),
                plain.machine(),
                new KernelConfiguration(
                        BusErrorSetting.HPMC,
                        kernel.ioctlReturnsAddress(),
                        kernel.drivers(),
                        kernel.deviceFiles(),
                        kernel.limits()),
                plain.access(),
                plain.limits()));
    }

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        directory = Files.createTempDirectory("iomap");
        ListenUri socket = new ListenUri.Unix(directory.resolve("iomap.sock"));
        server = Server.start(
                new ServerConfiguration(
                        List.of(socket), null, null, 0, ServerConfiguration.DEFAULT_SOCKET_MODE, machine.limits()),
                List.of(machine));
    }

    @Override
    public void afterAll(ExtensionContext context) {
        server.close();
    }

    String uri() {
        return "unix:" + directory.resolve("iomap.sock");
    }

    /** Runs {@code iomap} with these words, and {@code --connect} where they do not have it. */
    Result iomap(String... words) {
        List<String> arguments = new ArrayList<>(List.of(words));
        if (!arguments.contains("--connect") && takesConnect(words[0])) {
            arguments.addAll(List.of("--connect", uri()));
        }
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine command = Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        int status = command.execute(arguments.toArray(String[]::new));
        return new Result(
                status, out.toString().lines().toList(), err.toString().lines().toList());
    }

    private static boolean takesConnect(String verb) {
        Map<String, CommandLine> verbs = Main.commandLine().getSubcommands();
        return verbs.containsKey(verb) && verbs.get(verb).getCommandSpec().findOption("--connect") != null;
    }
}
