package org.iomap.cli.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.iomap.protocol.DriverEntry;
import org.iomap.protocol.FieldEntry;
import org.iomap.protocol.MappingEntry;
import org.iomap.protocol.ModuleEntry;
import org.iomap.protocol.RegisterEntry;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Tables for eyes")
class RenderingTest {
    @Test
    void ioscan_prints_the_columns_of_ioscan_f() {
        List<ModuleEntry> modules = List.of(
                module(13, "ba", "8/0", "dino", "Dino PCI Bus Bridge"),
                module(10, "tty", "8/16/4", "asio0", "Built-in RS-232C"),
                module(10, "graphics", "8/24", "", "HP VideoLive"),
                module(10, "tty", "8/20/2", "asio0", "Built-in RS-232C"),
                module(0, "processor", "62", "processor", "Processor"),
                module(0, "", "", "", "Boot ROM"));

        assertThat(Printed.by(out -> IoscanVerb.print(modules, out)))
                .containsExactly(
                        "Class       I  H/W Path  Driver      S/W State   H/W Type     Description",
                        "=========================================================================",
                        "bc          0            root        CLAIMED     BUS_NEXUS",
                        "ba          0  8/0       dino        CLAIMED     BUS_NEXUS    Dino PCI Bus Bridge",
                        "tty         0  8/16/4    asio0       CLAIMED     INTERFACE    Built-in RS-232C",
                        "graphics   -1  8/24      ?           UNCLAIMED   INTERFACE    HP VideoLive",
                        "tty         1  8/20/2    asio0       CLAIMED     INTERFACE    Built-in RS-232C",
                        "processor   0  62        processor   CLAIMED     PROCESSOR    Processor");
    }

    @Test
    void rule_2_lsdev_prints_majors_as_lsdev_does() {
        List<DriverEntry> drivers =
                List.of(new DriverEntry(64, "iomap", "pseudo"), new DriverEntry(65, "null", "pseudo"));

        assertThat(Printed.by(out -> LsdevVerb.print(drivers, out)))
                .containsExactly(
                        "    Character     Block       Driver          Class",
                        "       64          -1         iomap           pseudo",
                        "       65          -1         null            pseudo");
    }

    @Test
    void rule_3_ls_prints_the_minor_number_in_hex() {
        LsVerb.DeviceFile file = new LsVerb.DeviceFile("/dev/gsc0", 0x2000 | 0666, 0, 1000, 64, 0x4000e1);

        assertThat(LsVerb.line(file)).isEqualTo("crw-rw-rw-  root      1000       64 0x4000e1  /dev/gsc0");
    }

    @Test
    void ls_prints_a_plain_file_without_a_device() {
        LsVerb.DeviceFile file = new LsVerb.DeviceFile("/proc/iomem", 0x8000 | 0444, 0, 0, 0, 0);

        assertThat(LsVerb.line(file)).isEqualTo("-r--r--r--  root      root                    /proc/iomem");
    }

    @Test
    void cat_prints_bytes_sixteen_a_line() {
        byte[] bytes = new byte[18];
        bytes[0] = 0x4d;
        bytes[17] = (byte) 0xF2;

        assertThat(CatVerb.hex(bytes).lines())
                .containsExactly("00: 4d 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00", "10: 00 f2");
    }

    @Test
    void cat_keeps_controls_from_the_terminal() {
        assertThat(CatVerb.text("a\tb\n\u001b[2J\r".getBytes(UTF_8))).isEqualTo("a\tb\n.[2J.");
    }

    @Test
    void ioscan_k_prints_drivers_mappings_and_interrupts() {
        List<MappingEntry> mappings = List.of(
                mapping(0xF200_0000L, 0x4000, 7, "teach"),
                mapping(0xF200_0000L, 0x1000, 9, "demo"),
                mapping(0xF200_3000L, 0x1000, 9, "demo"),
                mapping(0xF200_4000L, 0x1000, 9, "demo"));
        KernelTables tables = new KernelTables(
                List.of(
                        KernelTables.bound(card("8/0/1/0", "teach", "teaching", 0xF200_0000L), mappings),
                        KernelTables.bound(card("8/16/4", "asio0", "uart0", 0xFFD0_5000L), mappings)),
                KernelTables.interrupts("""
                                   CPU0
                         37:          0    lasi  5
                         17:         13    dino  1  spy, teach
                        """));

        assertThat(Printed.by(tables::print))
                .containsExactly(
                        "H/W PATH  MODULE    DRIVER  MAPPED BY",
                        "8/0/1/0   teaching  teach   demo[9] x2, teach[7]",
                        "8/16/4    uart0     asio0",
                        "",
                        "LINE    INTERRUPTS  DRIVER",
                        "lasi.5           0",
                        "dino.1          13  spy, teach");
    }

    private static MappingEntry mapping(long physical, long length, long pid, String process) {
        return new MappingEntry(physical, physical, length, pid, 0, 0, 1, process);
    }

    private static ModuleEntry card(String path, String driver, String name, long address) {
        return new ModuleEntry(address, 0x4000, 10, 0, 0, name, "", path, driver, "");
    }

    @Test
    void ls_prints_a_directory_without_a_device() {
        LsVerb.DeviceFile file = new LsVerb.DeviceFile("/dev", 0x4000 | 0755, 0, 0, 0, 0);

        assertThat(LsVerb.line(file)).isEqualTo("drwxr-xr-x  root      root                    /dev");
    }

    @Test
    void map_prints_who_has_mapped_what() {
        List<MappingEntry> mappings = List.of(
                new MappingEntry(0xf4000000L, 0xf4000000L, 64 << 20, 7, 1000, 0x404000e1L, 1, "tv"),
                new MappingEntry(0x80000000L, 0xffd05000L, 4096, 12, 0, 0x40fd0501L, 0, "getty"));

        assertThat(Printed.by(
                        out -> MapVerb.table(mappings, Map.of(64L, "iomap")).print(out)))
                .containsExactly(
                        "PID   UID  PROCESS  PHYSICAL    SIZE  ADDRESS     DEVICE          OPEN",
                        "  7  1000  tv       0xf4000000   64M  0xf4000000  iomap 0x4000e1  yes",
                        " 12     0  getty    0xffd05000    4K  0x80000000  iomap 0xfd0501  no");
    }

    @Test
    void regs_prints_registers_with_fields() {
        List<FieldEntry> fields =
                List.of(new FieldEntry(0, 1, "DR"), new FieldEntry(5, 1, "THRE"), new FieldEntry(4, 4, "HIGH"));
        List<RegisterEntry> registers = List.of(
                new RegisterEntry(0xffd05800L, 0, 0xff, 0, 1, 2, 0, "THR", fields),
                new RegisterEntry(0xffd05805L, 0x60, 0, 0xe1, 1, 1, 1, "LSR", fields),
                new RegisterEntry(0xffd00004L, 0, 0xffffffffL, 0x20, 4, 3, 1, "IMR", List.of()));

        assertThat(Printed.by(out -> RegsVerb.table(registers).print(out)))
                .containsExactly(
                        "ADDRESS     NAME  WIDTH  ACCESS       RESET       VALUE  FIELDS",
                        "0xffd05800  THR       1  W             0x00           -",
                        "0xffd05805  LSR       1  R             0x60        0xe1  DR=1 THRE=1 HIGH=0xe",
                        "0xffd00004  IMR       4  RW      0x00000000  0x00000020");
    }

    @Test
    void dump_shows_holes_and_folds_equal_lines() {
        byte[] bytes = new byte[70];
        bytes[0] = 'A';
        bytes[1] = (byte) 0xff;
        BitSet answered = new BitSet();
        answered.set(0, 2);
        answered.set(16, 70);
        HexDump dump = new HexDump(new PhysicalRange(0xf4000010L, bytes, answered));

        assertThat(Printed.by(out -> dump.print(out, false)))
                .containsExactly(
                        "0xf4000010  41 ff -- -- -- -- -- --  -- -- -- -- -- -- -- --  |A.              |",
                        "0xf4000020  00 00 00 00 00 00 00 00  00 00 00 00 00 00 00 00  |................|",
                        "*",
                        "0xf4000050  00 00 00 00 00 00                                 |......|");
        assertThat(Printed.by(out -> dump.print(out, true))).hasSize(5);
    }

    private static ModuleEntry module(int type, String moduleClass, String path, String driver, String description) {
        return new ModuleEntry(0, 4096, type, 0, 0, moduleClass + "0", moduleClass, path, driver, description);
    }
}
