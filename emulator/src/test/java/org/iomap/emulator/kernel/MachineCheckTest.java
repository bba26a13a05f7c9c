package org.iomap.emulator.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.iomap.emulator.kernel.Bench.BOARD;
import static org.iomap.emulator.kernel.Bench.BOARD_SIZE;
import static org.iomap.emulator.kernel.Bench.BROKEN;
import static org.iomap.emulator.kernel.Bench.REGISTERS;
import static org.iomap.emulator.kernel.Bench.signal;
import static org.iomap.protocol.Width.BYTE;
import static org.iomap.protocol.Width.WORD;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.iomap.protocol.BusCode;
import org.iomap.protocol.Signal;
import org.iomap.protocol.TraceKind;
import org.junit.jupiter.api.Test;

class MachineCheckTest {
    private final Bench bench = Bench.with(BusErrorSetting.HPMC, false);
    private final UserProcess process = bench.spawn();
    private final UserProcess other = bench.spawn();
    private final long address = bench.map(process, bench.open(process, "/dev/gsc0"), 0x1000_0000L);
    private final List<CrashDump> heard = new ArrayList<>();

    private MachineCheckException crash() {
        bench.kernel.onMachineCheck(heard::add);
        bench.trace.actor(process.pid());
        process.store(address + 0x10, WORD, 0xCAFE);
        MachineCheckException crash = catchThrowableOfType(
                MachineCheckException.class, () -> process.store(address + BOARD_SIZE, WORD, 0x55));
        assertThat(crash).isNotNull();
        return crash;
    }

    @Test
    void rule_22_a_hole_stops_the_machine() {
        MachineCheckException crash = crash();

        assertThat(crash.busCode()).isEqualTo(BusCode.MACHINE_CHECK);
        assertThat(crash.rule()).isEqualTo(22);
        assertThat(crash.address()).isEqualTo(address + BOARD_SIZE);
        assertThat(crash.text()).hasSizeLessThanOrEqualTo(256).matches("[ -~]+");
        assertThat(bench.kernel.processes()).isEmpty();
        assertThat(process.hasExited()).isTrue();
        assertThat(other.hasExited()).isTrue();
        assertThat(bench.kernel.mappings()).isEmpty();
    }

    @Test
    void rule_22_a_width_that_no_module_answers_stops_it_too() {
        assertThat(catchThrowableOfType(
                        MachineCheckException.class, () -> process.load(address + REGISTERS - BOARD, BYTE)))
                .returns("registers", MachineCheckException::module);
    }

    @Test
    void rule_22_a_block_that_runs_into_a_hole_stops_it_too() {
        ByteBuffer into = ByteBuffer.allocate(8);

        assertThat(catchThrowableOfType(
                        MachineCheckException.class, () -> process.loadBlock(address + BOARD_SIZE - 4, WORD, 4, into)))
                .isNotNull();
        assertThat(into.position()).isEqualTo(4);
    }

    @Test
    void rule_22_the_dump_is_kept_and_readable() {
        CrashDump dump = crash().dump();

        assertThat(bench.kernel.lastCrash()).isSameAs(dump);
        assertThat(heard).containsExactly(dump);
        assertThat(dump.number()).isEqualTo(1);
        assertThat(dump.timeNanos()).isEqualTo(1_500_000_000L);
        assertThat(dump.text())
                .contains("HPMC 1: high priority machine check\n")
                .contains("address   0x10200000\n")
                .contains("physical  0xf4200000\n")
                .contains("module    none answers\n")
                .contains("access    store, 4 bytes, value 0x55\n")
                .contains("process   2 test uid 1000\n")
                .contains("  0x10000000 0xf4000000 0x04000000 64 0x4000e1\n")
                .contains("  1.500000000 2 store 4 0xf4000010 0xcafe")
                .matches("[ -~\n]*");
    }

    @Test
    void rule_22_the_trace_names_the_rule_and_the_machine_check() {
        crash();

        assertThat(bench.lines(TraceKind.RULE)).singleElement().asString().startsWith("rule 22: at address 0x10200000");
        assertThat(bench.lines(TraceKind.MACHINE)).anyMatch(line -> line.startsWith("HPMC 1: "));
        assertThat(bench.lines(TraceKind.SIGNAL)).isEmpty();
    }

    @Test
    void rule_22_and_it_boots_again() {
        bench.kernel.onMachineCheck(dump -> bench.kernel.reboot());
        crash();
        UserProcess next = bench.spawn();
        long there = bench.openAndMap(next, "/dev/gsc0");

        assertThat(next.load(there + 0x10, WORD)).isEqualTo(0xCAFE);
        assertThat(bench.kernel.lastCrash().number()).isEqualTo(1);
        assertThatExceptionOfType(MachineCheckException.class).isThrownBy(() -> next.load(there + BOARD_SIZE, WORD));
        assertThat(bench.kernel.lastCrash().number()).isEqualTo(2);
    }

    @Test
    void rules_21_and_23_are_signals_all_the_same() {
        assertThat(signal(() -> process.load(0, WORD)).signal()).isEqualTo(Signal.SIGSEGV);
        assertThat(signal(() -> process.load(address + 1, WORD)).signal()).isEqualTo(Signal.SIGBUS);
        assertThat(other.hasExited()).isFalse();
    }

    @Test
    void a_module_that_breaks_does_not_stop_the_machine() {
        assertThat(signal(() -> process.load(address + BROKEN - BOARD, WORD)).busCode())
                .isEqualTo(BusCode.DEVICE_FAILED);
        assertThat(bench.kernel.lastCrash()).isNull();
    }

    @Test
    void a_dump_stays_small_whatever_is_mapped_and_done() {
        for (int page = 0; page < 100; page++) {
            String path = bench.device("p" + page, Bench.minor(Bench.UART, 0, 1));
            bench.calls.unlink(bench.root, path);
            process.addressSpace()
                    .add(new Pregion(0x2000_0000L + page * 4096L, 4096, null, Origin.of("test"), Bench.iomap(page)));
            process.load(address, WORD);
        }
        String text = new DumpWriter(bench.trace)
                .write(1, new FailedAccess(process, address, BOARD, WORD, Direction.LOAD, 0), "", "cause");

        assertThat(text.lines()).hasSizeLessThan(80);
        assertThat(text).contains("mappings  101: ").contains("accesses  the last 32: ");
    }
}
