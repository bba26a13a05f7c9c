package org.iomap.c;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs that nobody here wrote, as Debian has them, print under iomap run what they would print on the machine. */
class ForeignProgramsTest {
    private static final int SIGBUS_STATUS = 128 + 7;
    private static final String CARD = "/sys/bus/pci/devices/0000:00:01.0";

    private static Service service;

    @TempDir
    Path directory;

    @BeforeAll
    static void switchOn() {
        service = new Service();
    }

    @AfterAll
    static void switchOff() throws IOException {
        service.close();
    }

    @Nested
    class Busybox {
        @Test
        void devmem_loads_and_stores_the_scratch_register() {
            run("busybox", "devmem", "0xffd05807", "8", "0x5a").success();

            assertThat(run("busybox", "devmem", "0xffd05807", "8").success()).isEqualTo("0x5A\n");
        }

        @Test
        void devmem_loads_numbers_of_a_module_and_turns_those_of_a_PCI_card_as_a_PC_does() {
            assertThat(run("busybox", "devmem", "0xfff80020", "32").success()).isEqualTo("0xFFFA0030\n");
            assertThat(run("busybox", "devmem", "0xf2000000", "32").success()).isEqualTo("0x494F4D31\n");
            assertThat(run("busybox", "devmem", "0xf2001000", "32").success()).isEqualTo("0x314D4F49\n");
        }

        @Test
        void the_byte_order_can_be_chosen() {
            assertThat(run("--byte-order=value", "busybox", "devmem", "0xf2001000", "32")
                            .success())
                    .isEqualTo("0x494F4D31\n");
            assertThat(run("--byte-order=bus", "busybox", "devmem", "0xfff80020", "32")
                            .success())
                    .isEqualTo("0x3000FAFF\n");
        }

        @Test
        void devmem_of_what_no_module_answers_dies_of_a_bus_error() {
            Command.Result result = run("busybox", "devmem", "0xf1000000", "32");

            assertThat(result.status()).isEqualTo(SIGBUS_STATUS);
            assertThat(result.out()).isEmpty();
        }

        @Test
        void a_shell_finds_device_files_and_is_in_directories_of_the_machine() {
            assertThat(run("busybox", "sh", "-c", "echo /dev/hptv*; cd " + CARD + "; pwd; cat ../*/vendor; cd /; pwd")
                            .success())
                    .isEqualTo("/dev/hptv0_reg /dev/hptv0_tc\n" + CARD + "\n0x494d\n0x1b36\n0x1234\n/\n");
        }
    }

    @Nested
    class Memtool {
        @Test
        void md_and_mw_reach_a_register() {
            run("memtool", "mw", "-b", "0xffd05807", "0xa5").success();

            assertThat(run("memtool", "md", "-b", "0xffd05807+1").success())
                    .isEqualTo("ffd05807: a5                                                 .\n");
        }

        @Test
        void md_shows_Dino_and_the_teaching_card_as_words() {
            run("memtool", "mw", "-l", "0xf2000004", "0x12345678").success();

            assertThat(run("memtool", "md", "-l", "0xf2000004+4").success())
                    .isEqualTo("f2000004: 12345678                                           xV4.\n");
            assertThat(run("memtool", "md", "-l", "0xf2001004+4").success())
                    .isEqualTo("f2001004: 78563412                                           .4Vx\n");
            assertThat(run("memtool", "md", "-l", "0xfff80004+4").success())
                    .isEqualTo("fff80004: fffb0003                                           ....\n");
        }
    }

    @Nested
    class Python {
        @Test
        void mmap_of_a_PCI_resource_is_bytes_in_the_order_of_the_bus() {
            assertThat(python("""
                            import mmap, struct
                            with open("%s/resource0", "r+b") as f:
                                m = mmap.mmap(f.fileno(), 0)
                            print(len(m), m[:4])
                            m[0x2000:0x2010] = bytes(range(16))
                            print(m[0x2000:0x2010].hex(), struct.unpack_from("<I", m, 0x2004))
                            """.formatted(CARD)))
                    .isEqualTo("16384 b'1MOI'\n000102030405060708090a0b0c0d0e0f (117835012,)\n");
        }

        @Test
        void ioctl_and_mmap_of_dev_mem_reach_the_frame_buffer() {
            assertThat(python("""
                            import ctypes, fcntl, mmap, os, struct
                            fd = os.open("/dev/gsc0", os.O_RDWR)
                            argument = bytearray(4)
                            fcntl.ioctl(fd, 0xC0044D01, argument)
                            address, = struct.unpack("I", argument)
                            ctypes.c_uint32.from_address(address + 0x100).value = 0x00ff8000
                            mem = os.open("/dev/mem", os.O_RDWR | os.O_SYNC)
                            m = mmap.mmap(mem, 4096, offset=0xf4000000)
                            print(hex(address), hex(struct.unpack_from("I", m, 0x100)[0]))
                            fcntl.ioctl(fd, 0xC0044D02, 0)
                            """)).isEqualTo("0xf4000000 0xff8000\n");
        }

        @Test
        void a_child_has_the_same_windows_as_another_process_of_the_machine() {
            assertThat(python("""
                            import mmap, os, subprocess
                            f = os.open("/dev/mem", os.O_RDWR)
                            m = mmap.mmap(f, 4096, offset=0xffd05000)
                            m[0x807] = 0x11
                            if os.fork() == 0:
                                m[0x807] += 1
                                os._exit(7)
                            print(os.wait()[1] >> 8, hex(m[0x807]))
                            clean = subprocess.run(["/usr/bin/busybox", "devmem", "0xffd05807", "8"], env={}, capture_output=True)
                            print(clean.stdout)
                            """)).isEqualTo("7 0x12\nb'0x12\\n'\n");
        }

        @Test
        void children_begin_in_directories_and_with_descriptors_of_the_machine() {
            assertThat(python("""
                            import os, subprocess
                            def run(*words, **how):
                                print(subprocess.run(words, stdout=subprocess.PIPE, **how).stdout.decode(), end="")
                            run("ls", cwd="/sys/bus/pci/devices")
                            os.chdir("%s")
                            run("cat", "vendor")
                            run("pwd", cwd="/")
                            with open("config", "rb") as f:
                                run("od", "-An", "-tx1", "-N4", stdin=f)
                            print(os.getcwd())
                            """.formatted(CARD)))
                    .isEqualTo("0000:00:01.0\n0000:00:02.0\n0000:00:06.0\n0x494d\n/\n 4d 49 01 00\n" + CARD + "\n");
        }

        @Test
        void what_is_in_a_window_can_be_written_to_a_file_and_read_from_one() throws IOException {
            Path file = directory.resolve("dump");

            assertThat(python("""
                            import mmap
                            with open("%s/resource0", "r+b") as f:
                                m = mmap.mmap(f.fileno(), 0)
                            m[0x2000:0x2041] = bytes(range(65))
                            with open("%s", "wb", buffering=0) as out:
                                print(out.write(memoryview(m)[0x2001:0x2041]))
                            with open("%s", "rb", buffering=0) as back:
                                print(back.readinto(memoryview(m)[0x2101:0x2141]))
                            print(m[0x2100:0x2108].hex())
                            """.formatted(CARD, file, file))).isEqualTo("64\n64\n0001020304050607\n");
            assertThat(Files.readAllBytes(file))
                    .hasSize(64)
                    .startsWith(1, 2, 3, 4, 5)
                    .endsWith(63, 64);
        }

        private String python(String program) {
            return run("python3", "-c", program).success();
        }
    }

    @Nested
    class Files_and_shells {
        @Test
        void dd_and_xxd_copy_memory_in_both_directions_and_go_on_where_another_program_ended() {
            shell("printf ABCDEFGH | dd of=/dev/mem bs=1 seek=65536 conv=notrunc status=none");

            assertThat(shell("exec 3</dev/mem; dd bs=4096 count=16 status=none <&3 >/dev/null; "
                            + "dd bs=4 count=1 status=none <&3; dd bs=4 count=1 status=none <&3 | xxd -p"))
                    .isEqualTo("ABCD45464748\n");
        }

        @Test
        void dd_of_I_O_space_fails_as_it_is_mapped_and_not_read() {
            Command.Result result = run("dd", "if=/dev/mem", "bs=4096", "skip=1036288", "count=1", "status=none");

            assertThat(result.status()).isOne();
            assertThat(result.err()).isEqualTo("dd: error reading '/dev/mem': Bad address\n");
        }

        @Test
        void hexdump_od_and_xxd_print_the_configuration_space() {
            String line = "4d 49 01 00 03 00 10 00  01 00 00 ff 00 00 00 00";

            assertThat(run("hexdump", "-C", "-n16", CARD + "/config").success())
                    .isEqualTo("00000000  " + line + "  |MI..............|\n00000010\n");
            assertThat(run("od", "-An", "-tx1", "-N4", CARD + "/config").success())
                    .isEqualTo(" 4d 49 01 00\n");
            assertThat(run("xxd", "-l4", "-p", CARD + "/config").success()).isEqualTo("4d490100\n");
            assertThat(shell("hexdump -C -n16 < " + CARD + "/config"))
                    .isEqualTo("00000000  " + line + "  |MI..............|\n00000010\n");
        }

        @Test
        void cat_cp_ls_stat_and_find_see_files() throws IOException {
            Path copy = directory.resolve("copy");
            run("cp", CARD + "/resource", copy.toString()).success();

            assertThat(run("cat", "/proc/devices").success())
                    .isEqualTo("Character devices:\n 64 iomap\n 65 null\n 66 mem\n\nBlock devices:\n");
            assertThat(Files.readString(copy))
                    .startsWith("0x00000000f2000000 0x00000000f2003fff 0x0000000000040200\n")
                    .hasLineCount(7);
            assertThat(run("stat", "-c", "%F %t %s", "/dev/mem", CARD + "/resource0")
                            .success())
                    .isEqualTo("character special file 42 0\nregular file 0 16384\n");
            assertThat(run("find", "/sys/bus/pci", "-name", "resource?").success())
                    .isEqualTo(Stream.of("1.0/resource0", "2.0/resource0", "6.0/resource0", "6.0/resource2")
                            .map(name -> "/sys/bus/pci/devices/0000:00:0" + name + "\n")
                            .reduce("", String::concat));
            assertThat(run("ls", "/dev").success().lines()).contains("gsc0", "mem", "null", "zero");
        }

        @Test
        void the_shell_s_own_commands_write_and_read_files_of_the_machine() {
            assertThat(run(
                                    "bash",
                                    "-c",
                                    "cd " + CARD
                                            + "; for on in 0 1; do echo $on >enable; read now <enable; echo $now; done;"
                                            + "exec 5<>/dev/mem; ls -l /proc/self/fd/5 | grep -c memfd:iomap")
                            .success())
                    .isEqualTo("0\n1\n1\n");
        }
    }

    @Nested
    class Pciutils {
        @Test
        void lspci_lists_the_functions() {
            assertThat(run("lspci", "-n").success()).isEqualTo("""
                            00:01.0 ff00: 494d:0001 (rev 01)
                            00:02.0 0700: 1b36:0002 (rev 01)
                            00:06.0 0380: 1234:1111 (rev 02)
                            """);
            assertThat(run("lspci", "-nvs", "1.0").success()).isEqualTo("""
                            00:01.0 ff00: 494d:0001 (rev 01)
                            \tFlags: fast devsel, IRQ 17
                            \tMemory at f2000000 (32-bit, non-prefetchable) [size=16K]
                            \tCapabilities: [40] MSI: Enable- Count=1/1 Maskable- 64bit-

                            """);
        }

        @Test
        void setpci_reads_and_writes_configuration_space() {
            assertThat(run("setpci", "-s", "1.0", "VENDOR_ID", "DEVICE_ID").success())
                    .isEqualTo("494d\n0001\n");

            run("setpci", "-s", "2.0", "INTERRUPT_LINE=0x2a").success();

            assertThat(run("setpci", "-s", "2.0", "INTERRUPT_LINE").success()).isEqualTo("2a\n");
        }
    }

    @Nested
    class Launcher {
        @Test
        void without_a_service_no_program_begins_and_no_file_is_made() {
            Command.Result result = Command.of(
                            Tools.made("bin/iomap-run"), "--connect", "unix:/nowhere/socket", "echo", "begun")
                    .run();

            assertThat(result.status()).isEqualTo(2);
            assertThat(result.out()).isEmpty();
            assertThat(result.err()).isEqualTo("""
                            iomap: no machine at unix:/nowhere/socket: No such file or directory
                            iomap: is it running? Start it with: java -jar emulator/target/iomapd.jar
                            """);
        }

        @Test
        void a_program_whose_service_is_gone_makes_no_file_in_its_place() {
            Tools.made("lib/libiomap-preload.so");
            Command.Result result = Command.of("sh", "-c", "echo 1 >/dev/iomap-test; test ! -e /dev/iomap-test")
                    .with("LD_PRELOAD", Tools.TARGET.resolve("lib/libiomap-preload.so"))
                    .with("IOMAP_CONNECT", "unix:/nowhere/socket")
                    .run();

            assertThat(result.err()).startsWith("iomap: no machine at unix:/nowhere/socket");
            assertThat(Path.of("/dev/iomap-test")).doesNotExist();
        }

        @Test
        void the_exit_status_is_the_program_s() {
            assertThat(run("sh", "-c", "exit 42").status()).isEqualTo(42);
            assertThat(run("no-such-program").status()).isEqualTo(127);
            assertThat(run("/etc/passwd").status()).isEqualTo(126);
        }

        @Test
        void another_user_of_the_machine_is_told_how_to_open_dev_mem() {
            Command.Result result = run("--uid", "1000:1000", "busybox", "devmem", "0xffd05807", "8");

            assertThat(result.status()).isOne();
            assertThat(result.err()).isEqualTo("""
                            iomap: /dev/mem: you are uid 1000 on the machine: iomap run --uid 0
                            devmem: can't open '/dev/mem': Permission denied
                            """);
        }
    }

    private static String shell(String commands) {
        return run("sh", "-c", commands).success();
    }

    /** Runs it under iomap run; skips the test where the program is not installed. */
    private static Command.Result run(String... words) {
        Path runner = Tools.made("bin/iomap-run");
        Tools.made("lib/libiomap-preload.so");
        List.of(words).stream()
                .filter(word -> !word.startsWith("-"))
                .filter(List.of("busybox", "memtool", "python3", "hexdump", "xxd", "lspci", "setpci", "bash")::contains)
                .limit(1)
                .forEach(Tools::require);
        return new Command(Stream.concat(Stream.of(runner.toString()), Stream.of(words))
                        .toList())
                .with("IOMAP_CONNECT", service.unix())
                .run();
    }
}
