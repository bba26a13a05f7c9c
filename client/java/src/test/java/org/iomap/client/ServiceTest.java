package org.iomap.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.iomap.protocol.Errno;
import org.iomap.protocol.EventKind;
import org.iomap.protocol.Faulted;
import org.iomap.protocol.FrameBufferEntry;
import org.iomap.protocol.InterruptRaised;
import org.iomap.protocol.Limit;
import org.iomap.protocol.MachineEntry;
import org.iomap.protocol.ModuleEntry;
import org.iomap.protocol.ProtocolCode;
import org.iomap.protocol.RefusedCode;
import org.iomap.protocol.Signal;
import org.iomap.protocol.TerminalOutput;
import org.iomap.protocol.Waited;
import org.iomap.protocol.Width;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@DisplayName("The real service")
class ServiceTest {
    private static final Service SERVICE = new Service();
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final long SCRATCH = 0x807;
    private static final long MOUSE = 0xFFD0_8100L;

    private final RemoteProcess process = RemoteProcess.connect(SERVICE.unix());

    @AfterEach
    void close() {
        process.close();
    }

    @AfterAll
    static void stop() throws Exception {
        SERVICE.close();
    }

    private Window uart() {
        return process.map(process.open("/dev/uart0", RemoteProcess.O_RDWR));
    }

    @Test
    void rule_28_the_example_of_the_page_maps_64_MiB_at_their_physical_address() {
        int fd = process.open("/dev/gsc0", RemoteProcess.O_RDWR);
        try (Window window = process.map(fd)) {
            assertThat("actual address = 0x%08x".formatted(window.address())).isEqualTo("actual address = 0xf4000000");
            assertThat(window.size()).isEqualTo(64L << 20);
            assertThat(window.getInt(0x10)).isEqualTo(0x0011_2233);
        }
        process.close(fd);
    }

    @Test
    void rule_21_an_access_outside_any_window_is_SIGSEGV() {
        SignalException failure =
                catchThrowableOfType(SignalException.class, () -> process.load(Width.WORD, 0xF400_0000L));

        assertThat(failure.signal()).isEqualTo(Signal.SIGSEGV);
        assertThat(failure.code()).isEqualTo(Signal.SEGV_MAPERR);
        assertThat(failure.address()).isEqualTo(0xF400_0000L);
        assertThat(failure.rule()).isEqualTo(21);
    }

    @Test
    void rule_18_a_window_is_unmapped_once() {
        Window window = uart();
        window.close();
        window.close();

        assertThatThrownBy(() -> window.getByte(SCRATCH)).isInstanceOf(SignalException.class);
    }

    @Test
    void rule_27_a_closed_descriptor_is_EBADF() {
        int fd = process.open("/dev/null", RemoteProcess.O_RDWR);
        process.close(fd);

        assertThatThrownBy(() -> process.read(fd, 1))
                .isInstanceOfSatisfying(
                        ErrnoException.class,
                        failure -> assertThat(failure.errno()).isEqualTo(Errno.EBADF));
        assertThatThrownBy(() -> process.map(99))
                .isInstanceOfSatisfying(
                        ErrnoException.class,
                        failure -> assertThat(failure.errno()).isEqualTo(Errno.EBADF));
    }

    @Nested
    class Files_and_descriptors {
        @Test
        void a_null_device_takes_everything_and_gives_nothing() {
            int fd = process.open("/dev/null", RemoteProcess.O_RDWR);
            int again = process.dup(fd);

            assertThat(again).isEqualTo(fd + 1);
            assertThat(process.write(again, new byte[100])).isEqualTo(100);
            assertThat(process.read(fd, 100)).isEmpty();
        }

        @Test
        void a_directory_lists_its_files_and_stat_describes_them() {
            assertThat(process.readdir("/dev")).contains("gsc0", "null", "uart0");
            FileStatus status = process.stat("/dev/gsc0");

            assertThat(status.isCharacterSpecial()).isTrue();
            assertThat(status.isDirectory()).isFalse();
            assertThat(status.minor()).isEqualTo(0x40_00E1);
            assertThat(status.permissions()).isEqualTo(0666);
            assertThat(process.stat("/dev").isDirectory()).isTrue();
            assertThat(process.drivers()).anyMatch(driver -> driver.major() == status.major());
        }

        @Test
        void special_files_are_made_and_changed_by_uid_0() {
            try (RemoteProcess root =
                    RemoteProcess.to(SERVICE.unix()).identity(0, 0).connect()) {
                int device = (int) root.stat("/dev/gsc0").device();
                root.mknod("/dev/mine", 0020644, device);
                root.chmod("/dev/mine", 0600);
                root.chown("/dev/mine", 7, 8);
                FileStatus status = root.stat("/dev/mine");
                root.unlink("/dev/mine");

                assertThat(status.permissions()).isEqualTo(0600);
                assertThat(status.uid()).isEqualTo(7);
                assertThat(status.gid()).isEqualTo(8);
                assertThatThrownBy(() -> root.stat("/dev/mine"))
                        .isInstanceOfSatisfying(
                                ErrnoException.class,
                                failure -> assertThat(failure.errno()).isEqualTo(Errno.ENOENT));
            }
        }

        @Test
        void getpid_says_who_the_process_is() {
            assertThat(process.getpid().pid()).isEqualTo(process.welcome().pid());
        }
    }

    @Nested
    class A_plain_file {
        private static final String PATH = "/tmp/notes";

        @AfterEach
        void unlink() {
            process.unlink(PATH);
        }

        @Test
        void is_written_sought_and_read() {
            int fd = process.open(PATH, RemoteProcess.O_RDWR | RemoteProcess.O_CREAT | RemoteProcess.O_EXCL);
            assertThat(process.write(fd, new byte[] {1, 2, 3, 4})).isEqualTo(4);
            assertThat(process.lseek(fd, -3, RemoteProcess.SEEK_CUR)).isEqualTo(1);
            assertThat(process.read(fd, 2)).containsExactly(2, 3);
            process.ftruncate(fd, 2);
            assertThat(process.lseek(fd, 0, RemoteProcess.SEEK_END)).isEqualTo(2);
        }

        @Test
        void is_made_once() {
            process.open(PATH, RemoteProcess.O_RDWR | RemoteProcess.O_CREAT);

            assertThatThrownBy(() ->
                            process.open(PATH, RemoteProcess.O_RDWR | RemoteProcess.O_CREAT | RemoteProcess.O_EXCL))
                    .isInstanceOfSatisfying(
                            ErrnoException.class,
                            failure -> assertThat(failure.errno()).isEqualTo(Errno.EEXIST));
        }

        @Test
        void is_mapped_like_a_device() {
            int fd = process.open(PATH, RemoteProcess.O_RDWR | RemoteProcess.O_CREAT);
            process.ftruncate(fd, 4096);
            long address = process.mmap(
                    fd, 0, 4096, 0, RemoteProcess.PROT_READ | RemoteProcess.PROT_WRITE, RemoteProcess.MAP_SHARED);
            process.store(Width.WORD, address, 0x01020304);

            assertThat(process.read(fd, 4)).containsExactly(1, 2, 3, 4);
            assertThat(process.poll(fd, RemoteProcess.POLLIN | RemoteProcess.POLLOUT, LONG))
                    .isEqualTo(RemoteProcess.POLLIN | RemoteProcess.POLLOUT);
            process.munmap(address, 4096);
        }
    }

    @Nested
    class Frame_buffer {
        private final Window pixels = process.map(process.open("/dev/gsc0", RemoteProcess.O_RDWR));

        @Test
        void keeps_a_block_of_any_length() {
            byte[] bytes = new byte[300_000];
            new Random(7).nextBytes(bytes);
            ByteBuffer into = ByteBuffer.allocate(bytes.length);

            pixels.putBlock(0x10_0000, ByteBuffer.wrap(bytes));
            pixels.getBlock(0x10_0000, into);

            assertThat(into.flip()).isEqualTo(ByteBuffer.wrap(bytes));
        }

        @Test
        @Tag("BT-6")
        void is_filled_and_compared() {
            pixels.fill(Width.WORD, 0x1_0000, 200_000, 0x0055_AA55);
            assertThat(pixels.compare(Width.WORD, 0x1_0000, 200_000, 0x0055_AA55)
                            .equal())
                    .isEqualTo(200_000);

            pixels.putInt(0x1_0000 + 4 * 150_000, 1);

            assertThat(pixels.compare(Width.WORD, 0x1_0000, 200_000, 0x0055_AA55))
                    .satisfies(compared -> assertThat(compared.equal()).isEqualTo(150_000))
                    .satisfies(compared -> assertThat(compared.actual()).isEqualTo(1));
        }

        @Test
        @Tag("BT-3")
        void counts_what_was_done_before_a_hole() {
            ByteBuffer into = ByteBuffer.allocate(8192);

            assertThatThrownBy(() -> pixels.getBlock(0x20_0000 - 4096, into))
                    .isInstanceOfSatisfying(
                            SignalException.class,
                            failure -> assertThat(failure.signal()).isEqualTo(Signal.SIGBUS));
            assertThat(into.position()).isEqualTo(4096);
        }

        @Test
        @Tag("BT-1")
        void answers_1024_in_flight() {
            try (RemoteProcess many = RemoteProcess.to(SERVICE.unix())
                    .limit(Limit.REQUESTS_IN_FLIGHT, 1024)
                    .connect()) {
                Window window = many.map(many.open("/dev/gsc0", RemoteProcess.O_RDWR));
                Pipeline pipeline = many.pipeline();
                for (int i = 0; i < 10_000; i++) {
                    pipeline.store(Width.WORD, window.address() + 0x10_0000 + 4L * i, i);
                    pipeline.load(Width.WORD, window.address() + 0x10_0000 + 4L * i);
                }
                pipeline.complete();

                for (int i = 0; i < 10_000; i++) {
                    assertThat(pipeline.value(2 * i + 1)).isEqualTo(i);
                }
            }
        }

        @Test
        void serves_eight_threads_on_one_connection() throws Exception {
            ExecutorService threads = Executors.newFixedThreadPool(8);
            List<Future<Boolean>> results = new ArrayList<>();
            for (int thread = 0; thread < 8; thread++) {
                long offset = 0x1A_0000L + 0x1000L * thread;
                results.add(threads.submit(() -> {
                    boolean agree = true;
                    for (int i = 0; i < 1000; i++) {
                        pixels.putInt(offset + 4L * (i % 1024), i);
                        agree &= pixels.getInt(offset + 4L * (i % 1024)) == i;
                    }
                    return agree;
                }));
            }

            for (Future<Boolean> result : results) {
                assertThat(result.get(60, TimeUnit.SECONDS)).isTrue();
            }
            threads.shutdown();
        }
    }

    @Nested
    class Events {
        @Test
        @Tag("OR-3")
        void tell_of_a_posted_store_that_failed_before_the_fence_does() {
            try (Subscription faults = process.subscribe(EventKind.FAULT, "")) {
                process.post(Width.WORD, 0x4000, 1);
                assertThatThrownBy(process::fence).isInstanceOf(SignalException.class);

                assertThat(faults.next(LONG))
                        .get()
                        .isInstanceOfSatisfying(
                                Faulted.class,
                                fault -> assertThat(fault.failure().address()).isEqualTo(0x4000));
            }
        }

        @Test
        @Tag("EV-3")
        void tell_of_an_interrupt_and_wait_for_it() {
            try (Subscription interrupts = process.subscribe(EventKind.INTERRUPT, "lasi.9")) {
                process.monitor().driveLine("lasi.9", true);
                process.monitor().driveLine("lasi.9", false);

                assertThat(interrupts.next(LONG)).get().isInstanceOf(InterruptRaised.class);
                interrupts.acknowledge();
                assertThat(interrupts.await(Duration.ZERO))
                        .extracting(Waited::count)
                        .isEqualTo(0L);
            }
        }

        @Test
        void bring_what_a_serial_port_sends() {
            Window uart = uart();
            try (Subscription terminal = process.subscribe(EventKind.TERMINAL, "uart0")) {
                uart.putByte(0x800, (byte) 'x');

                assertThat(terminal.next(LONG))
                        .get()
                        .isInstanceOfSatisfying(
                                TerminalOutput.class,
                                output -> assertThat(output.data().getByte(0)).isEqualTo((byte) 'x'));
            }
        }

        @Test
        void of_a_line_that_is_not_there_are_refused() {
            assertThatThrownBy(() -> process.subscribe(EventKind.INTERRUPT, "lasi.99"))
                    .isInstanceOfSatisfying(
                            RefusedException.class,
                            failure -> assertThat(failure.code()).isEqualTo(RefusedCode.NO_SUCH));
        }
    }

    @Nested
    class Monitoring {
        private final Monitor monitor = process.monitor();

        @Test
        void peeks_at_what_a_process_stored() {
            uart().putByte(SCRATCH, (byte) 0x5A);

            assertThat(monitor.peek(Width.BYTE, 0xFFD0_5807L)).isEqualTo(0x5A);
            assertThat(monitor.physicalLoad(Width.BYTE, 0xFFD0_5807L)).isEqualTo(0x5A);
            monitor.physicalStore(Width.BYTE, 0xFFD0_5807L, 0x33);
            ByteBuffer peeked = ByteBuffer.allocate(8);
            monitor.peekBlock(Width.BYTE, 0xFFD0_5800L, peeked);
            assertThat(peeked.get(7)).isEqualTo((byte) 0x33);
        }

        @Test
        void looks_at_what_a_screen_shows() {
            FrameBufferEntry screen = monitor.frameBuffers().stream()
                    .filter(buffer -> buffer.name().equals("videolive0"))
                    .findFirst()
                    .orElseThrow();
            int line = (int) screen.width() * Integer.BYTES;
            ByteBuffer picture = ByteBuffer.allocate(line * (int) screen.height());
            monitor.physicalStore(Width.WORD, screen.address() + 300 * screen.pitch(), 0xFF01_0203L);

            monitor.picture(screen, 0, picture);

            assertThat(picture.remaining()).isZero();
            assertThat(picture.getInt(0)).isEqualTo(0x0011_2233);
            assertThat(picture.getInt(300 * line)).isEqualTo(0x0001_0203);
        }

        @Test
        void finds_no_screen_of_another_name_and_no_line_beyond_its_last() {
            FrameBufferEntry screen = monitor.frameBuffers().get(0);
            FrameBufferEntry other = new FrameBufferEntry(0, screen.width(), 1, 0, 1, "other");
            ByteBuffer lines = ByteBuffer.allocate((int) screen.width() * Integer.BYTES * 2);

            assertThatThrownBy(() -> monitor.picture(other, 0, lines))
                    .isInstanceOfSatisfying(
                            RefusedException.class,
                            failure -> assertThat(failure.code()).isEqualTo(RefusedCode.NO_SUCH));
            assertThatThrownBy(() -> monitor.picture(screen, screen.height() - 1, lines))
                    .isInstanceOfSatisfying(
                            ProtocolFailedException.class,
                            failure -> assertThat(failure.code()).isEqualTo(ProtocolCode.PAYLOAD));
        }

        @Test
        void lists_what_there_is() {
            uart();

            assertThat(process.machines()).extracting(MachineEntry::name).containsExactly("b160l");
            assertThat(process.modules()).extracting(ModuleEntry::name).contains("lasi", "uart0", "dino");
            assertThat(monitor.registers("uart0"))
                    .anyMatch(register -> register.name().equals("LSR"));
            assertThat(monitor.frameBuffers()).isNotEmpty();
            assertThat(monitor.mappings())
                    .anyMatch(mapping -> mapping.pid() == process.welcome().pid());
            assertThat(monitor.crashReport().crashes()).isZero();
            assertThat(monitor.clock().kind()).isEqualTo(Monitor.CLOCK_REAL);
            assertThat(process.limits()).containsKey(Limit.MESSAGE_BYTES);
        }

        @Test
        void moves_a_mouse() {
            monitor.physicalStore(Width.BYTE, MOUSE + 0x8, 0x01);
            monitor.physicalStore(Width.BYTE, MOUSE + 0x4, 0xF4);
            monitor.movePointer("mouse", 1, -40, 0, 0);

            assertThat(monitor.physicalLoad(Width.BYTE, MOUSE + 0x4)).isEqualTo(0xFA);
            assertThat(monitor.physicalLoad(Width.BYTE, MOUSE + 0x4)).isEqualTo(0x19);
            assertThat(monitor.physicalLoad(Width.BYTE, MOUSE + 0x4)).isEqualTo(0xF6);
        }

        @Test
        void types_into_a_terminal() {
            assertThat(monitor.terminalInput("uart1", new byte[] {'a', 'b'})).isEqualTo(2);
        }
    }

    @Test
    void serves_TCP_as_well() {
        try (RemoteProcess other = RemoteProcess.connect(SERVICE.tcp())) {
            Window window = other.map(other.open("/dev/gsc0", RemoteProcess.O_RDWR));

            assertThat(window.getInt(0x10)).isEqualTo(0x0011_2233);
            assertThatThrownBy(() -> other.monitor().peek(Width.WORD, 0xF400_0000L))
                    .isInstanceOfSatisfying(
                            RefusedException.class,
                            failure -> assertThat(failure.code()).isEqualTo(RefusedCode.RIGHT));
        }
    }

    @Test
    @Tag("HS-2")
    void refuses_a_machine_that_it_does_not_have() {
        RefusedException failure = catchThrowableOfType(
                RefusedException.class,
                () -> RemoteProcess.to(SERVICE.unix()).machine("c3000").connect());

        assertThat(failure.code()).isEqualTo(RefusedCode.MACHINE);
    }

    @Test
    @Tag("EN-2")
    void ends_a_process_that_exits() {
        process.exit(3);

        assertThat(process.isAlive()).isFalse();
        assertThatThrownBy(process::ping).isInstanceOf(ConnectionLostException.class);
    }

    @Test
    @Tag("EN-1")
    void says_goodbye_when_it_stops() throws Exception {
        Service service = new Service();
        try (RemoteProcess other = RemoteProcess.connect(service.unix())) {
            service.close();

            assertThatThrownBy(() -> other.load(Width.WORD, 0))
                    .isInstanceOfSatisfying(
                            ConnectionLostException.class,
                            lost -> assertThat(lost.opcode()).isNotNull());
            assertThat(other.goAway()).isPresent();
        }
    }
}
