package org.iomap.c;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.iomap.client.RemoteProcess;
import org.iomap.client.driver.RemoteDriver;
import org.iomap.protocol.Width;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs without a loader, which no library can be put before: they are traced. */
@DisplayName("iomap run --static")
class StaticProgramsTest {
    private static final int DONE = 0;
    private static final int BUS_ERROR = 128 + 7;
    private static final long SCRATCH = 0xFFD0_5807L;

    private static Service service;

    @BeforeAll
    static void switchOn() {
        service = new Service();
    }

    @AfterAll
    static void switchOff() throws IOException {
        service.close();
    }

    @ParameterizedTest
    @CsvSource({"processes, 10", "signals, 143"})
    void a_program_that_needs_no_machine_does_what_it_does_without_a_tracer(String name, int status) {
        Path program = Tools.made("test/static/" + name);

        Command.Result traced = run(program);

        assertThat(traced.out()).isEqualTo(Command.of(program).run().out());
        assertThat(traced.status()).as("%s", traced).isEqualTo(status);
    }

    @ParameterizedTest
    @ValueSource(strings = {"windows", "windows-dynamic"})
    void windows_are_there_for_threads_children_signal_handlers_and_system_calls(String name) throws IOException {
        Command.Result windows = run(Tools.made("test/static/" + name));

        assertThat(windows.out()).as("%s", windows).isEqualTo(expected("static/windows"));
        assertThat(windows.status()).as("%s", windows).isEqualTo(DONE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sleeping", "sleeping-dynamic"})
    void calls_that_sleep_in_the_machine_hold_up_nobody_and_are_ended_by_signals(String name) throws IOException {
        Path program = Tools.made("test/static/" + name);
        try (RemoteDriver driver = RemoteDriver.start(service.unix(), new QueueDriver())) {
            assertThat(driver).isNotNull();

            assertThat(run(program).success()).isEqualTo(expected("static/sleeping"));
        }
    }

    @Test
    void a_program_may_make_its_system_calls_itself() {
        Command.Result bare = run(Tools.made("test/static/bare"));

        assertThat(bare.out()).isEqualTo("676f2121\n");
        assertThat(bare.status()).isEqualTo(11);
    }

    @Test
    void a_program_with_a_loader_is_traced_where_that_is_asked_for() throws IOException {
        Tools.made("lib/iomap-static");

        assertThat(run("--static", "--", Tools.made("test/programs/o2/man_page"))
                        .success())
                .isEqualTo(expected("programs/man_page"));
        assertThat(run("--static", "--", Tools.made("test/programs/o2/careless"))
                        .status())
                .isEqualTo(BUS_ERROR);
    }

    @Test
    void the_descriptors_of_a_program_are_its_own() {
        Path program = Tools.made("test/static/processes");

        Command.Result result = Command.of(
                        "sh",
                        "-c",
                        "\"$@\" | cat; echo ended",
                        "sh",
                        Tools.made("bin/iomap-run"),
                        "--connect",
                        service.unix(),
                        "--",
                        program,
                        "executed")
                .run();

        assertThat(result.success()).isEqualTo("executed, process is thread\nended\n");
    }

    /** Debian's busybox-static: nobody here wrote it. */
    @Nested
    class Busybox {
        @Test
        void devmem_loads_and_stores_a_register() {
            store(0x5A);

            assertThat(busybox("devmem", "0xffd05807", "8").success()).isEqualTo("0x5A\n");
            assertThat(busybox("devmem", "0xffd05807", "8", "0xa5").success()).isEmpty();
            assertThat(busybox("devmem", "0xffd05807", "8").success()).isEqualTo("0xA5\n");
        }

        @Test
        void devmem_ends_by_a_bus_error_where_nothing_answers() {
            assertThat(busybox("devmem", "0xffe00000").status()).isEqualTo(BUS_ERROR);
        }

        @Test
        void lists_files_of_the_machine_in_place_of_the_computer_s() {
            assertThat(busybox("ls", "/sys/bus/pci/devices").success())
                    .isEqualTo("0000:00:01.0\n0000:00:02.0\n0000:00:06.0\n");
            assertThat(busybox("stat", "-c", "%F %A %t", "/dev/mem").success())
                    .isEqualTo("character special file crw-r----- 42\n");
            assertThat(busybox("cat", "/sys/bus/pci/devices/0000:00:06.0/vendor")
                            .success())
                    .startsWith("0x");
            assertThat(busybox("hexdump", "-n", "4", "-v", "/sys/bus/pci/devices/0000:00:06.0/config")
                            .success())
                    .startsWith("0000000 ");
        }

        @Test
        void is_traced_when_a_program_that_is_not_executes_it() {
            String script = "exec 3<>/dev/mem; cd /sys/bus/pci/devices; "
                    + "busybox-static sh -c 'pwd; cat 0000:00:06.0/vendor; devmem 0xffd05807 8; dd bs=1 count=0 <&3'";
            store(0x77);

            assertThat(preloaded("sh", "-c", script).success()).isEqualTo("/sys/bus/pci/devices\n0x1234\n0x77\n");
        }

        @Test
        void a_shell_and_its_children_share_a_descriptor() {
            String script = """
                    exec 3<>/dev/mem
                    echo -n iomap | busybox-static dd bs=5 seek=4 >&3 2>/dev/null
                    (dd bs=4 count=5 2>/dev/null; dd bs=5 count=1 2>/dev/null) </dev/mem | tail -c 5
                    cd /sys/bus/pci/devices && cat 0000:00:06.0/vendor && pwd
                    cd / && test -d sys/bus/pci && echo back
                    """;

            assertThat(busybox("sh", "-c", script).success().lines())
                    .endsWith("/sys/bus/pci/devices", "back")
                    .first()
                    .asString()
                    .startsWith("iomap0x");
        }

        private Command.Result busybox(String... arguments) {
            Tools.require("busybox-static");
            Tools.made("lib/iomap-static");
            List<Object> words = new ArrayList<>(List.of("--", "busybox-static"));
            words.addAll(List.of(arguments));
            return run(words.toArray());
        }

        private Command.Result preloaded(Object... words) {
            Tools.require("busybox-static");
            Tools.made("lib/libiomap-preload.so");
            return run(words);
        }

        private void store(int value) {
            try (RemoteProcess root =
                    RemoteProcess.to(service.unix()).identity(0, 0).connect()) {
                root.monitor().physicalStore(Width.BYTE, SCRATCH, value);
            }
        }
    }

    private static Command.Result run(Object... arguments) {
        assumeTrue(Files.exists(Tools.TARGET.resolve("lib/iomap-static")), "skipped: not made: iomap-static");
        List<Object> words =
                new ArrayList<>(List.of(Tools.made("bin/iomap-run"), "--connect", service.unix(), "--uid", "0"));
        words.addAll(List.of(arguments));
        return Command.of(words.toArray()).run();
    }

    private static String expected(String name) throws IOException {
        return Files.readString(Tools.HERE.resolve("test").resolve(name + ".out"));
    }
}
