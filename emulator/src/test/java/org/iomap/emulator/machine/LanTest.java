package org.iomap.emulator.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.iomap.emulator.ethernet.Segments;
import org.iomap.protocol.TraceKind;
import org.iomap.protocol.Width;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("LAN")
class LanTest {
    private static final long PORT = 0xFFD0_7004L;
    private static final long ATTENTION = 0xFFD0_7008L;
    private static final long IPR = 0xFFD0_0008L;
    private static final int LAN_LINE = 1 << 8;

    private static final long SCP = 0x1000;
    private static final long ISCP = 0x1020;
    private static final long SCB = 0x1040;
    private static final long BLOCK = 0x1100;
    private static final long RFD = 0x2000;
    private static final int RFD_SIZE = 0x800;
    private static final int LENGTH = 60;

    private static final String MAC_A = "08:00:09:00:00:0a";
    private static final String MAC_B = "08:00:09:00:00:0b";

    @TempDir
    private Path directory;

    private final Segments segments = new Segments();
    private Machine a;
    private Machine b;

    @BeforeEach
    void start() {
        a = machine(Map.of("segment", "lab", "mac", MAC_A, "pcap", pcap().toString()));
        b = machine(Map.of("segment", "lab", "mac", MAC_B));
        initialise(a);
        initialise(b);
        receive(b, 2);
    }

    private Path pcap() {
        return directory.resolve("lan.pcap");
    }

    private Machine machine(Map<String, String> settings) {
        MachineConfiguration configuration = MachineConfiguration.builtIn().with("lan", new Settings(settings));
        return new B160l(configuration, MachineClock.virtual(), segments);
    }

    @Nested
    class A_frame_for_another_machine {
        @Test
        void arrives_when_that_machines_clock_ticks() {
            send(a, MAC_B, 1);
            assertThat(half(b, RFD)).isZero();
            b.clock().tick();

            assertThat(half(b, RFD)).isEqualTo(0xA000);
            assertThat(half(b, RFD + 12)).isEqualTo(0xC000 | LENGTH);
            assertThat(load(b, RFD + 16 + 14, Width.BYTE)).isEqualTo(1);
        }

        @Test
        void interrupts_it_on_line_8() {
            b.ioSpace().load(IPR, Width.WORD);
            send(a, MAC_B, 1);
            b.clock().advance(0);

            assertThat(load(b, IPR, Width.WORD)).isEqualTo(LAN_LINE);
        }

        @Test
        void is_stored_by_the_lan_and_not_by_a_process() {
            send(a, MAC_B, 1);
            b.trace().actor(17);
            long before = b.trace().end();
            b.clock().tick();

            assertThat(b.trace().read(before).master()).isEqualTo("lan");
            assertThat(b.trace().read(before).pid()).isZero();
            assertThat(b.trace().actor()).isEqualTo(17);
        }

        @Test
        void is_not_for_a_third_one() {
            Machine c = machine(Map.of("segment", "lab"));
            Machine elsewhere = machine(Map.of("mac", MAC_B));
            for (Machine other : new Machine[] {c, elsewhere}) {
                initialise(other);
                receive(other, 2);
            }
            send(a, MAC_B, 1);
            c.clock().tick();
            elsewhere.clock().tick();

            assertThat(half(c, RFD)).isZero();
            assertThat(half(elsewhere, RFD)).isZero();
        }

        @Test
        void is_gone_after_a_power_cycle() {
            send(a, MAC_B, 1);
            b.reset();
            initialise(b);
            receive(b, 2);
            b.clock().tick();

            assertThat(half(b, RFD)).isZero();
        }
    }

    @Test
    void frames_that_nobody_takes_are_lost_and_the_trace_says_so() {
        for (int i = 0; i < 300; i++) {
            send(a, MAC_B, i);
        }
        b.clock().tick();
        b.clock().tick();

        assertThat(notes(b)).contains("lan: 44 frames were lost: too many waited for this machine");
        assertThat(half(b, RFD + RFD_SIZE)).isEqualTo(0xA000);
        assertThat(swapped(b, SCB + 20)).isEqualTo(2 * 64 - 2);
    }

    @Test
    void both_directions_are_in_the_capture_file() throws IOException {
        receive(a, 2);
        send(a, MAC_B, 1);
        send(b, MAC_A, 2);
        a.clock().advance(2_000_000_000L);
        ByteBuffer file = ByteBuffer.wrap(Files.readAllBytes(pcap())).order(ByteOrder.LITTLE_ENDIAN);

        assertThat(file.remaining()).isEqualTo(24 + 2 * (16 + LENGTH));
        assertThat(file.get(24 + 16 + 5)).isEqualTo((byte) 0x0b);
        assertThat(file.get(24 + 16 + 14)).isEqualTo((byte) 1);
        assertThat(file.get(24 + 16 + LENGTH + 16 + 5)).isEqualTo((byte) 0x0a);
        assertThat(file.getInt(24 + 8)).isEqualTo(LENGTH);
    }

    @Test
    void machines_of_which_nothing_is_said_have_addresses_of_their_own() {
        Machine one = machine(Map.of());
        Machine other = machine(Map.of());
        dump(one);
        dump(other);

        assertThat(load(one, 0x3000 + 14, Width.HALFWORD)).isEqualTo(0x0800);
        assertThat(load(one, 0x3000 + 16, Width.HALFWORD)).isEqualTo(0x0900);
        assertThat(load(one, 0x3000 + 18, Width.HALFWORD)).isEqualTo(3);
        assertThat(load(other, 0x3000 + 18, Width.HALFWORD)).isEqualTo(4);
    }

    @Test
    void what_a_driver_asks_for_and_is_not_there_is_in_the_trace() {
        store(a, SCP, 0x60);
        port(a, SCP | 2);
        store(a, ATTENTION, 0);

        assertThat(notes(a)).contains("lan: this model has no modes other than the linear one");
    }

    @Test
    void the_reset_register_of_LASI_resets_it() {
        store(b, 0xFFD0_7000L, 0);
        send(a, MAC_B, 1);
        b.clock().tick();

        assertThat(half(b, RFD)).isZero();
    }

    private static void initialise(Machine machine) {
        port(machine, 0);
        store(machine, SCP, 0x6C);
        swapped(machine, SCP + 8, ISCP);
        swapped(machine, ISCP, 1);
        swapped(machine, ISCP + 4, SCB);
        port(machine, SCP | 2);
        store(machine, ATTENTION, 0);
        assertThat(load(machine, ISCP, Width.WORD)).isZero();
        command(machine, 0xA000);
    }

    private static void receive(Machine machine, int descriptors) {
        for (int i = 0; i < descriptors; i++) {
            long rfd = RFD + (long) i * RFD_SIZE;
            half(machine, rfd + 2, i == descriptors - 1 ? 0x8000 : 0);
            swapped(machine, rfd + 4, rfd + RFD_SIZE);
            half(machine, rfd + 14, 0x600);
        }
        swapped(machine, SCB + 8, RFD);
        command(machine, 0x0010);
    }

    private static void send(Machine machine, String to, int content) {
        half(machine, BLOCK + 2, 0x8004);
        half(machine, BLOCK + 12, LENGTH - 6);
        byte[] address = MacAddress.parse(to);
        for (int i = 0; i < address.length; i++) {
            machine.ioSpace().store(BLOCK + 16 + i, Width.BYTE, address[i]);
        }
        machine.ioSpace().store(BLOCK + 16 + 8, Width.BYTE, content);
        swapped(machine, SCB + 4, BLOCK);
        command(machine, 0x0100);
        assertThat(half(machine, BLOCK)).isEqualTo(0xA000);
    }

    private static void dump(Machine machine) {
        port(machine, 0x3003);
    }

    private static void command(Machine machine, int word) {
        half(machine, SCB + 2, word);
        store(machine, ATTENTION, 0);
    }

    private static void port(Machine machine, long value) {
        store(machine, PORT, value & 0xFFFF);
        store(machine, PORT, value >>> 16);
    }

    private static void store(Machine machine, long address, long value) {
        machine.ioSpace().store(address, Width.WORD, value);
    }

    private static long load(Machine machine, long address, Width width) {
        return machine.ioSpace().load(address, width);
    }

    private static int half(Machine machine, long address) {
        return (int) load(machine, address, Width.HALFWORD);
    }

    private static void half(Machine machine, long address, int value) {
        machine.ioSpace().store(address, Width.HALFWORD, value);
    }

    private static void swapped(Machine machine, long address, long value) {
        store(machine, address, value << 16 | value >>> 16);
    }

    private static long swapped(Machine machine, long address) {
        return half(machine, address) | (long) half(machine, address + 2) << 16;
    }

    private static List<String> notes(Machine machine) {
        List<String> notes = new ArrayList<>();
        for (long i = 0; i < machine.trace().end(); i++) {
            if (machine.trace().read(i) != null
                    && (machine.trace().read(i).kind() == TraceKind.MACHINE
                            || machine.trace().read(i).kind() == TraceKind.UNIMPLEMENTED)) {
                notes.add(machine.trace().read(i).text());
            }
        }
        return notes;
    }
}
