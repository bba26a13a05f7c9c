package org.iomap.emulator.configuration;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.iomap.emulator.kernel.BusErrorSetting;
import org.iomap.emulator.kernel.DeviceFile;
import org.iomap.emulator.kernel.KernelConfiguration;
import org.iomap.emulator.machine.B160l;
import org.iomap.emulator.machine.ClockKind;
import org.iomap.emulator.machine.MachineClock;
import org.iomap.emulator.machine.MachineConfiguration;
import org.iomap.emulator.machine.Model;
import org.iomap.protocol.Limit;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads the YAML file of a machine. Every key is explained in MACHINE-FILES.md. */
public final class MachineFile {
    static final int HIGHEST_ID = Integer.MAX_VALUE;

    private static final int MOST_TRACE_ENTRIES = 1 << 24;
    private static final long LEAST_MEMORY = 1 << 12;
    private static final long MOST_MEMORY = 1L << 30;
    private static final int HIGHEST_MINOR = 0xFF_FFFF;
    private static final MachineDefinition BUILT_IN = MachineDefinition.builtIn();

    private final Path file;
    private final Section machine;
    private final Map<Limit, Long> limits = MachineDefinition.defaultLimits();
    private LoadableDrivers loadable = LoadableDrivers.NONE;

    private MachineFile(Path file, Section machine) {
        this.file = file;
        this.machine = machine;
    }

    /** @throws ConfigurationException with every problem of the file, each with its line */
    public static MachineDefinition read(Path file) throws ConfigurationException {
        return read(file, new Problems(file.toString()));
    }

    static MachineDefinition read(Path file, Problems problems) throws ConfigurationException {
        Optional<Node> content = compose(file, problems);
        problems.refuse();
        if (content.isEmpty()) {
            throw new ConfigurationException(file + " is empty: a machine needs a name: `name: lab1`");
        }
        MachineFile machineFile = new MachineFile(file, Section.of("", content.get(), problems));
        MachineDefinition definition = machineFile.definition();
        problems.refuse();
        machineFile.rehearse(definition.machine());
        problems.refuse();
        return definition;
    }

    /**
     * Modules in each other's way, and files that are not what they should be, show when the machine is switched on.
     */
    private void rehearse(MachineConfiguration configuration) {
        try {
            new B160l(configuration.withoutOutput(), MachineClock.virtual());
        } catch (IllegalArgumentException e) {
            machine.problem(e.getMessage() + ": move one of them with the key at, or leave one out");
        } catch (UncheckedIOException e) {
            machine.problem(e.getCause().getMessage());
        }
    }

    private static Optional<Node> compose(Path file, Problems problems) throws ConfigurationException {
        LoadSettings settings = LoadSettings.builder().setLabel(file.toString()).build();
        try {
            return new Compose(settings).composeString(Files.readString(file));
        } catch (NoSuchFileException missing) {
            throw new ConfigurationException(file + ": there is no such file");
        } catch (IOException unreadable) {
            throw new ConfigurationException(file + " cannot be read as text: " + unreadable.getMessage());
        } catch (MarkedYamlEngineException notYaml) {
            int line = notYaml.getProblemMark().map(Mark::getLine).orElse(0) + 1;
            problems.add(line, "this is not YAML: " + notYaml.getProblem());
        } catch (YamlEngineException notYaml) {
            problems.add(1, "this is not YAML: " + notYaml.getMessage());
        }
        return Optional.empty();
    }

    private MachineDefinition definition() {
        readLimits(machine.section("limits"));
        loadable = loadable();
        MachineDefinition definition = new MachineDefinition(
                name(), configuration(), kernel(), new AccessReader(machine).access(), limits, loadable);
        machine.end();
        return definition;
    }

    private String name() {
        machine.require("name");
        return machine.text("name", MachineDefinition.BUILT_IN, Rule.NAME);
    }

    private MachineConfiguration configuration() {
        MachineConfiguration builtIn = MachineConfiguration.of(machine.choice("model", Model.B160L, Model.class));
        SettingReader reader = new SettingReader(file);
        return new MachineConfiguration(
                builtIn.model(),
                machine.choice("clock", builtIn.clock(), ClockKind.class),
                (int) machine.number("trace-entries", builtIn.traceEntries(), 1, MOST_TRACE_ENTRIES),
                machine.number("memory", builtIn.memoryBytes(), LEAST_MEMORY, MOST_MEMORY),
                new ModuleReader(machine, reader).modules(builtIn.modules()),
                new CardReader(reader).cards(machine, builtIn.cards()),
                machine.flag("firmware", builtIn.firmware()));
    }

    private KernelConfiguration kernel() {
        KernelConfiguration builtIn = BUILT_IN.kernel();
        return new KernelConfiguration(
                machine.choice("bus-error", builtIn.busError(), BusErrorSetting.class),
                machine.flag("ioctl-returns-address", builtIn.ioctlReturnsAddress()),
                machine.flag("strict-devmem", builtIn.strictDevmem()),
                machine.words("drivers", builtIn.drivers(), Rule.oneOf(drivers())),
                machine.has("device-files") ? deviceFiles() : builtIn.deviceFiles(),
                MachineDefinition.kernelLimits(limits));
    }

    private LoadableDrivers loadable() {
        String directory = machine.text("driver-directory", "", Rule.FILE);
        if (directory.isEmpty()) {
            return LoadableDrivers.NONE;
        }
        try {
            return LoadableDrivers.in(file.resolveSibling(directory));
        } catch (NoSuchFileException e) {
            machine.problem("driver-directory " + directory + ": no such directory");
            return LoadableDrivers.NONE;
        } catch (NotDirectoryException e) {
            machine.problem("driver-directory " + directory + ": that is no directory");
            return LoadableDrivers.NONE;
        } catch (IOException e) {
            machine.problem("driver-directory " + directory + ": " + e.getMessage());
            return LoadableDrivers.NONE;
        }
    }

    /** Those that the kernel has, and those that it can load. */
    private List<String> drivers() {
        List<String> names = new ArrayList<>(BUILT_IN.kernel().drivers());
        loadable.names().stream().sorted().forEach(names::add);
        return names;
    }

    private List<DeviceFile> deviceFiles() {
        return machine.sections("device-files").stream().map(this::deviceFile).toList();
    }

    private DeviceFile deviceFile(Section section) {
        section.require("path", "driver", "minor");
        DeviceFile deviceFile = new DeviceFile(
                section.text("path", "/dev/none", Rule.DEVICE_FILE),
                section.text("driver", "null", Rule.oneOf(drivers())),
                (int) section.number("minor", 0, 0, HIGHEST_MINOR),
                section.mode("mode", 0666),
                (int) section.number("uid", 0, 0, HIGHEST_ID),
                (int) section.number("gid", 0, 0, HIGHEST_ID));
        section.end();
        return deviceFile;
    }

    private void readLimits(Section section) {
        for (Limit limit : Limit.values()) {
            limits.put(limit, section.number(Section.spell(limit), limits.get(limit), 1, limit.ceiling()));
        }
        section.end();
    }
}
