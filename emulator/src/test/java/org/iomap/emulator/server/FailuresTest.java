package org.iomap.emulator.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.util.CharsetUtil;
import java.util.List;
import org.iomap.emulator.bus.Region;
import org.iomap.protocol.BusCode;
import org.iomap.protocol.Done;
import org.iomap.protocol.Errno;
import org.iomap.protocol.Execution;
import org.iomap.protocol.Failure;
import org.iomap.protocol.Family;
import org.iomap.protocol.Fill;
import org.iomap.protocol.Getpid;
import org.iomap.protocol.Identity;
import org.iomap.protocol.Load;
import org.iomap.protocol.Loaded;
import org.iomap.protocol.Mknod;
import org.iomap.protocol.Open;
import org.iomap.protocol.Peek;
import org.iomap.protocol.PhysicalLoad;
import org.iomap.protocol.PhysicalStore;
import org.iomap.protocol.RefusedCode;
import org.iomap.protocol.Reset;
import org.iomap.protocol.Signal;
import org.iomap.protocol.Stat;
import org.iomap.protocol.Store;
import org.iomap.protocol.Width;
import org.iomap.protocol.Write;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class FailuresTest {
    private static final long BROKEN = 0xF1E0_0000L;

    private final Desk desk = Desk.ofOwner();
    private Peer peer;

    @BeforeEach
    void open() {
        peer = desk.open();
    }

    @AfterEach
    void close() {
        desk.close();
    }

    @Test
    @Tag("ER-3")
    void of_the_bus_say_where_how_wide_which_way_and_why() {
        long window = peer.map("/dev/lasi0");

        Failure failure = peer.fail(new Store(7, Width.HALFWORD, window + 0x5802, 1));

        assertThat(failure.family()).isEqualTo(Family.BUS);
        assertThat(failure.code()).isEqualTo(BusCode.WIDTH.number());
        assertThat(failure.detail().address()).isEqualTo(window + 0x5802);
        assertThat(failure.detail().width()).isEqualTo(2);
        assertThat(failure.detail().direction()).isEqualTo(2);
        assertThat(failure.detail().module()).isEqualTo("uart0");
        assertThat(failure.detail().execution()).isEqualTo(Execution.NOT_EXECUTED.number());
        assertThat(failure.detail().rule()).isEqualTo(22);
        assertThat(failure.detail().signal()).isEqualTo(Signal.SIGBUS.number());
        assertThat(failure.detail().sequence()).isEqualTo(3);
    }

    @Test
    @Tag("ER-3")
    void of_the_bus_are_told_to_the_monitor_with_the_physical_address() {
        Failure failure = peer.fail(new PhysicalLoad(7, Width.WORD, 0xF100_0000L));

        assertThat(failure.code()).isEqualTo(BusCode.HOLE.number());
        assertThat(failure.detail().address()).isEqualTo(0xF100_0000L);
        assertThat(peer.fail(new PhysicalLoad(8, Width.WORD, 0xF400_0001L)).code())
                .isEqualTo(BusCode.ALIGNMENT.number());
        assertThat(peer.fail(new Peek(9, Width.WORD, 0xF100_0000L)).code()).isEqualTo(BusCode.HOLE.number());
        assertThat(peer.fail(new Peek(10, Width.WORD, 0x1000_0000)).family()).isEqualTo(Family.BUS);
        assertThat(peer.fail(new PhysicalStore(11, Width.WORD, -4, 0)).family()).isEqualTo(Family.BUS);
    }

    @Test
    @Tag("ER-1")
    @Tag("ER-2")
    void have_a_family_each() {
        assertThat(peer.fail(new Load(1, Width.WORD, 0)).family()).isEqualTo(Family.BUS);
        assertThat(peer.fail(new Stat(2, "/nothing")).status())
                .isEqualTo(Failure.status(Family.ERRNO, Errno.ENOENT.number()));
        assertThat(peer.fail(Peer.hello(3)).family()).isEqualTo(Family.PROTOCOL);
        try (Desk anonymous = new Desk()) {
            assertThat(anonymous.open().fail(new Reset(2)).status())
                    .isEqualTo(Failure.status(Family.REFUSED, RefusedCode.RIGHT.number()));
        }
    }

    @Test
    @Tag("ER-4")
    @Tag("DC-4")
    void have_a_short_text_without_a_byte_of_the_client() {
        String path = "/dev/\u001b[31m\u0000" + "€x".repeat(2000);
        for (Failure failure : List.of(peer.fail(new Open(1, 2, path)), peer.fail(new Stat(2, path)))) {
            String text = failure.detail().text();

            assertThat(text.getBytes(CharsetUtil.UTF_8).length).isLessThanOrEqualTo(256);
            assertThat(text).doesNotContain("\u001b", "\u0000", "€x");
        }
    }

    /** A model with a bug. */
    private static final class Broken implements Region {
        @Override
        public long size() {
            return 0x1000;
        }

        @Override
        public long load(long offset, Width width) {
            throw new IllegalStateException("a bug of the model");
        }

        @Override
        public void store(long offset, Width width, long value) {
            if (value == 13) {
                throw new StackOverflowError();
            }
            throw new IndexOutOfBoundsException(7);
        }

        @Override
        public long peek(long offset, Width width) {
            throw new IllegalStateException("a bug of the model");
        }
    }

    @Nested
    @Tag("ER-5")
    class A_module_that_breaks {
        private long window;

        @BeforeEach
        void add() {
            desk.host().machine().ioSpace().add(BROKEN, new Broken(), "broken");
            peer.ask(new Mknod(peer.id(), 0020666, 64 << 24 | 0x1e0001, "/dev/broken"), Done.class);
            window = peer.map("/dev/broken");
        }

        @Test
        void fails_alone() {
            Failure failure = peer.fail(new Load(7, Width.WORD, window));

            assertThat(failure.code()).isEqualTo(BusCode.DEVICE_FAILED.number());
            assertThat(failure.detail().execution()).isEqualTo(Execution.UNKNOWN.number());
            assertThat(failure.detail().module()).isEqualTo("broken");
            assertThat(failure.detail().text()).doesNotContain("a bug of the model", "org.iomap");
            long lasi = peer.map("/dev/lasi0");
            peer.load(Width.WORD, lasi);
        }

        @Test
        void stays_cut_off_until_a_reset() {
            peer.fail(new Store(7, Width.WORD, window, 1));

            Failure again = peer.fail(new Load(8, Width.WORD, window));
            assertThat(again.code()).isEqualTo(BusCode.DEVICE_FAILED.number());
            peer.ask(new Reset(9), Done.class);
            peer.ask(new Getpid(10), Identity.class);
            assertThat(peer.fail(new PhysicalLoad(11, Width.WORD, BROKEN)).code())
                    .isEqualTo(BusCode.DEVICE_FAILED.number());
        }

        @Test
        void in_a_peek_or_a_block_leaves_the_connection_open() {
            assertThat(peer.fail(new Peek(7, Width.WORD, BROKEN)).requestId()).isEqualTo(7);
            assertThat(peer.fail(new Fill(8, Width.WORD, window, 100, 0)).code())
                    .isEqualTo(BusCode.DEVICE_FAILED.number());
            assertThat(peer.fail(new org.iomap.protocol.LoadRepeated(9, Width.WORD, window, 100))
                            .code())
                    .isEqualTo(BusCode.DEVICE_FAILED.number());
            peer.ask(new Getpid(10), Identity.class);
        }
    }

    /** A model that stores to itself as a bus master, in the middle of a store. */
    private final class Reentrant implements Region {
        @Override
        public long size() {
            return 0x1000;
        }

        @Override
        public long load(long offset, Width width) {
            return 4711;
        }

        @Override
        public void store(long offset, Width width, long value) {
            desk.host().machine().ioSpace().master("reentrant").store(BROKEN, Width.WORD, value);
        }

        @Override
        public long peek(long offset, Width width) {
            return 0;
        }
    }

    @Test
    @Tag("ER-6")
    void of_re_entry_end_the_access_and_not_the_stack() {
        desk.host().machine().ioSpace().add(BROKEN, new Reentrant(), "reentrant");
        peer.ask(new Mknod(peer.id(), 0020666, 64 << 24 | 0x1e0001, "/dev/reentrant"), Done.class);
        long window = peer.map("/dev/reentrant");

        Failure failure = peer.fail(new Store(7, Width.WORD, window, 1));

        assertThat(failure.code()).isEqualTo(BusCode.RE_ENTRY.number());
        assertThat(failure.detail().signal()).isEqualTo(Signal.SIGBUS.number());
        assertThat(peer.ask(new Load(8, Width.WORD, window), Loaded.class).value())
                .isEqualTo(4711);
    }

    @Test
    @Tag("ER-6")
    void of_a_count_past_the_limit_cost_nothing() {
        long window = peer.map("/dev/gsc0");
        long before = desk.host().accesses();

        peer.fail(new Fill(7, Width.WORD, window, 65537, 1));

        assertThat(desk.host().accesses()).isEqualTo(before);
    }

    @Test
    @Tag("ER-1")
    void of_write_are_those_of_the_manual() {
        long handle = peer.open("/dev/gsc0");
        ByteBuf data = Unpooled.wrappedBuffer(new byte[3]);

        assertThat(peer.fail(new Write(7, handle, data)).code()).isEqualTo(Errno.ENODEV.number());
    }
}
