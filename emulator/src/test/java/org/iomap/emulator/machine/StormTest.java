package org.iomap.emulator.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.iomap.emulator.bus.BusError;
import org.iomap.protocol.BusCode;
import org.iomap.protocol.Width;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever is loaded and stored, of whatever width and at whatever offset, a module gives a result or a bus error,
 * never hangs, is never left busy, and does the same again.
 */
class StormTest {
    private static final int ALL_ACCESSES = Integer.getInteger("iomap.storm", 10_000_000);
    private static final int ACCESSES = ALL_ACCESSES / modules().size();
    private static final long SEED = 1;

    static List<String> modules() {
        return machine().modules().stream().map(ModuleDescription::name).toList();
    }

    @ParameterizedTest
    @MethodSource("modules")
    @Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void a_storm_breaks_nothing_and_gives_the_same_twice(String module) {
        Machine machine = machine();

        long seen = storm(machine, module);

        assertThat(storm(machine(), module)).isEqualTo(seen);
        assertThat(machine.modules())
                .allSatisfy(each -> assertThat(answer(machine, each)).isNotIn(BusCode.RE_ENTRY, BusCode.DEVICE_FAILED));
    }

    private static long storm(Machine machine, String module) {
        ModuleDescription description = machine.modules().stream()
                .filter(each -> each.name().equals(module))
                .findFirst()
                .orElseThrow();
        return new Storm(machine, description, SEED).rage(ACCESSES);
    }

    /** Returns how a module's first register fails; null where it does not. */
    private static BusCode answer(Machine machine, ModuleDescription module) {
        long first = module.registers().isEmpty()
                ? module.address()
                : module.registers().get(0).address();
        try {
            machine.ioSpace().load(first, Width.WORD);
            return null;
        } catch (BusError e) {
            return e.code();
        }
    }

    private static Machine machine() {
        Machine machine = new B160l(MachineConfiguration.of(Model.B160L), MachineClock.virtual());
        new PciFirmware(machine.ioSpace()).run();
        return machine;
    }
}
