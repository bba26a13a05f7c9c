package org.iomap.c;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.iomap.client.RemoteProcess;
import org.iomap.client.Window;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Programs that know nothing of the project, each at several levels of optimisation and for two processors, print the
 * same. What a program prints is in test/programs, beside it.
 */
class ProgramsTest {
    private static final int SIGBUS_STATUS = 128 + 7;
    private static final int PARALLEL_PORT = 0xFD_0201;
    private static final int DEVICE_FILE = 0_020666;

    private static Service service;

    @BeforeAll
    static void switchOn() {
        service = new Service();
        try (RemoteProcess root = root()) {
            int iomap = root.stat("/dev/gsc0").major();
            root.mknod("/dev/par0", DEVICE_FILE, iomap << 24 | PARALLEL_PORT);
        }
    }

    @AfterAll
    static void switchOff() throws IOException {
        service.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"o0", "o2", "o3", "static", "hppa-o0", "hppa-o2", "hppa-o3"})
    void print_the_same_at_every_level_of_optimisation_and_on_both_processors(String variant) throws IOException {
        printsWhatIsWritten(variant, 0, "man_page");
        printsWhatIsWritten(variant, 0, "uninitialised");
        printsWhatIsWritten(variant, 0, "board_probe");
        printsWhatIsWritten(variant, 0, "parallel_port");
        printsWhatIsWritten(variant, 0, "serial_loopback");
        printsWhatIsWritten(variant, 0, "teaching_card");
        printsWhatIsWritten(variant, 0, "memory_test");
        printsWhatIsWritten(variant, 0, "mapping_rules");
        printsWhatIsWritten(variant, 0, "threads");
        printsWhatIsWritten(variant, 0, "signals");
        printsWhatIsWritten(variant, 0, "inherit");
        printsWhatIsWritten(variant, 0, "draw");
        printsWhatIsWritten(variant, 0, "pci_list");
        printsWhatIsWritten(variant, 0, "dump_registers");
        printsWhatIsWritten(variant, 0, "physical", "0xffd05807", "b", "0x5a");
        printsWhatIsWritten(variant, SIGBUS_STATUS, "careless");
    }

    @ParameterizedTest
    @ValueSource(strings = {"o0", "o2", "o3", "static", "hppa-o0", "hppa-o2", "hppa-o3"})
    void a_frame_is_what_is_in_the_frame_buffer(String variant) {
        assertThat(run(variant, "frame_grabber", "37", "21", "12").success()).isEqualTo(picture(37, 21, 12));
    }

    @Test
    void a_program_fails_before_it_begins_where_no_service_is() {
        Command.Result result = Command.of(
                        Tools.made("bin/iomap-run"),
                        "--connect",
                        "unix:/nowhere/socket",
                        "--",
                        program("o0", "man_page"))
                .run();

        assertThat(result.out()).isEmpty();
        assertThat(result.status()).isEqualTo(2);
    }

    @Test
    void the_frame_buffer_is_mapped_directly_for_PA_RISC_which_has_the_order_of_the_bus() {
        Command.Result result = new Command(List.of(
                        Tools.made("bin/iomap-run").toString(),
                        "--connect",
                        service.unix(),
                        "--direct",
                        "--verbose",
                        "--",
                        program("hppa-o2", "frame_grabber").toString(),
                        "37",
                        "21",
                        "12"))
                .run();

        assertThat(result.success()).isEqualTo(picture(37, 21, 12));
        assertThat(result.err()).contains("at 0xf4000000, directly");
    }

    @Test
    void a_program_of_PA_RISC_that_is_linked_statically_is_refused() {
        Command.Result result = run("hppa-static", "man_page");

        assertThat(result.err()).contains("it is linked statically");
        assertThat(result.status()).isEqualTo(2);
    }

    private static void printsWhatIsWritten(String variant, int status, String program, String... arguments)
            throws IOException {
        Path expected = Tools.HERE.resolve("test/programs").resolve(program + ".out");

        Command.Result result = run(variant, program, arguments);

        assertThat(result.out()).as("%s", result).isEqualTo(Files.readString(expected));
        assertThat(result.status()).as("%s", result).isEqualTo(status);
    }

    private static Command.Result run(String variant, String program, String... arguments) {
        List<String> words = new ArrayList<>(
                List.of(Tools.made("bin/iomap-run").toString(), "--connect", service.unix(), "--uid", "0", "--"));
        words.add(program(variant, program).toString());
        words.addAll(List.of(arguments));
        return new Command(words).run();
    }

    private static Path program(String variant, String name) {
        if (variant.startsWith("hppa")) {
            Tools.require("hppa-linux-gnu-gcc", "qemu-hppa");
        }
        return Tools.made("test/programs/" + variant + "/" + name);
    }

    /** The frame as the Java client sees it, as a PPM. */
    private static String picture(int width, int height, int step) {
        StringBuilder ppm = new StringBuilder("P6\n%d %d\n255\n".formatted(width, height));
        try (RemoteProcess root = root();
                Window frame = root.map(root.open("/dev/hptv0_tc", RemoteProcess.O_RDWR))) {
            ByteBuffer line = ByteBuffer.allocate(width * step * Integer.BYTES);
            for (int y = 0; y < height; y++) {
                frame.getBlock(16 + (long) y * step * 896 * Integer.BYTES, line.clear());
                for (int x = 0; x < width; x++) {
                    byte[] rgb = new byte[3];
                    line.get(x * step * Integer.BYTES + 1, rgb);
                    ppm.append(new String(rgb, StandardCharsets.ISO_8859_1));
                }
            }
        }
        return ppm.toString();
    }

    private static RemoteProcess root() {
        return RemoteProcess.to(service.unix()).identity(0, 0).connect();
    }
}
