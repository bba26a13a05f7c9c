package org.iomap.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.iomap.client.RemoteProcess.MAP_SHARED;
import static org.iomap.client.RemoteProcess.O_NONBLOCK;
import static org.iomap.client.RemoteProcess.O_RDWR;
import static org.iomap.client.RemoteProcess.POLLIN;
import static org.iomap.client.RemoteProcess.POLLOUT;
import static org.iomap.client.RemoteProcess.PROT_READ;
import static org.iomap.client.RemoteProcess.PROT_WRITE;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.iomap.client.DeadlineException;
import org.iomap.client.ErrnoException;
import org.iomap.client.RemoteProcess;
import org.iomap.client.Service;
import org.iomap.client.driver.RemoteDriver;
import org.iomap.protocol.Errno;
import org.iomap.protocol.Width;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The driver of DRIVERS.md, at the other end of a connection")
class TeachingDriverTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final long BIG_ENDIAN_REGISTERS = 0x1000;
    private static final long BUFFER = 0x2000;
    private static final long MEMORY = 0x4000;
    private static final byte[] WORDS = {1, 2, 3, 4, 5, 6, 7, 8};

    private final Service service = new Service();
    private final RemoteDriver driver = RemoteDriver.start(service.unix(), new TeachingDriver());
    private final RemoteProcess process = RemoteProcess.connect(service.unix());
    private int fd;

    @BeforeEach
    void open() {
        fd = process.open("/dev/teach", O_RDWR);
    }

    @AfterEach
    void close() throws IOException {
        process.close();
        driver.close();
        service.close();
    }

    @Test
    void reads_what_was_written() {
        assertThat(process.write(fd, WORDS)).isEqualTo(8);
        assertThat(process.read(fd, 100)).containsExactly(WORDS);
    }

    @Test
    void takes_as_much_as_the_queue_has_room_for() {
        assertThat(process.write(fd, new byte[100])).isEqualTo(64);
        assertThat(process.read(fd, 7)).hasSize(4);
    }

    @Test
    void lets_a_reader_wait_for_a_writer() throws Exception {
        try (RemoteProcess reader = RemoteProcess.connect(service.unix())) {
            int its = reader.open("/dev/teach", O_RDWR);
            CompletableFuture<byte[]> read = CompletableFuture.supplyAsync(() -> reader.read(its, 8));
            process.write(fd, WORDS);

            assertThat(read.get(30, TimeUnit.SECONDS)).containsExactly(WORDS);
        }
    }

    @Test
    void keeps_what_came_after_a_reader_had_given_up() {
        try (RemoteProcess hasty =
                RemoteProcess.to(service.unix()).deadline(Duration.ofSeconds(1)).connect()) {
            int its = hasty.open("/dev/teach", O_RDWR);
            assertThatThrownBy(() -> hasty.read(its, 4)).isInstanceOf(DeadlineException.class);
            hasty.ping();
            process.write(fd, WORDS);

            assertThat(process.read(fd, 8)).containsExactly(WORDS);
        }
    }

    @Test
    void does_not_let_wait_who_does_not_want_to() {
        int impatient = process.open("/dev/teach", O_RDWR | O_NONBLOCK);

        assertThatThrownBy(() -> process.read(impatient, 4))
                .isInstanceOfSatisfying(
                        ErrnoException.class, e -> assertThat(e.errno()).isEqualTo(Errno.EAGAIN));
    }

    @Test
    void says_what_would_not_wait() {
        assertThat(process.poll(fd, POLLIN | POLLOUT, Duration.ZERO)).isEqualTo(POLLOUT);
        process.write(fd, new byte[64]);
        assertThat(process.poll(fd, POLLIN | POLLOUT, LONG)).isEqualTo(POLLIN);
    }

    @Test
    void is_woken_by_an_interrupt_of_a_store_that_it_does_not_see() throws Exception {
        long card = process.mmap(fd, 0, 0x4000, 0, PROT_READ | PROT_WRITE, MAP_SHARED);
        try (RemoteProcess reader = RemoteProcess.connect(service.unix())) {
            int its = reader.open("/dev/teach", O_RDWR);
            CompletableFuture<Integer> ready = CompletableFuture.supplyAsync(() -> reader.poll(its, POLLIN, LONG));
            process.store(Width.WORD, card + BIG_ENDIAN_REGISTERS + 0x20, 0x01020304);

            assertThat(ready.get(30, TimeUnit.SECONDS)).isEqualTo(POLLIN);
            assertThat(reader.read(its, 4)).containsExactly(4, 3, 2, 1);
        }
    }

    @Test
    void maps_the_card() {
        long card = process.mmap(fd, 0, 0x4000, 0, PROT_READ | PROT_WRITE, MAP_SHARED);

        assertThat(process.load(Width.WORD, card + BIG_ENDIAN_REGISTERS)).isEqualTo(0x494F4D31);
    }

    @Test
    void copies_by_DMA() {
        long memory = process.mmap(fd, 0, 0x1000, MEMORY, PROT_READ | PROT_WRITE, MAP_SHARED);
        long buffer = process.mmap(fd, 0, 0x1000, BUFFER, PROT_READ | PROT_WRITE, MAP_SHARED);
        process.store(Width.WORD, memory + 0x100, 0xCAFE);
        process.ioctl(fd, TeachingDriver.TEACH_COPY, 1);
        process.ioctl(fd, TeachingDriver.TEACH_COPY, 0);
        assertThat(process.load(Width.WORD, buffer + 0x100)).isEqualTo(0xCAFE);

        process.store(Width.BYTE, buffer + 0x102, 0xBE);
        process.ioctl(fd, TeachingDriver.TEACH_COPY, 3);
        process.ioctl(fd, TeachingDriver.TEACH_COPY, 0);
        assertThat(process.load(Width.WORD, memory + 0x100)).isEqualTo(0xBEFE);
    }

    @Test
    void refuses_what_the_card_has_not() {
        assertThatThrownBy(() -> process.ioctl(fd, 0x5401, 0))
                .isInstanceOfSatisfying(
                        ErrnoException.class, e -> assertThat(e.errno()).isEqualTo(Errno.ENOTTY));
        assertThatThrownBy(() -> process.mmap(fd, 0, 0x2000, 0x3000, PROT_READ, MAP_SHARED))
                .isInstanceOf(ErrnoException.class);
    }

    @Test
    void leaves_files_without_a_device() {
        driver.close();

        assertThatThrownBy(() -> process.read(fd, 4))
                .isInstanceOfSatisfying(
                        ErrnoException.class, e -> assertThat(e.errno()).isEqualTo(Errno.ENXIO));
        assertThat(process.readdir("/dev")).doesNotContain("teach");
    }
}
