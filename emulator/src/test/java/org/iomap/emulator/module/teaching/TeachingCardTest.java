package org.iomap.emulator.module.teaching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.iomap.protocol.Width.BYTE;
import static org.iomap.protocol.Width.HALFWORD;
import static org.iomap.protocol.Width.WORD;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.iomap.emulator.bus.BusError;
import org.iomap.emulator.bus.IoSpace;
import org.iomap.emulator.bus.Memory;
import org.iomap.emulator.bus.Region;
import org.iomap.emulator.machine.MachineClock;
import org.iomap.emulator.trace.Trace;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class TeachingCardTest {
    private static final long STATUS = 0x10;
    private static final long EVENTS = 0x14;
    private static final long ENABLE = 0x18;
    private static final long RAISE = 0x1C;
    private static final long FIFO = 0x20;
    private static final long FIFO_LEVEL = 0x24;
    private static final long OPERAND = 0x30;
    private static final long RESULT = 0x34;
    private static final long BUSY = 0x38;
    private static final long SEMAPHORE = 0x3C;
    private static final long POSTED = 0x40;
    private static final long ARRIVED = 0x44;
    private static final long DMA_ADDRESS = 0x50;
    private static final long DMA_OFFSET = 0x54;
    private static final long DMA_LENGTH = 0x58;
    private static final long DMA_CONTROL = 0x5C;
    private static final long MILLISECOND = 1_000_000;

    private final List<Boolean> line = new ArrayList<>();
    private final MachineClock clock = MachineClock.virtual();
    private final IoSpace ioSpace = new IoSpace(new Trace(64, clock::now));
    private final TeachingCard card = new TeachingCard(clock, ioSpace.master("teaching"), line::add);
    private final Region registers = card.pushing(card.registers());

    @BeforeEach
    void host_memory() {
        ioSpace.addHostMemory(new Memory(0x1_0000), "memory");
    }

    @Test
    void says_what_it_is() {
        assertThat(load(0x00)).isEqualTo(0x494F4D31);
    }

    @Test
    void counts_the_loads_of_a_register_and_not_the_peeks() {
        registers.peek(0x08, WORD);

        assertThat(load(0x08)).isZero();
        assertThat(load(0x08)).isEqualTo(1);
        store(0x08, 0);
        assertThat(load(0x08)).isZero();
    }

    @Test
    void gives_the_semaphore_to_the_first_who_asks() {
        assertThat(registers.peek(SEMAPHORE, WORD)).isEqualTo(1);
        assertThat(load(SEMAPHORE)).isEqualTo(1);
        assertThat(load(SEMAPHORE)).isZero();
        store(SEMAPHORE, 0);
        assertThat(load(SEMAPHORE)).isEqualTo(1);
    }

    @Test
    void answers_some_registers_in_one_width_alone() {
        card.byteOnly().store(0, BYTE, 0x5A);
        card.halfwordOnly().store(0, HALFWORD, 0x1234);

        assertThat(card.byteOnly().load(0, BYTE)).isEqualTo(0x5A);
        assertThat(card.halfwordOnly().load(0, HALFWORD)).isEqualTo(0x1234);
        assertThatThrownBy(() -> card.byteOnly().load(0, WORD)).isInstanceOf(BusError.class);
        assertThatThrownBy(() -> card.halfwordOnly().load(0, BYTE)).isInstanceOf(BusError.class);
        assertThatThrownBy(() -> registers.load(0x04, BYTE)).isInstanceOf(BusError.class);
    }

    @Nested
    class Events_of_the_card {
        @Test
        void are_cleared_by_writing_ones_in_one_register_and_by_reading_in_the_other() {
            store(RAISE, 0x82);
            store(STATUS, 0x80);

            assertThat(load(STATUS)).isEqualTo(0x02);
            assertThat(load(STATUS)).isEqualTo(0x02);
            assertThat(load(EVENTS)).isEqualTo(0x82);
            assertThat(load(EVENTS)).isZero();
        }

        @Test
        void interrupt_while_they_are_enabled_and_pending() {
            store(RAISE, 0x80);
            store(ENABLE, 0x80);
            store(STATUS, 0x80);

            assertThat(line).containsExactly(false, true, false);
        }
    }

    @Nested
    class The_queue {
        @Test
        void keeps_the_order_and_says_how_full_it_is() {
            store(FIFO, 7);
            store(FIFO, 8);

            assertThat(load(FIFO_LEVEL)).isEqualTo(2);
            assertThat(load(FIFO)).isEqualTo(7);
            assertThat(load(FIFO)).isEqualTo(8);
            assertThat(load(FIFO)).isZero();
            assertThat(load(FIFO_LEVEL)).isEqualTo(0x100);
        }

        @Test
        void loses_the_seventeenth_word_and_says_so() {
            for (int i = 1; i <= 17; i++) {
                store(FIFO, i);
            }

            assertThat(load(FIFO_LEVEL)).isEqualTo(0x210);
            assertThat(load(STATUS)).isEqualTo(Events.FIFO_LEVEL | Events.FIFO_OVERRUN);
            assertThat(load(FIFO)).isEqualTo(1);
        }
    }

    @Nested
    class The_computation {
        @Test
        void takes_a_millisecond() {
            store(OPERAND, 1_000_000);
            clock.advance(MILLISECOND - 1);
            assertThat(load(BUSY)).isEqualTo(1);
            clock.advance(1);

            assertThat(load(BUSY)).isZero();
            assertThat(load(RESULT)).isEqualTo(1000);
            assertThat(load(STATUS)).isEqualTo(Events.COMPUTED);
        }

        @Test
        void refuses_another_while_it_is_busy() {
            store(OPERAND, 81);
            store(OPERAND, 100);
            clock.advance(MILLISECOND);

            assertThat(load(RESULT)).isEqualTo(9);
            assertThat(load(STATUS)).isEqualTo(Events.COMPUTED | Events.REFUSED);
        }
    }

    @Nested
    class A_posted_store {
        @Test
        void arrives_a_millisecond_later() {
            store(POSTED, 5);
            assertThat(registers.peek(ARRIVED, WORD)).isZero();
            clock.advance(MILLISECOND);

            assertThat(registers.peek(ARRIVED, WORD)).isEqualTo(5);
            assertThat(registers.peek(STATUS, WORD)).isEqualTo(Events.ARRIVED);
        }

        @Test
        void is_pushed_by_a_load_of_any_register() {
            store(POSTED, 5);
            load(0x00);

            assertThat(registers.peek(ARRIVED, WORD)).isEqualTo(5);
        }
    }

    @Nested
    class Dma {
        @Test
        void copies_from_host_memory_and_back() {
            ioSpace.storeBlock(0x1000, BYTE, ByteBuffer.wrap(new byte[] {1, 2, 3, 4}));
            copy(0x1000, 0x10, 4, 1);
            copy(0x2000, 0x10, 4, 3);

            assertThat(ioSpace.load(0x2000, WORD)).isEqualTo(0x01020304);
            assertThat(card.buffer().load(0x10, WORD)).isEqualTo(0x01020304);
            assertThat(load(STATUS)).isEqualTo(Events.DMA_DONE);
            assertThat(load(DMA_CONTROL)).isEqualTo(2);
        }

        @Test
        void fails_past_its_mask_past_its_buffer_and_where_no_memory_is() {
            for (long[] wrong :
                    new long[][] {{0x1000_0000L, 0, 4}, {0xFFFF_FFFEL, 0, 4}, {0, 0xFFE, 4}, {0x1_0000, 0, 4}}) {
                copy(wrong[0], wrong[1], wrong[2], 1);
                assertThat(load(STATUS)).isEqualTo(Events.DMA_FAILED);
                store(STATUS, Events.DMA_FAILED);
            }
        }

        @Test
        void refuses_a_command_while_it_runs() {
            store(DMA_LENGTH, 4);
            store(DMA_CONTROL, 1);
            store(DMA_CONTROL, 2);

            assertThat(load(DMA_CONTROL)).isEqualTo(1);
            assertThat(load(STATUS)).isEqualTo(Events.REFUSED);
        }

        private void copy(long address, long offset, long length, long command) {
            store(DMA_ADDRESS, address);
            store(DMA_OFFSET, offset);
            store(DMA_LENGTH, length);
            store(DMA_CONTROL, command);
            clock.advance(MILLISECOND);
        }
    }

    @Test
    void reset_ends_what_it_does() {
        store(OPERAND, 81);
        store(POSTED, 5);
        store(ENABLE, 0xFF);
        store(RAISE, 0x01);
        load(SEMAPHORE);
        store(0x0C, 0);
        clock.advance(MILLISECOND);

        assertThat(load(STATUS)).isZero();
        assertThat(load(RESULT)).isZero();
        assertThat(load(ARRIVED)).isZero();
        assertThat(load(SEMAPHORE)).isEqualTo(1);
        assertThat(line).last().isEqualTo(false);
    }

    private long load(long offset) {
        return registers.load(offset, WORD);
    }

    private void store(long offset, long value) {
        registers.store(offset, WORD, value);
    }
}
