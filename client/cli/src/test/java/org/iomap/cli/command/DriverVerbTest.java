package org.iomap.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PipedReader;
import java.io.PipedWriter;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarOutputStream;
import org.iomap.cli.Main;
import org.iomap.client.RemoteProcess;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("iomap driver")
@Timeout(60)
class DriverVerbTest {
    @RegisterExtension
    static final Service SERVICE = new Service();

    @TempDir
    private Path directory;

    @Test
    void runs_the_driver_of_a_jar_until_it_is_interrupted() throws Exception {
        Path jar = DriverJar.teaching(directory);
        PipedWriter printed = new PipedWriter();
        BufferedReader lines = new BufferedReader(new PipedReader(printed));
        Thread command = new Thread(() -> Main.commandLine()
                .setOut(new PrintWriter(printed))
                .execute("driver", jar.toString(), "--connect", SERVICE.uri()));
        command.start();
        try (RemoteProcess process = RemoteProcess.connect(SERVICE.uri())) {
            assertThat(lines.readLine()).startsWith("teach: loaded");
            int fd = process.open("/dev/teach", RemoteProcess.O_RDWR);
            process.write(fd, new byte[] {1, 2, 3, 4});
            assertThat(process.read(fd, 4)).containsExactly(1, 2, 3, 4);

            command.interrupt();
            command.join();
            assertThat(process.readdir("/dev")).doesNotContain("teach");
        }
    }

    @Test
    void ends_when_the_driver_has_nothing_to_drive() throws IOException {
        Path jar = DriverJar.of(directory.resolve("none.jar"), "None", """
                package student;
                public final class None implements org.iomap.driver.Driver {
                    public String name() {
                        return "none";
                    }
                    public void init(org.iomap.driver.Kernel kernel) {
                        throw new org.iomap.driver.DriverException(org.iomap.protocol.Errno.ENODEV, "no such card");
                    }
                }
                """);

        Service.Result result = SERVICE.iomap("driver", jar.toString());
        assertThat(result.status()).isEqualTo(ErrorReport.FAILED);
        assertThat(result.err()).containsExactly("iomap: ENODEV: no such card");
    }

    @Test
    void refuses_a_jar_without_a_driver() throws IOException {
        Path jar = directory.resolve("empty.jar");
        new JarOutputStream(Files.newOutputStream(jar)).close();

        Service.Result result = SERVICE.iomap("driver", jar.toString());
        assertThat(result.status()).isEqualTo(ErrorReport.USAGE);
        assertThat(result.err().get(0)).contains("META-INF/services/org.iomap.driver.Driver names no driver");
    }
}
