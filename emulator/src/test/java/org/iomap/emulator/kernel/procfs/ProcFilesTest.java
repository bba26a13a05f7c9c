package org.iomap.emulator.kernel.procfs;

import static org.assertj.core.api.Assertions.assertThat;

import org.iomap.emulator.kernel.Kernel;
import org.iomap.emulator.kernel.LocalDriver;
import org.iomap.emulator.kernel.UserProcess;
import org.iomap.emulator.kernel.Workstation;
import org.iomap.emulator.kernel.driver.DriverContext;
import org.iomap.emulator.kernel.nulldevice.NullDriver;
import org.iomap.emulator.machine.B160l;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("/proc")
class ProcFilesTest {
    private static final long CARD = 0xF200_0000L;
    private static final long UART = 0xFFD0_5000L;

    private final Workstation workstation = new Workstation();
    private final B160l machine = workstation.machine();
    private final Kernel kernel = workstation.kernel();
    private final ProcFiles proc = new ProcFiles(kernel);
    private final DriverContext teach = workstation.driver("teach");

    @Test
    void iomem_has_host_memory_modules_windows_cards_and_what_drivers_have_claimed() {
        teach.requestRegion(CARD, 0x4000, true);
        workstation.driver("spy").requestRegion(UART, 8, false);

        assertThat(proc.memory())
                .startsWith("00000000-03ffffff : System RAM\n")
                .contains("""
                f2000000-f27fffff : PCI Bus 0000:00
                  f2000000-f2003fff : 0000:00:01.0
                    f2000000-f2003fff : teach
                """)
                .contains("""
                ffd00000-ffdfffff : lasi
                """)
                .contains("""
                  ffd05000-ffd05fff : uart0
                    ffd05000-ffd05007 : spy
                """);
    }

    @Test
    void iomem_names_a_card_by_its_address_alone() {
        assertThat(proc.memory()).doesNotContain("teaching");
    }

    @Test
    void iomem_has_nothing_of_a_driver_that_has_gone() {
        teach.requestRegion(CARD, 0x4000, true);
        teach.process().exit("killed");

        assertThat(proc.memory()).doesNotContain("teach");
    }

    @Test
    void interrupts_have_counts_controllers_and_drivers() {
        machine.line("dino.1").drive(true);
        machine.line("lasi.30").drive(true);
        teach.requestIrq("dino.1");
        teach.requestIrq("lasi.30");
        workstation.driver("spy").requestIrq("dino.1");

        assertThat(proc.interrupts())
                .startsWith("           CPU0\n")
                .contains("\n 37:          0    lasi  5\n")
                .contains("\n 17:          1    dino  1  spy, teach\n")
                .endsWith("\n 62:          1    lasi 30  teach\n");
    }

    @Test
    void devices_have_majors() {
        teach.register(5, new LocalDriver("teach", "driver", new NullDriver(), LocalDriver.Pages.ALL, machine.trace()));

        assertThat(proc.devices()).startsWith("""
                Character devices:
                  5 teach
                 64 iomap
                 65 null
                """).endsWith("\n\nBlock devices:\n");
    }

    @Test
    void modules_have_what_they_hold_and_who_uses_them() {
        teach.allocateDma(0x1800, 0xFFFF_FFFFL);
        int major = teach.register(
                0, new LocalDriver("teach", "driver", new NullDriver(), LocalDriver.Pages.ALL, machine.trace()));
        teach.createNode("/dev/teach", 0666, major << 24);
        UserProcess user = workstation.spawn(1000, "user");
        kernel.systemCalls().open(user, "/dev/teach", 2);
        kernel.systemCalls().open(user, "/dev/teach", 2);
        kernel.systemCalls().open(user, "/dev/null", 2);

        assertThat(proc.modules()).isEqualTo("teach 8192 2 - Live 0x00000000\n");
    }
}
