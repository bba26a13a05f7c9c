package org.iomap.emulator.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import org.iomap.protocol.TraceKind;
import org.iomap.protocol.Width;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class TraceTest {
    private final Trace trace = new Trace(200, () -> 42);

    @Test
    void keeps_who_did_what_where_and_when() {
        trace.actor(7);
        trace.access(TraceKind.STORE, 0xFFD0_5804L, Width.BYTE, 0x13);

        assertThat(trace.read(0)).isEqualTo(new Entry(0, 42, TraceKind.STORE, 7, "", 0xFFD0_5804L, 1, 0x13, "", ""));
    }

    @Test
    void learns_what_a_load_returned() {
        long line = trace.access(TraceKind.LOAD, 0xFFD0_5805L, Width.BYTE, 0);
        trace.note(TraceKind.INTERRUPT, 0xFFD0_0000L, "lasi.5 rose");
        trace.result(line, 0x60);

        assertThat(trace.read(0).value()).isEqualTo(0x60);
        assertThat(trace.read(1).text()).isEqualTo("lasi.5 rose");
        assertThat(trace.end()).isEqualTo(2);
    }

    @Test
    void keeps_the_last_lines_up_to_its_bound() {
        for (int i = 0; i < 1000; i++) {
            trace.access(TraceKind.STORE, i, Width.WORD, i);
        }

        assertThat(trace.end()).isEqualTo(1000);
        assertThat(trace.oldest()).isEqualTo(800);
        assertThat(trace.read(799)).isNull();
        assertThat(trace.read(800).value()).isEqualTo(800);
        assertThat(trace.read(999).value()).isEqualTo(999);
        assertThat(trace.read(1000)).isNull();
    }

    @Test
    void forgets_the_result_of_a_load_that_was_overwritten() {
        long line = trace.access(TraceKind.LOAD, 1, Width.WORD, 0);
        for (int i = 0; i < 200; i++) {
            trace.note(TraceKind.MACHINE, 0, "line " + i);
        }
        trace.result(line, 5);

        assertThat(trace.read(200).value()).isZero();
    }

    @Test
    void a_note_survives_the_growth_of_the_ring() {
        for (int i = 0; i < 150; i++) {
            trace.note(TraceKind.MACHINE, 0, "line " + i);
        }

        for (int i = 0; i < 150; i++) {
            assertThat(trace.read(i).text()).isEqualTo("line " + i);
        }
    }

    @Nested
    class Places {
        private int asked;

        {
            trace.resolver(new PlaceResolver() {
                @Override
                public String place(long physical, Width width, boolean store) {
                    asked++;
                    return "uart0.LSR";
                }

                @Override
                public String fields(long physical, Width width, boolean store, long value) {
                    return "value " + value;
                }
            });
        }

        @Test
        void have_names_while_somebody_watches() {
            trace.watch();
            trace.result(trace.access(TraceKind.LOAD, 1, Width.BYTE, 0), 3);

            assertThat(trace.read(0).place()).isEqualTo("uart0.LSR");
            assertThat(trace.read(0).text()).isEqualTo("value 3");
        }

        @Test
        void are_asked_for_by_nobody_else() {
            trace.watch();
            trace.unwatch();
            trace.result(trace.access(TraceKind.LOAD, 1, Width.BYTE, 0), 3);

            assertThat(asked).isZero();
            assertThat(trace.isWatched()).isFalse();
            assertThat(trace.read(0).place()).isEmpty();
        }
    }

    @Test
    void an_access_allocates_nothing() {
        com.sun.management.ThreadMXBean thread = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        access(20_000);

        long before = thread.getCurrentThreadAllocatedBytes();
        access(100_000);

        assertThat(thread.getCurrentThreadAllocatedBytes() - before).isLessThan(10_000);
    }

    private void access(int times) {
        for (int i = 0; i < times; i++) {
            trace.result(trace.access(TraceKind.LOAD, i, Width.WORD, 0), i);
        }
    }
}
