package org.iomap.c;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The engine that carries out trapped instructions, on a bus of RAM: test/trap says what each program proves. */
class TrapTest {
    @Test
    void every_kind_of_instruction_does_on_a_window_what_it_does_on_memory() {
        assertThat(output("instructions")).containsPattern("^[1-9][0-9]{3} instructions compared");
    }

    @Test
    void an_instruction_that_fails_leaves_what_it_leaves_on_memory_and_one_that_is_unknown_is_refused() {
        assertThat(output("faults")).isEqualTo("17 faults compared\n");
    }

    @Test
    void rule_23_a_load_is_a_number_in_value_order_and_bytes_in_bus_order() {
        assertThat(output("values")).isEqualTo("as it should be\n");
    }

    /** The C library chooses among its functions by what the processor has. */
    @ParameterizedTest
    @ValueSource(strings = {"", "-AVX512VL,-AVX512BW,-AVX512F", "-AVX512VL,-AVX512BW,-AVX512F,-AVX2,-AVX,-ERMS"})
    void functions_of_the_C_library_do_on_a_window_what_they_do_on_memory(String without) {
        Path program = Tools.made("test/trap/libc");

        Command command = Command.of(program).with("GLIBC_TUNABLES", "glibc.cpu.hwcaps=" + without);

        assertThat(command.run().success()).isEqualTo("as on memory\n");
    }

    @Test
    void signals_of_the_program_are_as_without_windows() {
        assertThat(output("signals")).isEqualTo("as it should be\n");
    }

    @Test
    void eight_threads_make_a_million_traps_and_see_no_wrong_value() {
        assertThat(output("threads")).isEqualTo("8 threads, 1000000 traps, no wrong value\n");
    }

    @Test
    void the_table_of_windows_is_read_while_it_changes() {
        assertThat(output("window")).isEqualTo("as it should be\n");
    }

    private static String output(String program) {
        Path file = Tools.made("test/trap/" + program);
        return Command.of(file).run().success();
    }
}
