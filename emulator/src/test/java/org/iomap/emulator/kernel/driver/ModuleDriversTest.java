package org.iomap.emulator.kernel.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.iomap.emulator.kernel.Credentials;
import org.iomap.emulator.kernel.Kernel;
import org.iomap.emulator.kernel.KernelConfiguration;
import org.iomap.emulator.kernel.Timer;
import org.iomap.emulator.kernel.UserProcess;
import org.iomap.emulator.machine.B160l;
import org.iomap.emulator.machine.MachineClock;
import org.iomap.emulator.machine.MachineConfiguration;
import org.iomap.emulator.server.MachineHardware;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The driver of a module")
class ModuleDriversTest {
    private static final int TEACHING = 1 << 3;
    private static final long CARD = 0xF200_0000L;
    private static final long BOARD = 0xF400_0000L;

    private final B160l machine = new B160l(MachineConfiguration.builtIn().withoutOutput(), MachineClock.virtual());
    private final Kernel kernel = new Kernel(
            machine.ioSpace(),
            machine.trace(),
            KernelConfiguration.builtIn(),
            new MachineHardware(machine),
            Timer.NEVER,
            Map.of());
    private final ModuleDrivers drivers = new ModuleDrivers(kernel);
    private final DriverContext teach = driver("teach");

    @Test
    void is_the_one_that_has_enabled_its_PCI_function() {
        driver("spy").requestRegion(CARD, 0x100, false);
        teach.pciEnable(TEACHING, true, false);

        assertThat(drivers.ofFunction(TEACHING)).isEqualTo("teach");
        assertThat(drivers.ofModule("teaching", CARD, 0x4000)).isEqualTo("teach");
    }

    @Test
    void is_the_one_that_has_claimed_some_of_it() {
        teach.requestRegion(BOARD + 0x1000, 0x100, false);

        assertThat(drivers.ofModule("videolive", BOARD, 0x20_0000)).isEqualTo("teach");
        assertThat(drivers.ofModule("other", BOARD + 0x2000, 0x1000)).isEmpty();
    }

    @Test
    void is_nobody_before_that_and_afterwards() {
        assertThat(drivers.ofModule("teaching", CARD, 0x4000)).isEmpty();
        teach.pciEnable(TEACHING, true, true);
        teach.requestRegion(CARD, 0x4000, true);
        teach.process().exit("killed");

        assertThat(drivers.ofFunction(TEACHING)).isEmpty();
        assertThat(drivers.ofModule("teaching", CARD, 0x4000)).isEmpty();
    }

    @Test
    void is_nobody_where_it_has_no_address() {
        assertThat(drivers.ofModule("teaching", 0, 0)).isEmpty();
    }

    private DriverContext driver(String name) {
        UserProcess process = kernel.spawn(
                new Credentials(0, 0, Set.of()), name, kernel.configuration().limits());
        return DriverContext.begin(kernel, process, name, DriverLimits.builtIn());
    }
}
