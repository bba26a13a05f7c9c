package org.iomap.emulator.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.iomap.protocol.Width.WORD;

import org.iomap.emulator.bus.Region;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Architected registers")
class SupervisorRegistersTest {
    private static final int IO_FLEX = 0x20;
    private static final int IO_COMMAND = 0x30;
    private static final int IO_STATUS = 0x34;
    private static final int IO_ERR_RESP = 0x40;
    private static final int READY = 0x40;

    private int resets;
    private final SupervisorRegisters supervisor =
            new SupervisorRegisters(Iodc.of("50 20 00 40 00 00 04 80 00 00 00 00 00 00 00 00"), () -> resets++);
    private final Region registers = supervisor.registers();

    @Test
    void identify_the_module() {
        registers.store(8, WORD, 4);

        assertThat(registers.load(8, WORD)).isEqualTo(0x0000_0480);
    }

    @Test
    void are_ready_for_a_command() {
        assertThat(registers.load(IO_STATUS, WORD)).isEqualTo(READY);
        assertThat(registers.load(IO_FLEX, WORD)).isZero();
    }

    @Test
    void command_5_resets_the_module() {
        registers.store(IO_COMMAND, WORD, 5);

        assertThat(resets).isEqualTo(1);
    }

    @Test
    void a_command_that_the_module_does_not_have_is_error_14_until_command_3_clears_it() {
        registers.store(IO_COMMAND, WORD, 2);
        assertThat(registers.load(IO_STATUS, WORD)).isEqualTo(READY | 14 << 10 | 0x200);
        registers.store(IO_COMMAND, WORD, 3);

        assertThat(registers.load(IO_STATUS, WORD)).isEqualTo(READY);
    }

    @Test
    void remember_the_first_address_where_nobody_answered() {
        supervisor.noAnswer(0xF1000000L);
        supervisor.noAnswer(0xF2000000L);

        assertThat(registers.load(IO_STATUS, WORD)).isEqualTo(READY | 7 << 10 | 0x100);
        assertThat(registers.load(IO_ERR_RESP, WORD)).isEqualTo(0xF1000000L);
        registers.store(IO_COMMAND, WORD, 3);
        assertThat(registers.load(IO_ERR_RESP, WORD)).isZero();
    }
}
