package org.iomap.emulator.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.iomap.protocol.Width.BYTE;
import static org.iomap.protocol.Width.DOUBLEWORD;
import static org.iomap.protocol.Width.HALFWORD;
import static org.iomap.protocol.Width.WORD;

import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.iomap.emulator.trace.Trace;
import org.iomap.protocol.BusCode;
import org.iomap.protocol.TraceKind;
import org.iomap.protocol.Width;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class IoSpaceTest {
    private static final long MEMORY = 0xF400_0000L;
    private static final long PORT = 0xFFD0_5800L;

    private final Trace trace = new Trace(1000, () -> 0);
    private final IoSpace ioSpace = new IoSpace(trace);
    private final List<String> seen = new ArrayList<>();

    /** A region of word registers that says what reaches it. */
    private final class Port implements Region {
        @Override
        public long size() {
            return 0x10;
        }

        @Override
        public long load(long offset, Width width) {
            if (width != WORD) {
                throw new BusError(BusCode.WIDTH, "words only");
            }
            seen.add("load " + offset);
            return 0x100 + offset;
        }

        @Override
        public void store(long offset, Width width, long value) {
            if (width != WORD) {
                throw new BusError(BusCode.WIDTH, "words only");
            }
            seen.add("store %d %x".formatted(offset, value));
        }

        @Override
        public long peek(long offset, Width width) {
            return 0x100 + offset;
        }
    }

    private static void assertBusError(BusCode code, ThrowingCallable access) {
        assertThatThrownBy(access)
                .isInstanceOfSatisfying(
                        BusError.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    @Nested
    class Decoding {
        @Test
        void reaches_the_region_that_answers() {
            ioSpace.add(PORT, new Port(), "port");

            assertThat(ioSpace.load(PORT + 4, WORD)).isEqualTo(0x104);
            assertThat(ioSpace.moduleAt(PORT + 0xF)).isEqualTo("port");
            assertThat(ioSpace.moduleAt(PORT + 0x10)).isEmpty();
            assertThat(ioSpace.moduleAt(0x1000)).isEmpty();
        }

        @Test
        void lets_several_regions_share_a_page() {
            ioSpace.add(PORT, new Port(), "port");
            ioSpace.add(PORT - 0x800, new Port(), "reset");
            ioSpace.add(PORT + 0x10, new Memory(0x10), "memory");

            assertThat(List.of(PORT - 0x800, PORT, PORT + 0x18))
                    .extracting(ioSpace::moduleAt)
                    .containsExactly("reset", "port", "memory");
        }

        @Test
        void refuses_a_region_where_another_is() {
            ioSpace.add(PORT, new Port(), "port");

            assertThatThrownBy(() -> ioSpace.add(PORT + 8, new Port(), "other"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("where port is");
        }

        @Test
        void rule_1_refuses_a_region_outside_of_IO_space() {
            assertThatThrownBy(() -> ioSpace.add(0xEFFF_FFF8L, new Port(), "port"))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> ioSpace.add(0xFFFF_FFF8L, new Port(), "port"))
                    .isInstanceOf(IllegalArgumentException.class);
        }

        @Test
        void rule_6_a_range_is_a_hole_when_nothing_answers_on_any_of_its_pages() {
            ioSpace.add(PORT, new Port(), "port");

            assertThat(ioSpace.isHole(PORT & -4096, 0x100))
                    .as("the page answers")
                    .isFalse();
            assertThat(ioSpace.isHole(0xFFD0_0000L, 0x10_0000)).isFalse();
            assertThat(ioSpace.isHole(0xFFD0_6000L, 0x1000)).isTrue();
            assertThat(ioSpace.isHole(0xF000_0000L, 0x0FD0_5000)).isTrue();
            assertThat(ioSpace.isHole(0xF000_0000L, 0x1000_0000)).isFalse();
        }
    }

    @Nested
    class Failing_accesses {
        @Test
        void rule_22_nothing_answers_in_a_hole() {
            assertBusError(BusCode.HOLE, () -> ioSpace.load(0xF800_0000L, WORD));
            assertBusError(BusCode.HOLE, () -> ioSpace.store(0xF800_0000L, BYTE, 1));
            assertBusError(BusCode.HOLE, () -> ioSpace.peek(0xF800_0000L, BYTE));
            assertBusError(BusCode.HOLE, () -> ioSpace.load(0x1000, WORD));
        }

        @Test
        void rule_22_a_width_that_a_module_does_not_answer_is_refused() {
            ioSpace.add(PORT, new Port(), "port");

            assertBusError(BusCode.WIDTH, () -> ioSpace.load(PORT, HALFWORD));
        }

        @Test
        void rule_23_an_unaligned_access_never_reaches_the_module() {
            ioSpace.add(PORT, new Port(), "port");

            assertBusError(BusCode.ALIGNMENT, () -> ioSpace.load(PORT + 2, WORD));
            assertBusError(BusCode.ALIGNMENT, () -> ioSpace.store(PORT + 4, DOUBLEWORD, 0));
            assertThat(seen).isEmpty();
        }

        @Test
        void leave_a_line_in_the_trace() {
            assertBusError(BusCode.HOLE, () -> ioSpace.load(0xF800_0000L, WORD));

            assertThat(trace.read(trace.end() - 1).kind()).isEqualTo(TraceKind.BUS_ERROR);
            assertThat(trace.read(trace.end() - 1).text()).isEqualTo("load of a word at 0xf8000000: nothing answers");
        }
    }

    @Nested
    class A_doubleword {
        @Test
        void is_two_words_to_a_module_the_upper_first() {
            ioSpace.add(PORT, new Port(), "port");

            ioSpace.store(PORT, DOUBLEWORD, 0x1111_2222_3333_4444L);

            assertThat(ioSpace.load(PORT + 8, DOUBLEWORD)).isEqualTo(0x0000_0108_0000_010CL);
            assertThat(ioSpace.peek(PORT + 8, DOUBLEWORD)).isEqualTo(0x0000_0108_0000_010CL);
            assertThat(seen).containsExactly("store 0 11112222", "store 4 33334444", "load 8", "load 12");
        }

        @Test
        void is_one_access_in_the_order() {
            ioSpace.add(PORT, new Port(), "port");

            ioSpace.load(PORT, DOUBLEWORD);

            assertThat(ioSpace.sequence()).isEqualTo(1);
            assertThat(trace.end()).isEqualTo(1);
        }

        @Test
        void whose_lower_word_is_in_a_hole_has_stored_the_upper() {
            ioSpace.add(PORT, new Memory(4), "word");
            AddressMap map = new AddressMap(0x10);
            map.add(0, new Port());
            ioSpace.add(PORT + 0x100, map, "map");

            assertBusError(BusCode.HOLE, () -> ioSpace.store(PORT, DOUBLEWORD, 1));
            ioSpace.store(PORT + 0x108, DOUBLEWORD, 1);
            assertThat(seen).containsExactly("store 8 0", "store 12 1");
        }
    }

    @Nested
    class Order {
        @Test
        void rule_9_every_access_has_its_place() {
            ioSpace.add(PORT, new Port(), "port");
            ioSpace.load(PORT, WORD);
            ioSpace.store(PORT, WORD, 1);
            ioSpace.peek(PORT, WORD);

            assertThat(ioSpace.sequence()).isEqualTo(2);
        }

        @Test
        @Tag("OR-1")
        void accesses_take_effect_once_and_in_the_order_made() {
            ioSpace.add(PORT, new Port(), "port");
            ioSpace.store(PORT, WORD, 1);
            ioSpace.store(PORT, WORD, 1);
            ioSpace.load(PORT, WORD);

            assertThat(seen).containsExactly("store 0 1", "store 0 1", "load 0");
        }

        @Test
        void a_store_takes_no_more_bits_than_its_width_has() {
            ioSpace.add(PORT, new Port(), "port");
            ioSpace.store(PORT, WORD, 0x1_0000_0002L);

            assertThat(seen).containsExactly("store 0 2");
        }
    }

    @Nested
    class Blocks {
        @Test
        @Tag("BT-3")
        void run_through_memory_and_modules_in_order() {
            ioSpace.add(MEMORY, new Memory(8), "memory");
            ioSpace.add(MEMORY + 8, new Port(), "port");
            ByteBuffer block = ByteBuffer.allocate(16).putLong(0, 0x0102_0304_0506_0708L);

            ioSpace.storeBlock(MEMORY, WORD, block);
            block.clear();
            ioSpace.loadBlock(MEMORY, WORD, block);

            assertThat(seen).containsExactly("store 0 0", "store 4 0", "load 0", "load 4");
            assertThat(block.getLong(0)).isEqualTo(0x0102_0304_0506_0708L);
            assertThat(block.getLong(8)).isEqualTo(0x0000_0100_0000_0104L);
            assertThat(ioSpace.sequence()).isEqualTo(8);
        }

        @Test
        @Tag("BT-3")
        void count_the_elements_done_before_a_fault() {
            ioSpace.add(MEMORY, new Memory(8), "memory");
            ByteBuffer block = ByteBuffer.allocate(16);

            assertBusError(BusCode.HOLE, () -> ioSpace.loadBlock(MEMORY, WORD, block));
            assertThat(block.position()).isEqualTo(8);
            assertThat(block.limit()).isEqualTo(16);
        }
    }

    @Nested
    class A_module_that_breaks {
        private final Region broken = new Region() {
            @Override
            public long size() {
                return 8;
            }

            @Override
            public long load(long offset, Width width) {
                throw new IllegalStateException("a mistake in the model");
            }

            @Override
            public void store(long offset, Width width, long value) {}

            @Override
            public long peek(long offset, Width width) {
                return 0;
            }
        };

        @Test
        @Tag("ER-5")
        void answers_no_more_until_it_is_repaired() {
            ioSpace.add(PORT, broken, "broken");
            ioSpace.add(MEMORY, new Memory(8), "memory");

            assertBusError(BusCode.DEVICE_FAILED, () -> ioSpace.load(PORT, WORD));
            assertBusError(BusCode.DEVICE_FAILED, () -> ioSpace.store(PORT, WORD, 1));
            assertThat(ioSpace.load(MEMORY, WORD)).as("others do not notice").isZero();
            ioSpace.repair();
            ioSpace.store(PORT, WORD, 1);
        }
    }

    @Nested
    class A_bus_master {
        @Test
        @Tag("ER-6")
        void cannot_enter_a_module_that_is_in_an_access() {
            List<BusCode> codes = new ArrayList<>();
            ioSpace.add(
                    PORT,
                    new Region() {
                        @Override
                        public long size() {
                            return 4;
                        }

                        @Override
                        public long load(long offset, Width width) {
                            return 0;
                        }

                        @Override
                        public void store(long offset, Width width, long value) {
                            try {
                                ioSpace.master("loop").store(PORT, WORD, 1);
                            } catch (BusError e) {
                                codes.add(e.code());
                            }
                        }

                        @Override
                        public long peek(long offset, Width width) {
                            return 0;
                        }
                    },
                    "loop");

            ioSpace.store(PORT, WORD, 1);
            ioSpace.load(PORT, WORD);

            assertThat(codes).containsExactly(BusCode.RE_ENTRY);
        }

        @Test
        void is_in_the_order_and_the_trace() {
            ioSpace.add(PORT, new Port(), "port");
            ioSpace.master("lasi").store(PORT, WORD, 3);

            assertThat(seen).containsExactly("store 0 3");
            assertThat(ioSpace.sequence()).isEqualTo(1);
            assertThat(trace.read(0).kind()).isEqualTo(TraceKind.STORE);
            assertThat(trace.read(0).master()).isEqualTo("lasi");
        }

        @Test
        void reaches_host_memory() {
            ioSpace.addHostMemory(new Memory(0x10000), "memory");
            Dma lasi = ioSpace.master("lasi");
            lasi.write(0x1000, ByteBuffer.wrap(new byte[] {1, 2, 3, 4, 5}));
            ByteBuffer read = ByteBuffer.allocate(4);
            lasi.read(0x1001, read);

            assertThat(read.array()).containsExactly(2, 3, 4, 5);
            assertThat(lasi.load(0x1000, WORD)).isEqualTo(0x01020304);
            assertThat(trace.read(0).master()).isEqualTo("lasi");
        }

        @Test
        void finds_no_memory_past_its_end() {
            ioSpace.addHostMemory(new Memory(0x1000), "memory");

            assertThatThrownBy(() -> ioSpace.master("lasi").load(0x1000, WORD)).hasMessageContaining("nothing answers");
        }
    }

    @Test
    void host_memory_does_not_reach_into_I_O_space() {
        assertThatThrownBy(() -> ioSpace.addHostMemory(new Memory(IoSpace.BASE + 1), "memory"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_load_or_store_allocates_nothing() {
        ioSpace.add(MEMORY, new Memory(4096), "memory");
        com.sun.management.ThreadMXBean thread = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        accessMemory(20_000);

        long before = thread.getCurrentThreadAllocatedBytes();
        accessMemory(100_000);
        long allocated = thread.getCurrentThreadAllocatedBytes() - before;

        assertThat(allocated).as("bytes for 200,000 accesses").isLessThan(10_000);
    }

    private void accessMemory(int times) {
        for (int i = 0; i < times; i++) {
            long address = MEMORY + (i & 0x3F8);
            ioSpace.store(address, DOUBLEWORD, i);
            if (ioSpace.load(address, WORD) != 0) {
                throw new AssertionError();
            }
        }
    }
}
