package org.iomap.emulator;

import static java.util.stream.Collectors.joining;

import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.iomap.emulator.configuration.ConfigurationException;
import org.iomap.emulator.configuration.ListenUri;
import org.iomap.emulator.configuration.MachineDefinition;
import org.iomap.emulator.configuration.MachineFile;
import org.iomap.emulator.configuration.ServerConfiguration;
import org.iomap.emulator.configuration.TlsFiles;
import org.iomap.emulator.machine.Model;

/** The options of {@code iomapd}, as they are written and as they are meant. */
final class Options {
    private static final Pattern LOOPBACK_AND_PORT =
            Pattern.compile("(localhost|127\\.[0-9]+\\.[0-9]+\\.[0-9]+|\\[::1]):([0-9]{1,5})");
    private static final String DEFAULT_SPIN_MICROS = "50";
    private static final List<String> LOG_LEVELS = List.of("error", "warn", "info", "debug");
    static final Set<String> VALUED = Set.of(
            "listen",
            "machine",
            "check",
            "socket-mode",
            "token-file",
            "tls-certificate",
            "tls-key",
            "tls-client-ca",
            "metrics",
            "spin",
            "log");
    /** {@code --rehearse} is for the build, which makes an archive of the classes that a start needs. */
    private static final Set<String> FLAGS = Set.of("help", "version", "rehearse");

    private final Arguments arguments;

    /** @throws ConfigurationException if there is an option that is not known */
    Options(List<String> arguments) throws ConfigurationException {
        this.arguments = new Arguments(arguments, VALUED, FLAGS);
    }

    boolean asksForHelp() {
        return arguments.has("help");
    }

    boolean asksForVersion() {
        return arguments.has("version");
    }

    boolean isRehearsal() {
        return arguments.has("rehearse");
    }

    /** Null when there is nothing to check. */
    Path check() throws ConfigurationException {
        return path("check");
    }

    /** Null when it is not said where. */
    Path tokenFile() throws ConfigurationException {
        return path("token-file");
    }

    /** Null when nothing is said. */
    String logLevel() throws ConfigurationException {
        String level = arguments.one("log", null);
        if (level != null && !LOG_LEVELS.contains(level)) {
            throw new ConfigurationException("--log " + level + " is not one of " + String.join(", ", LOG_LEVELS));
        }
        return level;
    }

    List<MachineDefinition> machines() throws ConfigurationException {
        List<MachineDefinition> definitions = new ArrayList<>();
        Set<String> names = new HashSet<>();
        List<String> given = arguments.all("machine");
        for (String machine : given.isEmpty() ? List.of(MachineDefinition.BUILT_IN) : given) {
            MachineDefinition definition = machine(machine);
            if (!names.add(definition.name())) {
                throw new ConfigurationException("two machines are named " + definition.name());
            }
            definitions.add(definition);
        }
        return definitions;
    }

    private static MachineDefinition machine(String nameOrFile) throws ConfigurationException {
        for (Model model : Model.values()) {
            if (nameOrFile.equals(model.spelling())) {
                return MachineDefinition.builtIn(model);
            }
        }
        if (!Files.exists(Path.of(nameOrFile))) {
            throw new ConfigurationException(
                    "--machine " + nameOrFile + ": there is no such file, and the built-in " + "machines are "
                            + Arrays.stream(Model.values()).map(Model::spelling).collect(joining(" and ")));
        }
        return MachineFile.read(Path.of(nameOrFile));
    }

    /** Empty when the default socket is meant. */
    List<ListenUri> listen() throws ConfigurationException {
        List<ListenUri> uris = new ArrayList<>();
        for (String uri : arguments.all("listen")) {
            uris.add(ListenUri.parse(uri));
        }
        return uris;
    }

    /** Null when none of its files is given. */
    TlsFiles tls() throws ConfigurationException {
        TlsFiles files = new TlsFiles(path("tls-certificate"), path("tls-key"), path("tls-client-ca"));
        List<Path> given = Stream.of(files.certificate(), files.key(), files.clientAuthority())
                .filter(Objects::nonNull)
                .toList();
        if (given.isEmpty()) {
            return null;
        }
        if (files.certificate() == null || files.key() == null) {
            throw new ConfigurationException("--tls-certificate and --tls-key belong together");
        }
        for (Path file : given) {
            if (!Files.isReadable(file)) {
                throw new ConfigurationException(file + " cannot be read");
            }
        }
        return files;
    }

    int socketMode() throws ConfigurationException {
        String mode = arguments.one("socket-mode", Integer.toOctalString(ServerConfiguration.DEFAULT_SOCKET_MODE));
        if (!mode.matches("0?[0-7]{3}")) {
            throw new ConfigurationException("--socket-mode " + mode + " is not octal, such as 0660");
        }
        return Integer.parseInt(mode, 8);
    }

    long spinNanos() throws ConfigurationException {
        boolean isAlone = Runtime.getRuntime().availableProcessors() == 1;
        String micros = arguments.one("spin", isAlone ? "0" : DEFAULT_SPIN_MICROS);
        if (!micros.matches("[0-9]{1,6}")) {
            throw new ConfigurationException("--spin " + micros + " is not a number of microseconds, 0 to 999999");
        }
        return TimeUnit.MICROSECONDS.toNanos(Long.parseLong(micros));
    }

    /** Null when there are to be none. */
    InetSocketAddress metrics() throws ConfigurationException {
        String address = arguments.one("metrics", null);
        if (address == null) {
            return null;
        }
        Matcher matcher = LOOPBACK_AND_PORT.matcher(address);
        if (!matcher.matches() || Integer.parseInt(matcher.group(2)) > 0xFFFF) {
            throw new ConfigurationException(
                    "--metrics " + address + " is not 127.0.0.1:PORT: metrics stay on this host");
        }
        return new InetSocketAddress(matcher.group(1), Integer.parseInt(matcher.group(2)));
    }

    private Path path(String option) throws ConfigurationException {
        String name = arguments.one(option, null);
        return name == null ? null : Path.of(name);
    }
}
