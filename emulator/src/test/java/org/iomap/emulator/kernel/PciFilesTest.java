package org.iomap.emulator.kernel;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.iomap.emulator.kernel.Bench.ROOT;
import static org.iomap.emulator.kernel.Bench.USER;

import java.nio.ByteBuffer;
import java.util.Map;
import org.iomap.driver.FileOperations;
import org.iomap.emulator.kernel.driver.DriverContext;
import org.iomap.emulator.machine.Card;
import org.iomap.emulator.machine.MachineConfiguration;
import org.iomap.emulator.machine.Settings;
import org.iomap.protocol.Width;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("/sys/bus/pci/devices")
class PciFilesTest {
    private static final String DEVICES = "/sys/bus/pci/devices";
    private static final String TEACHING = DEVICES + "/0000:00:01.0";
    private static final int TEACHING_FUNCTION = 1 << 3;
    private static final int BRIDGE_FUNCTION = 10 << 3;

    private final Workstation workstation = new Workstation(MachineConfiguration.builtIn()
            .with(9, Card.of("virtio-rng"))
            .with(10, new Card("bridge", Settings.NONE, Map.of(3, Card.of("serial")))));
    private final Hardware hardware = workstation.hardware();
    private final FileSystem files = workstation.kernel().files();

    @Nested
    class Directories {
        @Test
        void are_the_functions_that_are_found() {
            assertThat(files.readdir(USER, DEVICES))
                    .containsExactly("0000:00:01.0", "0000:00:02.0", "0000:00:06.0", "0000:00:09.0", "0000:00:0a.0");
            hardware.configStore(BRIDGE_FUNCTION, 0x18, Width.WORD, 0x0001_0100);
            assertThat(files.readdir(USER, DEVICES)).contains("0000:01:03.0");
        }

        @Test
        void have_the_files_that_lspci_and_pcimem_open() {
            assertThat(files.readdir(USER, TEACHING))
                    .containsExactly(
                            "class",
                            "config",
                            "device",
                            "enable",
                            "irq",
                            "resource",
                            "resource0",
                            "revision",
                            "subsystem_device",
                            "subsystem_vendor",
                            "vendor");
        }

        @Test
        void stay_the_same_file_while_the_machine_does() {
            assertThat(files.find(USER, TEACHING + "/vendor").number())
                    .isEqualTo(files.find(USER, TEACHING + "/vendor").number());
        }
    }

    @Nested
    class Texts {
        @Test
        void are_those_of_Linux() {
            assertThat(read(TEACHING + "/vendor")).isEqualTo("0x494d\n");
            assertThat(read(TEACHING + "/device")).isEqualTo("0x0001\n");
            assertThat(read(TEACHING + "/class")).isEqualTo("0xff0000\n");
            assertThat(read(TEACHING + "/revision")).isEqualTo("0x01\n");
            assertThat(read(TEACHING + "/irq")).isEqualTo("17\n");
            assertThat(read(DEVICES + "/0000:00:09.0/subsystem_vendor")).isEqualTo("0x1af4\n");
            assertThat(read(DEVICES + "/0000:00:09.0/subsystem_device")).isEqualTo("0x0004\n");
            assertThat(read(DEVICES + "/0000:00:06.0/irq")).isEqualTo("0\n");
        }

        @Test
        void of_resources_have_start_end_and_flags() {
            long start = hardware.configLoad(TEACHING_FUNCTION, 0x10, Width.WORD);
            String nothing = "0x0000000000000000 0x0000000000000000 0x0000000000000000\n";

            assertThat(read(TEACHING + "/resource"))
                    .isEqualTo("0x%016x 0x%016x 0x0000000000040200\n".formatted(start, start + 0x3FFF)
                            + nothing.repeat(6));
            assertThat(read(DEVICES + "/0000:00:09.0/resource").lines().map(line -> line.substring(38)))
                    .containsExactly(
                            "0x0000000000040101",
                            "0x0000000000000000",
                            "0x0000000000000000",
                            "0x0000000000000000",
                            "0x000000000014220c",
                            "0x0000000000000000",
                            "0x0000000000000000");
        }

        @Test
        void have_nothing_for_a_base_address_without_an_address() {
            hardware.configStore(TEACHING_FUNCTION, 0x10, Width.WORD, 0);

            assertThat(read(TEACHING + "/resource")).startsWith("0x0000000000000000 0x0000000000000000 0x0000");
            assertThat(files.readdir(USER, TEACHING)).doesNotContain("resource0");
        }
    }

    @Nested
    class Driver {
        @Test
        void is_there_while_one_has_enabled_the_function() {
            DriverContext driver = workstation.driver("teach");
            driver.pciEnable(TEACHING_FUNCTION, true, false);
            assertThat(read(TEACHING + "/driver")).isEqualTo("teach\n");
            driver.pciEnable(TEACHING_FUNCTION, false, false);
            assertThat(files.readdir(USER, TEACHING)).doesNotContain("driver");
            driver.pciEnable(TEACHING_FUNCTION, true, true);
            assertThat(files.readdir(USER, TEACHING)).contains("driver");
            driver.process().exit("killed");
            assertThat(files.readdir(USER, TEACHING)).doesNotContain("driver");
        }
    }

    @Nested
    class Modes {
        @Test
        void let_everybody_look_and_root_change() {
            assertThat(mode("vendor")).isEqualTo(0444);
            assertThat(mode("config")).isEqualTo(0644);
            assertThat(mode("enable")).isEqualTo(0644);
            assertThat(mode("resource0")).isEqualTo(0600);
        }

        private int mode(String name) {
            return files.find(ROOT, TEACHING + "/" + name).permissions();
        }
    }

    @Nested
    class Enable {
        @Test
        void switches_a_function_off_and_on() {
            assertThat(read(TEACHING + "/enable")).isEqualTo("1\n");
            write("0\n", 0);
            assertThat(read(TEACHING + "/enable")).isEqualTo("0\n");
            assertThat(hardware.configLoad(TEACHING_FUNCTION, 4, Width.HALFWORD))
                    .isZero();
            write("1", 0);
            assertThat(hardware.configLoad(TEACHING_FUNCTION, 4, Width.HALFWORD))
                    .isEqualTo(3);
        }

        @Test
        void takes_the_right_to_be_a_bus_master_away_and_does_not_give_it() {
            hardware.configStore(TEACHING_FUNCTION, 4, Width.HALFWORD, 0x0407);
            write("0", 0);
            assertThat(hardware.configLoad(TEACHING_FUNCTION, 4, Width.HALFWORD))
                    .isEqualTo(0x0400);
            write("1", 0);
            assertThat(hardware.configLoad(TEACHING_FUNCTION, 4, Width.HALFWORD))
                    .isEqualTo(0x0403);
        }

        @Test
        void is_a_drivers_alone_while_one_has_the_function() {
            workstation.driver("teach").pciEnable(TEACHING_FUNCTION, true, false);

            assertThatThrownBy(() -> write("0", 0)).hasMessage("EBUSY: driver teach has the function");
            assertThat(read(TEACHING + "/enable")).isEqualTo("1\n");
        }

        @Test
        void refuses_nonsense_a_second_0_and_everybody_but_root() {
            assertThatThrownBy(() -> write("yes", 0)).hasMessageStartingWith("EINVAL");
            assertThatThrownBy(() -> write("", 0)).hasMessageStartingWith("EINVAL");
            assertThatThrownBy(() -> write("11111111111111111111", 0)).hasMessageStartingWith("EINVAL");
            assertThatThrownBy(() -> write("0", 1000)).hasMessageStartingWith("EPERM");
            write("0", 0);
            assertThatThrownBy(() -> write("0", 0)).hasMessageStartingWith("EIO");
        }

        private void write(String text, long uid) {
            files.find(ROOT, TEACHING + "/enable")
                    .operations()
                    .write(new Opened(uid), ByteBuffer.wrap(text.getBytes(US_ASCII)), 0);
        }
    }

    private String read(String path) {
        FileOperations operations = files.find(ROOT, path).operations();
        ByteBuffer into = ByteBuffer.allocate(4096);
        operations.read(new Opened(0), into, 0);
        return new String(into.array(), 0, into.position(), US_ASCII);
    }
}
