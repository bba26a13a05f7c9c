package org.iomap.emulator.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.iomap.driver.Driver;
import org.iomap.driver.OpenFile;
import org.iomap.emulator.bus.IoSpace;
import org.iomap.emulator.kernel.Credentials;
import org.iomap.emulator.kernel.Hardware;
import org.iomap.emulator.kernel.Kernel;
import org.iomap.emulator.kernel.Timer;
import org.iomap.emulator.kernel.UserProcess;
import org.iomap.emulator.trace.Trace;
import org.iomap.protocol.DriverEntry;
import org.iomap.protocol.Width;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Drivers in jars, as a machine file names them. */
class LoadableDriversTest {
    private static final String SOURCE = """
            import java.nio.ByteBuffer;
            import org.iomap.driver.Driver;
            import org.iomap.driver.FileOperations;
            import org.iomap.driver.Kernel;
            import org.iomap.driver.OpenFile;

            public final class %1$s implements Driver, FileOperations {
                @Override
                public String name() {
                    return "%2$s";
                }

                @Override
                public void init(Kernel kernel) {
                    %3$s
                    kernel.registerChrdev(0, this).createNode("/dev/%2$s", 0, 0666);
                }

                @Override
                public int read(OpenFile file, ByteBuffer into, long position) {
                    into.put((byte) 42);
                    return 1;
                }
            }
            """;

    @TempDir
    private Path directory;

    private final Trace trace = new Trace(1000, () -> 0);
    private Path jars;

    @BeforeEach
    void makeDirectory() throws IOException {
        jars = Files.createDirectories(directory.resolve("drivers"));
    }

    @Test
    void rule_7_a_driver_that_the_machine_file_names_is_there_after_a_boot() throws Exception {
        jar("Answer", "answer", "");
        Kernel kernel = boot("drivers: [iomap, answer]");
        UserProcess process = kernel.spawn(
                new Credentials(1000, 1000, Set.of()),
                "test",
                kernel.configuration().limits());
        long handle = kernel.systemCalls()
                .open(process, "/dev/answer", OpenFile.O_RDONLY)
                .now();
        ByteBuffer into = ByteBuffer.allocate(4);

        assertThat(kernel.systemCalls().read(process, handle, into).now()).isEqualTo(1);
        assertThat(into.get(0)).isEqualTo((byte) 42);
        assertThat(kernel.drivers())
                .containsExactly(new DriverEntry(64, "iomap", "pseudo"), new DriverEntry(65, "answer", "loaded"));
        kernel.reboot();
        assertThat(kernel.drivers()).extracting(DriverEntry::name).containsExactly("iomap", "answer");
    }

    @Test
    void rule_7_a_driver_that_the_machine_file_does_not_name_is_not_there() throws Exception {
        jar("Answer", "answer", "");

        assertThat(boot("drivers: [iomap]").drivers())
                .extracting(DriverEntry::name)
                .containsExactly("iomap");
    }

    @Test
    void a_driver_that_cannot_begin_is_not_there_and_the_machine_is() throws Exception {
        jar("Broken", "broken", "if (true) throw new IllegalStateException(\"no such card\");");
        Kernel kernel = boot("drivers: [iomap, broken]");

        assertThat(kernel.drivers()).extracting(DriverEntry::name).containsExactly("iomap");
        assertThat(kernel.processes()).isEmpty();
        assertThat(Stream.iterate(0L, at -> at < trace.end(), at -> at + 1)
                        .map(at -> trace.read(at).text()))
                .anyMatch(line -> line.contains("driver broken did not begin") && line.contains("no such card"));
    }

    @Test
    void a_driver_that_no_jar_has_is_a_problem_of_the_file() {
        assertThatThrownBy(() -> boot("drivers: [iomap, missing]"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("missing")
                .hasMessageContaining("iomap");
    }

    @Test
    void two_drivers_of_one_name_are_a_problem_of_the_file() throws Exception {
        jar("One", "same", "");
        jar("Two", "same", "");

        assertThatThrownBy(() -> boot("drivers: [iomap]"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("two drivers are named same");
    }

    @Test
    void a_directory_that_is_not_there_is_a_problem_of_the_file() throws Exception {
        Files.delete(jars);

        assertThatThrownBy(() -> boot("drivers: [iomap]"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("driver-directory");
    }

    private Kernel boot(String drivers) throws IOException, ConfigurationException {
        Path file = Files.writeString(
                directory.resolve("machine.yaml"),
                "name: lab\ndriver-directory: drivers\n" + drivers + "\ndevice-files: []\n");
        MachineDefinition definition = MachineFile.read(file);
        return new Kernel(
                new IoSpace(trace),
                trace,
                definition.kernel(),
                Hardware.unknown(),
                Timer.NEVER,
                definition.loadable().byName());
    }

    private void jar(String type, String name, String begin) throws IOException {
        Path source = Files.writeString(directory.resolve(type + ".java"), SOURCE.formatted(type, name, begin));
        Path classes = Files.createDirectories(directory.resolve(type));
        List<String> arguments = List.of(
                "-proc:none",
                "-d",
                classes.toString(),
                "-cp",
                whereIs(Driver.class) + File.pathSeparator + whereIs(Width.class),
                source.toString());
        int status = ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new));
        assertThat(status).isZero();
        try (OutputStream file = Files.newOutputStream(jars.resolve(type + ".jar"));
                JarOutputStream jar = new JarOutputStream(file)) {
            put(jar, type + ".class", Files.readAllBytes(classes.resolve(type + ".class")));
            put(jar, "META-INF/services/org.iomap.driver.Driver", type.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static Path whereIs(Class<?> type) {
        return Path.of(URI.create(
                type.getProtectionDomain().getCodeSource().getLocation().toString()));
    }

    private static void put(JarOutputStream jar, String name, byte[] bytes) throws IOException {
        jar.putNextEntry(new JarEntry(name));
        jar.write(bytes);
        jar.closeEntry();
    }
}
