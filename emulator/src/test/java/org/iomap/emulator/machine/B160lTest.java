package org.iomap.emulator.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.iomap.protocol.Width.BYTE;
import static org.iomap.protocol.Width.WORD;

import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.iomap.emulator.bus.IoSpace;
import org.iomap.emulator.trace.Entry;
import org.iomap.protocol.TraceKind;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("B160L")
class B160lTest {
    private static final long UART0 = 0xFFD0_5800L;
    private static final long UART1 = 0xFFF8_3800L;
    private static final long LASI = 0xFFD0_0000L;
    private static final long EIR = 0xFFFB_0000L;

    private final Machine machine = new B160l(MachineConfiguration.builtIn(), MachineClock.virtual());
    private final IoSpace ioSpace = machine.ioSpace();

    private List<Entry> traced() {
        List<Entry> entries = new ArrayList<>();
        for (long index = 0; index < machine.trace().end(); index++) {
            entries.add(machine.trace().read(index));
        }
        return entries;
    }

    @Test
    void every_register_is_on_the_bus_where_it_is_listed() {
        machine.modules().stream()
                .filter(module -> module.size() > 0)
                .forEach(module -> module.registers()
                        .forEach(at -> assertThat(ioSpace.moduleAt(at.address()))
                                .as(at.register().name())
                                .isEqualTo(module.name())));
    }

    @Test
    void rule_6_has_a_board_at_the_example_of_the_page_and_holes_elsewhere() {
        assertThat(ioSpace.isHole(0xF400_0000L, 0x400_0000)).isFalse();
        assertThat(ioSpace.isHole(0xF500_0000L, 0x1000)).isFalse();
        assertThat(ioSpace.isHole(0xFA00_0000L, 0x400_0000)).isTrue();
    }

    @Nested
    class Interrupts {
        @Test
        @Tag("OR-5")
        void go_from_a_serial_port_through_LASI_to_the_processor() {
            List<String> rose = new ArrayList<>();
            machine.line("lasi.5").onRise(time -> rose.add("lasi.5"));
            machine.line("cpu0.28").onRise(time -> rose.add("cpu0.28"));
            ioSpace.store(LASI + 4, WORD, 0x20);
            ioSpace.store(UART0 + 1, BYTE, 0x02);

            assertThat(rose).containsExactly("lasi.5", "cpu0.28");
            assertThat(ioSpace.load(EIR, WORD)).isEqualTo(0x1000_0000);
            assertThat(machine.line("lasi.5").level()).isTrue();
            assertThat(machine.line("cpu0.28").level()).isTrue();
        }

        @Test
        void go_from_the_other_port_through_Dino() {
            ioSpace.store(0xFFF8_0018L, WORD, 0x400);
            ioSpace.store(UART1 + 1, BYTE, 0x02);

            assertThat(machine.line("dino.10").level()).isTrue();
            assertThat(ioSpace.load(EIR, WORD)).isEqualTo(0x1000_0000);
        }

        @Test
        void a_listener_that_left_hears_nothing() {
            List<Long> rose = new ArrayList<>();
            Runnable leave = machine.line("lasi.7").onRise(rose::add);
            machine.line("lasi.7").drive(true);
            machine.line("lasi.7").drive(false);
            leave.run();
            machine.line("lasi.7").drive(true);

            assertThat(rose).hasSize(1);
        }

        @Test
        @Tag("EV-3")
        void every_message_to_the_processor_counts() {
            List<Long> arrived = new ArrayList<>();
            machine.line("cpu0.28").onRise(arrived::add);
            ioSpace.store(EIR, WORD, 3);
            ioSpace.store(EIR, WORD, 3);
            machine.line("cpu0.28").drive(false);

            assertThat(arrived).hasSize(2);
            assertThat(ioSpace.load(EIR, WORD)).isZero();
        }

        @Test
        void there_are_no_other_inputs() {
            assertThat(List.of("lasi.32", "lasi.-1", "lasi.x", "lasi", "dino.11", "cpu0.32", "cpu1.0", ""))
                    .allMatch(name -> machine.line(name) == null);
            assertThat(machine.line("lasi.31")).isNotNull();
            assertThat(machine.line("dino.0")).isNotNull();
        }

        @Test
        @Tag("ER-6")
        void a_message_to_the_module_that_caused_it_is_lost() {
            ioSpace.store(LASI + 4, WORD, 0x20);
            ioSpace.store(LASI + 0x10, WORD, UART0);
            ioSpace.store(UART0 + 1, BYTE, 0x02);

            assertThat(ioSpace.load(UART0 + 2, BYTE)).isEqualTo(0x02);
            assertThat(traced())
                    .filteredOn(entry -> entry.kind() == TraceKind.BUS_ERROR)
                    .extracting(Entry::text)
                    .containsExactly(
                            "lasi as bus master: store of a word at 0xffd05800: uart0 is still busy with an access");
        }
    }

    @Nested
    class Trace_lines {
        @Test
        void have_the_names_of_module_register_and_fields_while_somebody_watches() {
            machine.trace().watch();
            ioSpace.store(UART0 + 3, BYTE, 0x83);
            ioSpace.store(UART0, BYTE, 0x0C);
            ioSpace.load(UART0 + 5, BYTE);
            ioSpace.load(0xF400_0010L, WORD);

            assertThat(traced())
                    .extracting(entry -> entry.place() + " " + entry.text())
                    .containsExactly("uart0.LCR WLS=3 DLAB", "uart0.DLL ", "uart0.LSR THRE TEMT", "videolive ");
        }

        @Test
        void tell_an_access_before_what_it_causes() {
            ioSpace.store(LASI + 4, WORD, 0x20);
            ioSpace.store(UART0 + 1, BYTE, 0x02);

            assertThat(traced())
                    .extracting(Entry::kind)
                    .containsExactly(
                            TraceKind.STORE,
                            TraceKind.STORE,
                            TraceKind.INTERRUPT,
                            TraceKind.STORE,
                            TraceKind.INTERRUPT);
        }

        @Test
        void name_the_machine_as_the_actor_of_an_alarm() {
            machine.trace().actor(7);
            ioSpace.store(UART0 + 2, BYTE, 0xC1);
            ioSpace.store(UART0 + 1, BYTE, 0x01);
            machine.terminal("uart0").input(ByteBuffer.wrap(new byte[] {'x'}));
            machine.clock().advance(1_000_000_000);

            Entry last = machine.trace().read(machine.trace().end() - 1);
            assertThat(last.text()).isEqualTo("lasi.5 rose");
            assertThat(last.pid()).isZero();
            assertThat(machine.trace().actor()).isEqualTo(7);
        }

        @Test
        void tell_once_what_the_model_does_not_implement_and_always_while_somebody_watches() {
            ioSpace.store(0xF500_0400L, WORD, 1);
            ioSpace.load(0xF500_0400L, WORD);
            assertThat(unimplemented()).hasSize(1);
            machine.trace().watch();
            ioSpace.load(0xF500_0400L, WORD);

            assertThat(unimplemented()).hasSize(2);
            assertThat(unimplemented().get(0)).startsWith("videolive.RAMDAC_000");
        }

        private List<String> unimplemented() {
            return traced().stream()
                    .filter(entry -> entry.kind() == TraceKind.UNIMPLEMENTED)
                    .map(Entry::text)
                    .toList();
        }
    }

    @Nested
    class Terminals {
        @Test
        void carry_bytes_both_ways() {
            List<Integer> sent = new ArrayList<>();
            Runnable leave = machine.terminal("uart1").onOutput(sent::add);
            ioSpace.store(UART1, BYTE, 'x');
            leave.run();
            ioSpace.store(UART1, BYTE, 'y');
            machine.terminal("uart1").input(ByteBuffer.wrap(new byte[] {'z'}));

            assertThat(sent).containsExactly((int) 'x');
            assertThat(ioSpace.load(UART1, BYTE)).isEqualTo('z');
            assertThat(machine.terminal("lasi")).isNull();
        }
    }

    @Test
    void a_power_cycle_makes_everything_as_new() {
        ioSpace.store(LASI + 4, WORD, 0x20);
        ioSpace.store(UART0 + 1, BYTE, 0x02);
        ioSpace.store(0xF400_0010L, WORD, 0);
        machine.clock().advance(1_000_000);
        machine.reset();

        assertThat(ioSpace.load(LASI + 4, WORD)).isZero();
        assertThat(ioSpace.load(LASI + 8, WORD)).isZero();
        assertThat(ioSpace.load(EIR, WORD)).isZero();
        assertThat(ioSpace.load(UART0 + 2, BYTE)).isEqualTo(0x01);
        assertThat(ioSpace.load(0xF400_0010L, WORD)).isEqualTo(0x0011_2233);
        assertThat(machine.line("lasi.5").level()).isFalse();
        assertThat(machine.clock().now()).isZero();
    }

    @Test
    void a_program_can_switch_it_off() {
        List<String> off = new ArrayList<>();
        machine.onPowerOff(() -> off.add("off"));
        ioSpace.store(LASI + 0xC000, WORD, 2);

        assertThat(off).containsExactly("off");
    }

    @Test
    void describes_its_frame_buffers() {
        assertThat(machine.frameBuffers())
                .extracting(
                        FrameBufferDescription::name,
                        FrameBufferDescription::physical,
                        FrameBufferDescription::width,
                        FrameBufferDescription::height,
                        FrameBufferDescription::pitch,
                        FrameBufferDescription::format)
                .containsExactly(
                        tuple("videolive0", 0xF400_0010L, 768, 576, 3584, PixelFormat.RGB32),
                        tuple("artist0", 0xF900_0000L, 1280, 1024, 2048, PixelFormat.INDEXED8));
    }

    @Test
    void does_not_start_without_the_picture_it_was_given() {
        MachineConfiguration configuration =
                MachineConfiguration.builtIn().with("videolive", new Settings(Map.of("picture", "there/is/none")));

        assertThatThrownBy(() -> new B160l(configuration, MachineClock.virtual()))
                .isInstanceOf(UncheckedIOException.class);
    }

    @Test
    void a_load_or_store_of_a_register_allocates_nothing() {
        com.sun.management.ThreadMXBean thread = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        accessRegisters(20_000);

        long before = thread.getCurrentThreadAllocatedBytes();
        accessRegisters(100_000);

        assertThat(thread.getCurrentThreadAllocatedBytes() - before)
                .as("bytes for 300,000 accesses")
                .isLessThan(10_000);
    }

    /** Of its heap as it is before anything is stored in a memory; what machines share is counted once. */
    @ParameterizedTest
    @EnumSource(Model.class)
    void a_machine_costs_less_than_64_KiB(Model model) {
        int count = 64;
        List<Machine> machines =
                new ArrayList<>(List.of(new B160l(MachineConfiguration.of(model), MachineClock.virtual())));
        long before = usedHeap();
        for (int i = 0; i < count; i++) {
            machines.add(new B160l(MachineConfiguration.of(model), MachineClock.virtual()));
        }
        long each = (usedHeap() - before) / count;

        assertThat(machines).hasSize(count + 1);
        assertThat(each).as("bytes of heap").isLessThan(64 * 1024);
    }

    /** What is reachable: the collector may need several turns to find it. */
    private static long usedHeap() {
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        long used = Long.MAX_VALUE;
        for (int turn = 0; turn < 4; turn++) {
            memory.gc();
            used = Math.min(used, memory.getHeapMemoryUsage().getUsed());
        }
        return used;
    }

    private void accessRegisters(int times) {
        for (int i = 0; i < times; i++) {
            ioSpace.store(UART0 + 7, BYTE, i & 0xFF);
            long scratch = ioSpace.load(UART0 + 7, BYTE);
            if (scratch != (i & 0xFF) || ioSpace.load(UART0 + 5, BYTE) != 0x60) {
                throw new AssertionError();
            }
        }
    }
}
