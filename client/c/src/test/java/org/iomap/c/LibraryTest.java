package org.iomap.c;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** libiomap: its test programs print the name of each statement that they have proven. */
@DisplayName("libiomap")
@Tag("DC-5")
class LibraryTest {
    private static final Path VECTORS = Tools.HERE.resolve("../../protocol/vectors");

    @Test
    @Tag("GR-4")
    void decodes_and_encodes_every_vector_and_refuses_those_that_are_to_be_refused() {
        Path program = Tools.made("test/lib/vectors");

        assertThat(Command.of(program, VECTORS).run().success()).contains("encoded to their bytes", "are refused");
    }

    @Test
    @Tag("RQ-2")
    @Tag("RQ-6")
    void survives_a_service_that_is_slow_wrong_hostile_or_dead() {
        Path program = Tools.made("test/lib/hostile");

        assertThat(Command.of(program).run().success()).contains("RQ_2_what_makes_no_sense_ends_the_connection");
    }

    @Test
    @Tag("RQ-5")
    @Tag("RQ-7")
    void lets_threads_wait_signals_interrupt_and_programs_fork() {
        Path program = Tools.made("test/lib/waiting");

        assertThat(Command.of(program).run().success()).contains("RQ_7_a_child_connects_by_itself");
    }

    @Test
    @Tag("EV-2")
    void queues_events_and_shares_memory() {
        Path program = Tools.made("test/lib/events");

        assertThat(Command.of(program).run().success()).contains("EV_2_events_wait_in_a_queue");
    }

    @Test
    void does_with_a_real_service_what_its_manual_says() throws IOException {
        Path program = Tools.made("test/lib/service");
        try (Service service = new Service()) {
            Command.Result result =
                    Command.of(program).with("IOMAP_CONNECT", service.unix()).run();

            assertThat(result.success()).contains("rule_28_the_example_of_the_page");
        }
    }

    @Test
    void connects_over_TCP() throws IOException {
        Path program = Tools.made("examples/man_page");
        try (Service service = new Service()) {
            assertThat(Command.of(program, service.tcp()).run().success()).isEqualTo("actual address = 0xf4000000\n");
        }
    }

    /** The same programs, made with each of the compiler's sanitizers. */
    @ParameterizedTest
    @ValueSource(strings = {"address,undefined", "thread"})
    void is_clean_under_the_sanitizers(String sanitizer) throws IOException {
        Tools.made("lib/libiomap.a");
        String target = "target/" + sanitizer.replaceAll(",.*", "");
        try (Service service = new Service()) {
            Command.of("make", "-s", "-j2", "SANITIZE=" + sanitizer, "TARGET=" + target, "check")
                    .with("IOMAP_CONNECT", service.unix())
                    .run()
                    .success();
        }
    }

    /** A big-endian processor with words of 32 bits. */
    @Test
    void does_the_same_on_PA_RISC() throws IOException {
        Tools.made("lib/hppa/libiomap-preload.so");
        Tools.require("qemu-hppa");
        try (Service service = new Service()) {
            String qemu = "qemu-hppa -L /usr/hppa-linux-gnu";
            Command.of("make", "-s", "-j2", "CHECK_FOR=hppa-", "CHECK_WITH=" + qemu, "LOADS=50", "check")
                    .with("IOMAP_CONNECT", service.unix())
                    .run()
                    .success();
        }
    }

    /** Five seconds for each target; `make fuzz FUZZ_SECONDS=36000` for long. */
    @Test
    @Tag("FR-4")
    void takes_any_bytes() {
        Tools.made("test/lib/vectors");
        Tools.require("clang");
        String runtime = "libclang_rt.fuzzer-x86_64.a";
        String found = Command.of("clang", "-print-file-name=" + runtime).run().success();
        assumeFalse(found.strip().equals(runtime), "skipped: clang has no " + runtime);

        assertThat(Command.of("make", "-s", "-j2", "fuzz").run().status()).isZero();
    }

    @Test
    void is_clean_under_valgrind() throws IOException {
        Tools.made("test/lib/waiting");
        Tools.require("valgrind");
        String valgrind =
                "valgrind -q --error-exitcode=9 --leak-check=full --errors-for-leak-kinds=definite --show-leak-kinds=definite";
        try (Service service = new Service()) {
            Command.of("make", "-s", "CHECK_WITH=" + valgrind, "LOADS=50", "check")
                    .with("IOMAP_CONNECT", service.unix())
                    .run()
                    .success();
        }
    }
}
