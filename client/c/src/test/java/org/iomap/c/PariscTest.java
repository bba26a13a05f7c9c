package org.iomap.c;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Trapped loads and stores of PA-RISC, in a program of that processor. */
class PariscTest {
    @Test
    void every_load_and_store_does_on_a_window_what_it_does_on_memory() {
        Tools.require("hppa-linux-gnu-gcc", "qemu-hppa");

        String output = Command.of("qemu-hppa", "-L", "/usr/hppa-linux-gnu", Tools.made("test/hppa/parisc_test"))
                .run()
                .success();

        assertThat(output).isEqualTo("""
                        1920 of 1920 instructions are the same on memory and on a window
                        15 of 15 sequences are the same on memory and on a window
                        a word that is not aligned is a bus error
                        an absolute load cannot be carried out
                        """);
    }
}
