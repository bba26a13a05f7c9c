package org.iomap.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.iomap.client.RemoteProcess.MAP_SHARED;
import static org.iomap.client.RemoteProcess.O_RDWR;
import static org.iomap.client.RemoteProcess.POLLIN;
import static org.iomap.client.RemoteProcess.POLLOUT;
import static org.iomap.client.RemoteProcess.PROT_READ;
import static org.iomap.client.RemoteProcess.PROT_WRITE;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.iomap.client.ErrnoException;
import org.iomap.client.RemoteProcess;
import org.iomap.emulator.configuration.MachineFile;
import org.iomap.protocol.Width;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The driver of DRIVERS.md, inside the service")
@Timeout(60)
class LoadedDriverTest {
    private static final long TEACH_COPY = 0x8004_5401L;
    private static final long BUFFER = 0x2000;
    private static final long MEMORY = 0x4000;

    @TempDir
    private static Path directory;

    private static Service service;

    private final RemoteProcess process = RemoteProcess.connect(service.uri());
    private final int fd = process.open("/dev/teach", O_RDWR);

    @BeforeAll
    static void load() throws Exception {
        DriverJar.teaching(Files.createDirectory(directory.resolve("drivers")));
        Path file = Files.writeString(directory.resolve("b160l.yaml"), """
                name: b160l
                driver-directory: drivers
                drivers: [iomap, null, teach]
                """);
        service = new Service(MachineFile.read(file));
        service.beforeAll(null);
    }

    @AfterAll
    static void switchOff() {
        service.afterAll(null);
    }

    @AfterEach
    void end() {
        process.close();
    }

    @Test
    void reads_what_was_written_by_whom_it_waits_for() throws Exception {
        try (RemoteProcess reader = RemoteProcess.connect(service.uri())) {
            int its = reader.open("/dev/teach", O_RDWR);
            CompletableFuture<byte[]> read = CompletableFuture.supplyAsync(() -> reader.read(its, 100));
            process.write(fd, new byte[] {1, 2, 3, 4});

            assertThat(read.get(30, TimeUnit.SECONDS)).containsExactly(1, 2, 3, 4);
        }
    }

    @Test
    void copies_by_DMA_and_maps() {
        long memory = process.mmap(fd, 0, 0x1000, MEMORY, PROT_READ | PROT_WRITE, MAP_SHARED);
        long buffer = process.mmap(fd, 0, 0x1000, BUFFER, PROT_READ, MAP_SHARED);
        process.store(Width.WORD, memory + 0x100, 0xCAFE);
        process.ioctl(fd, TEACH_COPY, 1);
        process.ioctl(fd, TEACH_COPY, 0);

        assertThat(process.load(Width.WORD, buffer + 0x100)).isEqualTo(0xCAFE);
    }

    @Test
    void polls() {
        assertThat(process.poll(fd, POLLIN | POLLOUT, Duration.ZERO)).isEqualTo(POLLOUT);
    }

    @Test
    void fails_as_it_says() {
        assertThatThrownBy(() -> process.ioctl(fd, 0x5401, 0))
                .isInstanceOf(ErrnoException.class)
                .hasMessageContaining("the card copies, and nothing else");
    }

    @Test
    void is_listed() {
        assertThat(service.iomap("lsdev").out())
                .anySatisfy(line -> assertThat(line).contains("teach"));
    }
}
