package org.iomap.emulator.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.iomap.emulator.kernel.Bench.assertFails;
import static org.iomap.protocol.Errno.ENXIO;

import java.util.List;
import org.iomap.protocol.DriverEntry;
import org.junit.jupiter.api.Test;

class CharacterDeviceSwitchTest {
    private final Bench bench = new Bench();
    private final UserProcess process = bench.spawn();

    private static KernelConfiguration withDrivers(String... drivers) {
        KernelConfiguration plain = KernelConfiguration.builtIn();
        return new KernelConfiguration(
                plain.busError(), plain.ioctlReturnsAddress(), List.of(drivers), plain.deviceFiles(), plain.limits());
    }

    @Test
    void rule_2_majors_are_handed_out_from_64_in_the_order_of_the_drivers() {
        assertThat(bench.kernel.drivers())
                .containsExactly(
                        new DriverEntry(64, "iomap", "pseudo"),
                        new DriverEntry(65, "null", "pseudo"),
                        new DriverEntry(66, "mem", "pseudo"));
        assertThat(new Bench(withDrivers("null", "iomap")).kernel.drivers())
                .containsExactly(new DriverEntry(64, "null", "pseudo"), new DriverEntry(65, "iomap", "pseudo"));
    }

    @Test
    void rule_2_a_special_file_takes_the_major_of_its_driver() {
        int device = bench.calls.stat(process, "/dev/gsc0").device();

        assertThat(DeviceNumber.of(device)).isEqualTo(new DeviceNumber(64, 0x4000e1));
    }

    @Test
    void rule_2_a_stale_major_opens_to_ENXIO() {
        for (int major : new int[] {0, 63, 67, 254, 255}) {
            String path = "/dev/stale" + major;
            DeviceNumber stale = new DeviceNumber(major, 0x4000e1);
            bench.calls.mknod(bench.root, path, Inode.S_IFCHR | 0666, stale.dev());

            assertThat(assertFails(ENXIO, 2, () -> bench.open(process, path)).value())
                    .isEqualTo(Integer.toUnsignedLong(stale.dev()));
        }
    }

    @Test
    void rule_7_without_the_driver_the_special_file_opens_to_ENXIO() {
        Bench bare = new Bench(withDrivers("null"));

        assertThat(bare.kernel.drivers()).hasSize(1);
        assertFails(ENXIO, 2, () -> bare.open(bare.root, "/dev/gsc0"));
        bare.open(bare.root, "/dev/null");
    }

    @Test
    void rule_7_a_changed_list_acts_at_the_next_reboot_which_ends_every_process() {
        bench.openAndMap(process, "/dev/gsc0");
        bench.kernel.configure(withDrivers("null"));
        bench.open(process, "/dev/gsc0");
        bench.kernel.reboot();

        assertThat(process.hasExited()).isTrue();
        assertThat(bench.kernel.processes()).isEmpty();
        assertThat(bench.kernel.mappings()).isEmpty();
        assertFails(ENXIO, 2, () -> bench.open(bench.spawn(), "/dev/gsc0"));
    }

    @Test
    void rule_7_after_a_reboot_the_special_files_are_as_configured() {
        bench.device("mine", 0x4000e1);
        bench.calls.unlink(bench.root, "/dev/gsc0");
        bench.kernel.reboot();

        assertThat(bench.calls.readdir(bench.spawn(), "/dev"))
                .containsExactly("gsc0", "hptv0_reg", "hptv0_tc", "lasi0", "mem", "null", "teach0", "uart0", "uart1");
    }

    @Test
    void a_driver_that_is_unknown_or_named_twice_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Bench(withDrivers("iomapp")))
                .withMessageContaining("iomapp");
        assertThatIllegalArgumentException().isThrownBy(() -> new Bench(withDrivers("iomap", "iomap")));
    }

    @Test
    void a_device_file_that_cannot_be_made_is_refused() {
        DeviceFile good = new DeviceFile("/dev/x", "iomap", 1, 0666, 0, 0);
        for (List<DeviceFile> files : List.of(
                List.of(good, good),
                List.of(new DeviceFile("/sub/x", "iomap", 1, 0666, 0, 0)),
                List.of(new DeviceFile("/dev/.x", "iomap", 1, 0666, 0, 0)),
                List.of(new DeviceFile("/dev/x", "iomap", 0x1000000, 0666, 0, 0)))) {
            KernelConfiguration plain = KernelConfiguration.builtIn();
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new Bench(
                            new KernelConfiguration(plain.busError(), false, plain.drivers(), files, plain.limits())));
        }
    }

    @Test
    void a_configuration_that_cannot_boot_is_refused_when_it_is_given() {
        assertThatIllegalArgumentException().isThrownBy(() -> bench.kernel.configure(withDrivers("iomapp")));
        bench.kernel.reboot();

        assertThat(bench.kernel.drivers()).hasSize(3);
    }
}
