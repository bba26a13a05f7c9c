package org.iomap.emulator.kernel.driver;

import static org.assertj.core.api.Assertions.assertThat;

import org.iomap.emulator.kernel.Workstation;
import org.iomap.protocol.Width;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The driver of a module")
class ModuleDriversTest {
    private static final int TEACHING = 1 << 3;
    private static final long CARD = 0xF200_0000L;
    private static final long BOARD = 0xF400_0000L;

    private final Workstation workstation = new Workstation();
    private final ModuleDrivers drivers = new ModuleDrivers(workstation.kernel());
    private final DriverContext teach = workstation.driver("teach");

    @Test
    void is_the_one_that_has_enabled_its_PCI_function() {
        workstation.driver("spy").requestRegion(CARD, 0x100, false);
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
    void of_another_driver_does_not_end_its_bus_mastering() {
        teach.pciEnable(TEACHING, true, true);
        DriverContext spy = workstation.driver("spy");
        spy.configStore(TEACHING, 0x0C, Width.BYTE, 8);
        spy.process().exit("killed");
        PciCommand command = new PciCommand(workstation.hardware(), TEACHING);

        assertThat(command.has(PciCommand.MASTER)).isTrue();
        teach.process().exit("killed");
        assertThat(command.has(PciCommand.MASTER)).isFalse();
    }

    @Test
    void is_nobody_where_it_has_no_address() {
        assertThat(drivers.ofModule("teaching", 0, 0)).isEmpty();
    }
}
