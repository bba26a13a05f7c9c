package org.iomap.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.iomap.client.driver.RemoteDriver;
import org.iomap.driver.CharacterDevice;
import org.iomap.driver.Driver;
import org.iomap.driver.DriverException;
import org.iomap.driver.FileOperations;
import org.iomap.driver.InterruptHandler;
import org.iomap.driver.IoctlArgument;
import org.iomap.driver.Ioremap;
import org.iomap.driver.Irq;
import org.iomap.driver.Kernel;
import org.iomap.driver.MemoryArea;
import org.iomap.driver.OpenFile;
import org.iomap.driver.PciDevice;
import org.iomap.driver.Rights;
import org.iomap.protocol.Acknowledge;
import org.iomap.protocol.Bye;
import org.iomap.protocol.CallAbandoned;
import org.iomap.protocol.Called;
import org.iomap.protocol.Complete;
import org.iomap.protocol.Done;
import org.iomap.protocol.Errno;
import org.iomap.protocol.InterruptRaised;
import org.iomap.protocol.Iounmap;
import org.iomap.protocol.Operation;
import org.iomap.protocol.PageRange;
import org.iomap.protocol.PciEnable;
import org.iomap.protocol.Printk;
import org.iomap.protocol.Registered;
import org.iomap.protocol.Request;
import org.iomap.protocol.StoreBlock;
import org.iomap.protocol.Unsubscribe;
import org.iomap.protocol.WakeUp;
import org.iomap.protocol.Width;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("A driver at the other end of a connection")
class RemoteDriverTest {
    private static final Called OPEN = KernelPeer.call(1, Operation.OPEN, 0, 0, 0);

    /** Notes who calls it, and does what a test wants. */
    private static class Noting implements Driver, FileOperations {
        final List<String> notes = Collections.synchronizedList(new ArrayList<>());

        @Override
        public String name() {
            return "noting";
        }

        @Override
        public void init(Kernel kernel) {
            kernel.registerChrdev(0, this);
        }

        @Override
        public void exit() {
            notes.add("exit");
        }

        @Override
        public void open(OpenFile file) {
            notes.add("open %d %d 0x%x by %d %d %d"
                    .formatted(file.major(), file.minor(), file.flags(), file.pid(), file.uid(), file.gid()));
            file.privateData("mine");
        }

        @Override
        public void release(OpenFile file) {
            notes.add("release " + file.privateData());
        }
    }

    /** Opens, makes one more call, and returns the answer to it. */
    private static Complete answerOf(Driver driver, Called call) throws Exception {
        KernelPeer kernel = new KernelPeer(OPEN, call);
        try (Peer peer = new Peer(kernel);
                RemoteDriver running = RemoteDriver.start(peer.uri(), driver)) {
            assertThat(running).isNotNull();
            assertThat(kernel.answer().errno()).isZero();
            return kernel.answer();
        }
    }

    private static Complete answerTo(Called call, FileOperations operations) throws Exception {
        Driver driver = new Noting() {
            @Override
            public void init(Kernel kernel) {
                kernel.registerChrdev(0, operations);
            }
        };
        return answerOf(driver, call);
    }

    @Nested
    class A_call {
        @Test
        void of_open_tells_who_opens_what() throws Exception {
            Noting driver = new Noting();
            answerOf(driver, KernelPeer.call(2, Operation.POLL, 0, 0, 0));

            assertThat(driver.notes.get(0)).isEqualTo("open 77 3 0x10002 by 9 1000 100");
        }

        @Test
        void of_read_is_answered_with_the_bytes() throws Exception {
            Complete answer = answerTo(KernelPeer.call(2, Operation.READ, 0, 6, 100), new FileOperations() {
                @Override
                public int read(OpenFile file, ByteBuffer into, long position) {
                    into.put("at %d, %d bytes"
                            .formatted(position, into.remaining())
                            .getBytes(StandardCharsets.US_ASCII));
                    return into.position() - 1;
                }
            });

            assertThat(answer.data().toString(StandardCharsets.US_ASCII)).isEqualTo("at 6, 100 byte");
            assertThat(answer.result()).isEqualTo(14);
        }

        @Test
        void of_read_asks_for_no_more_than_an_answer_carries() throws Exception {
            Complete answer = answerTo(KernelPeer.call(2, Operation.READ, 0, 0, 1L << 40), new FileOperations() {
                @Override
                public int read(OpenFile file, ByteBuffer into, long position) {
                    return into.position(into.limit()).limit();
                }
            });

            assertThat(answer.errno()).isZero();
            assertThat(answer.result()).isBetween(65_000L, 65_536L);
        }

        @Test
        void of_write_has_the_bytes() throws Exception {
            byte[] bytes = {1, 2, 3, 4};
            Called call = KernelPeer.call(2, Operation.WRITE.number(), 0, 0, 0, Unpooled.wrappedBuffer(bytes));
            Complete answer = answerTo(call, new FileOperations() {
                @Override
                public int write(OpenFile file, ByteBuffer from, long position) {
                    return from.getInt() == 0x01020304 ? 4 : 0;
                }
            });

            assertThat(answer.result()).isEqualTo(4);
        }

        @Test
        void of_ioctl_has_an_argument_and_leaves_one() throws Exception {
            Complete answer = answerTo(KernelPeer.call(2, Operation.IOCTL, 0xC004_4D01L, 0, 0), new FileOperations() {
                @Override
                public long ioctl(OpenFile file, long request, IoctlArgument argument) {
                    argument.set(argument.get() - request + 8);
                    return 7;
                }
            });

            assertThat(answer.argument()).isEqualTo(8);
            assertThat(answer.result()).isEqualTo(7);
        }

        @Test
        void of_poll_is_answered_with_what_would_not_wait() throws Exception {
            Complete answer = answerTo(KernelPeer.call(2, Operation.POLL, 1, 0, 0), new FileOperations() {});

            assertThat(answer.result()).isEqualTo(FileOperations.POLLIN | FileOperations.POLLOUT);
        }

        @Test
        void of_release_has_no_answer() throws Exception {
            Noting driver = new Noting();
            KernelPeer kernel = new KernelPeer(
                    OPEN, KernelPeer.call(2, Operation.RELEASE, 0, 0, 0), KernelPeer.call(3, Operation.POLL, 0, 0, 0));
            try (Peer peer = new Peer(kernel);
                    RemoteDriver running = RemoteDriver.start(peer.uri(), driver)) {
                assertThat(running).isNotNull();
                assertThat(kernel.answer().call()).isEqualTo(1);
                Complete late = kernel.answer();

                assertThat(late.call()).isEqualTo(3);
                assertThat(late.errno()).as("the file is closed").isEqualTo(Errno.EIO.number());
                assertThat(driver.notes).contains("release mine");
            }
        }
    }

    @Nested
    class A_call_of_mmap {
        private Complete filled(Consumer<MemoryArea> driver) throws Exception {
            return answerTo(KernelPeer.call(2, Operation.MMAP, 3, 0x1000, 0x3000), new FileOperations() {
                @Override
                public void mmap(OpenFile file, MemoryArea area) {
                    assertThat(file.flags()).isEqualTo(OpenFile.O_RDWR | OpenFile.O_NONBLOCK);
                    driver.accept(area);
                }
            });
        }

        @Test
        void is_answered_with_pages() throws Exception {
            Complete answer = filled(area -> {
                area.remapPfnRange(0x1000, 0xF200_0000L + area.offset(), 0x2000);
                area.remapPfnRange(0, 0xF100_0000L, 0x1000);
            });

            assertThat(answer.pages())
                    .containsExactly(
                            new PageRange(0x1000, 0xF200_1000L, 0x2000), new PageRange(0, 0xF100_0000L, 0x1000));
        }

        @Test
        void says_what_was_asked_for() throws Exception {
            List<Object> asked = new ArrayList<>();
            filled(area -> asked.addAll(
                    List.of(area.address(), area.length(), area.offset(), area.protection(), area.isShared())));

            assertThat(asked).containsExactly(3L, 0x3000L, 0x1000L, 3, true);
        }

        @Test
        void takes_no_pages_outside_the_area_nor_twice_nor_in_part() throws Exception {
            assertThat(filled(area -> area.remapPfnRange(0x1000, 0, 0x3000)).errno())
                    .isEqualTo(Errno.EINVAL.number());
            assertThat(filled(area -> area.remapPfnRange(-0x1000, 0, 0x1000)).errno())
                    .isEqualTo(Errno.EINVAL.number());
            assertThat(filled(area -> area.remapPfnRange(0, 0x10, 0x1000)).errno())
                    .isEqualTo(Errno.EINVAL.number());
            assertThat(filled(area -> {
                                area.remapPfnRange(0, 0, 0x2000);
                                area.remapPfnRange(0x1000, 0, 0x1000);
                            })
                            .errno())
                    .isEqualTo(Errno.EINVAL.number());
        }
    }

    @Nested
    class A_call_that_fails {
        private Complete failing(RuntimeException failure) throws Exception {
            return answerTo(KernelPeer.call(2, Operation.IOCTL, 0, 0, 0), new FileOperations() {
                @Override
                public long ioctl(OpenFile file, long request, IoctlArgument argument) {
                    throw failure;
                }
            });
        }

        @Test
        void has_the_errno_and_text_of_the_driver() throws Exception {
            Complete answer = failing(new DriverException(Errno.EAGAIN, "nothing yet"));

            assertThat(answer.errno()).isEqualTo(Errno.EAGAIN.number());
            assertThat(answer.text()).isEqualTo("nothing yet");
        }

        @Test
        void by_a_mistake_is_EIO_and_is_told_to_the_programmer() throws Exception {
            LinkedBlockingQueue<Throwable> told = new LinkedBlockingQueue<>();
            Thread.setDefaultUncaughtExceptionHandler((thread, mistake) -> told.add(mistake));
            try {
                Complete answer = failing(new IllegalStateException("x".repeat(1000)));

                assertThat(answer.errno()).isEqualTo(Errno.EIO.number());
                assertThat(answer.text())
                        .startsWith("java.lang.IllegalStateException")
                        .hasSize(256);
                assertThat(told.poll(30, TimeUnit.SECONDS)).isInstanceOf(IllegalStateException.class);
            } finally {
                Thread.setDefaultUncaughtExceptionHandler(null);
            }
        }

        @Test
        void because_the_driver_has_no_such_method_is_what_Linux_says() throws Exception {
            FileOperations nothing = new FileOperations() {};

            assertThat(answerTo(KernelPeer.call(2, Operation.READ, 0, 0, 1), nothing)
                            .errno())
                    .isEqualTo(Errno.ENODEV.number());
            assertThat(answerTo(KernelPeer.call(2, Operation.IOCTL, 0, 0, 0), nothing)
                            .errno())
                    .isEqualTo(Errno.ENOTTY.number());
        }

        @Test
        void because_nobody_knows_the_operation_is_ENOSYS() throws Exception {
            Called strange = KernelPeer.call(2, 99, 0, 0, 0, Unpooled.EMPTY_BUFFER);

            assertThat(answerTo(strange, new FileOperations() {}).errno()).isEqualTo(Errno.ENOSYS.number());
        }

        @Test
        void because_it_says_more_bytes_than_it_has_is_EIO() throws Exception {
            Complete answer = answerTo(KernelPeer.call(2, Operation.READ, 0, 0, 10), new FileOperations() {
                @Override
                public int read(OpenFile file, ByteBuffer into, long position) {
                    return 5;
                }
            });

            assertThat(answer.errno()).isEqualTo(Errno.EIO.number());
        }
    }

    @Test
    void an_open_that_was_abandoned_is_released() throws Exception {
        Noting driver = new Noting();
        KernelPeer kernel =
                new KernelPeer(OPEN).then(new CallAbandoned(1), KernelPeer.call(2, Operation.POLL, 0, 0, 0));
        try (Peer peer = new Peer(kernel);
                RemoteDriver running = RemoteDriver.start(peer.uri(), driver)) {
            assertThat(running).isNotNull();
            kernel.answer();
            kernel.answer();

            assertThat(driver.notes).contains("release mine");
        }
    }

    @Nested
    class An_interrupt {
        private final InterruptRaised raised = new InterruptRaised(1, KernelPeer.IRQ, 1, 2, 100);

        private Noting handling(InterruptHandler handler) {
            return new Noting() {
                @Override
                public void init(Kernel kernel) {
                    kernel.requestIrq("dino.1", handler);
                    super.init(kernel);
                }
            };
        }

        @Test
        void is_acknowledged_when_the_handler_has_returned() throws Exception {
            LinkedBlockingQueue<Long> counts = new LinkedBlockingQueue<>();
            KernelPeer kernel = new KernelPeer(raised);
            try (Peer peer = new Peer(kernel);
                    RemoteDriver running = RemoteDriver.start(peer.uri(), handling(counts::add))) {
                assertThat(running).isNotNull();
                assertThat(kernel.next(Acknowledge.class).subscription()).isEqualTo(KernelPeer.IRQ);
                assertThat(counts).containsExactly(2L);
            }
        }

        @Test
        void stays_masked_when_the_handler_made_a_mistake() throws Exception {
            KernelPeer kernel = new KernelPeer(raised, OPEN);
            Noting driver = handling(count -> {
                throw new DriverException(Errno.EFAULT, "nobody answers");
            });
            try (Peer peer = new Peer(kernel);
                    RemoteDriver running = RemoteDriver.start(peer.uri(), driver)) {
                assertThat(running).isNotNull();
                assertThat(kernel.next(Printk.class).text()).contains("dino.1").contains("nobody answers");
                kernel.answer();
                assertThat(kernel.requests).isEmpty();
            }
        }

        @Test
        void may_be_freed_by_its_handler() throws Exception {
            LinkedBlockingQueue<Irq> irqs = new LinkedBlockingQueue<>();
            Noting driver = new Noting() {
                @Override
                public void init(Kernel kernel) {
                    irqs.add(kernel.requestIrq("dino.1", count -> irqs.remove().close()));
                    super.init(kernel);
                }
            };
            KernelPeer kernel = new KernelPeer(raised, OPEN);
            try (Peer peer = new Peer(kernel);
                    RemoteDriver running = RemoteDriver.start(peer.uri(), driver)) {
                assertThat(running).isNotNull();
                kernel.next(Unsubscribe.class);
                kernel.answer();
                assertThat(kernel.requests).isEmpty();
            }
        }
    }

    @Nested
    class The_kernel {
        private void in(Consumer<Kernel> use) throws Exception {
            Noting driver = new Noting() {
                @Override
                public void init(Kernel kernel) {
                    use.accept(kernel);
                }
            };
            try (Peer peer = new Peer(kernel);
                    RemoteDriver running = RemoteDriver.start(peer.uri(), driver)) {
                assertThat(running).isNotNull();
            }
        }

        private final KernelPeer kernel = new KernelPeer();

        @Test
        void has_PCI_functions() throws Exception {
            in(offered -> {
                PciDevice card = offered.pciDevices(0x494D, Kernel.ANY).get(0);

                assertThat(card.address()).isEqualTo("0000:01:01.2");
                assertThat(card.irq()).isEqualTo("dino.1");
                assertThat(card.resourceStart(0)).isEqualTo(0xF200_0000L);
                assertThat(card.resourceLength(0)).isEqualTo(0x4000);
                assertThat(card.resourceStart(1)).isZero();
                assertThat(card.classCode()).isEqualTo(0xFF0000);
                card.disable();
                card.setMaster();
            });

            assertThat(kernel.next(PciEnable.class).state()).as("disabled").isZero();
            assertThat(kernel.next(PciEnable.class).state())
                    .as("as before, and a bus master")
                    .isEqualTo(3);
        }

        @Test
        void maps_memory_whose_ends_are_kept() throws Exception {
            in(offered -> {
                Ioremap mapped = offered.ioremap(0xF200_0000L, 0x4000, Rights.KERNEL_RW);

                assertThat(mapped.address()).isEqualTo(0x1_F200_0000L);
                for (long offset : new long[] {-4, 0x3FFE, 0x4000, Long.MAX_VALUE}) {
                    assertThatThrownBy(() -> mapped.load(Width.WORD, offset))
                            .isInstanceOfSatisfying(
                                    DriverException.class,
                                    e -> assertThat(e.errno()).isEqualTo(Errno.EFAULT));
                }
                mapped.close();
                mapped.close();
            });

            assertThat(kernel.next(Iounmap.class).address()).isEqualTo(0x1_F200_0000L);
            assertThat(kernel.requests).doesNotHaveAnyElementsOfTypes(Iounmap.class);
        }

        @Test
        void moves_bytes_by_words_where_they_are_aligned() throws Exception {
            in(offered -> {
                Ioremap mapped = offered.ioremap(0xF200_0000L, 0x4000, Rights.KERNEL_RW);
                mapped.write(3, ByteBuffer.wrap(new byte[10]));
            });

            assertThat(blocks()).containsExactly("BYTE at 3, 1 bytes", "WORD at 4, 8 bytes", "BYTE at c, 1 bytes");
        }

        private List<String> blocks() {
            return kernel.requests.stream()
                    .filter(StoreBlock.class::isInstance)
                    .map(StoreBlock.class::cast)
                    .map(store -> "%s at %x, %d bytes"
                            .formatted(
                                    store.width(),
                                    store.address() - 0x1_F200_0000L,
                                    store.data().readableBytes()))
                    .toList();
        }
    }

    @Test
    void wakes_up_who_waits() throws Exception {
        KernelPeer kernel = new KernelPeer();
        Noting driver = new Noting() {
            @Override
            public void init(Kernel offered) {
                CharacterDevice device = offered.registerChrdev(0, this);
                device.wakeUp();
            }
        };
        try (Peer peer = new Peer(kernel);
                RemoteDriver running = RemoteDriver.start(peer.uri(), driver)) {
            assertThat(running).isNotNull();
            assertThat(kernel.next(WakeUp.class).major()).isEqualTo(KernelPeer.MAJOR);
        }
    }

    @Test
    void leaves_in_good_order() throws Exception {
        Noting driver = new Noting();
        KernelPeer kernel = new KernelPeer();
        try (Peer peer = new Peer(kernel)) {
            RemoteDriver running = RemoteDriver.start(peer.uri(), driver);
            running.close();
            running.join();

            assertThat(driver.notes).containsExactly("exit");
            assertThat(kernel.next(Bye.class)).isNotNull();
        }
    }

    @Test
    void that_cannot_work_here_was_never_there() throws Exception {
        KernelPeer kernel = new KernelPeer();
        Driver driver = new Noting() {
            @Override
            public void init(Kernel offered) {
                throw new DriverException(Errno.ENODEV, "no card");
            }
        };
        try (Peer peer = new Peer(kernel)) {
            assertThatThrownBy(() -> RemoteDriver.start(peer.uri(), driver)).isInstanceOf(DriverException.class);
            assertThat(kernel.next(Bye.class)).isNotNull();
        }
    }

    @Test
    void ends_with_its_connection_and_says_why() throws Exception {
        Noting driver = new Noting();
        Peer.Script refuses = session -> {
            session.open();
            Request request = session.next();
            session.send(new Done(request.requestId(), request.opcode()));
            request = session.next();
            session.send(new Registered(request.requestId(), KernelPeer.MAJOR));
        };
        try (Peer peer = new Peer(refuses);
                RemoteDriver running = RemoteDriver.start(peer.uri(), driver)) {
            assertThatThrownBy(running::join).isInstanceOf(ConnectionLostException.class);
            assertThat(driver.notes).containsExactly("exit");
        }
    }
}
