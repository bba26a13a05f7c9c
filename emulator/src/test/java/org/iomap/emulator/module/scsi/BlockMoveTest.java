package org.iomap.emulator.module.scsi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.iomap.emulator.module.scsi.ScsiBench.COMMAND;
import static org.iomap.emulator.module.scsi.ScsiBench.CON;
import static org.iomap.emulator.module.scsi.ScsiBench.CTEST0;
import static org.iomap.emulator.module.scsi.ScsiBench.DATA;
import static org.iomap.emulator.module.scsi.ScsiBench.DBC;
import static org.iomap.emulator.module.scsi.ScsiBench.DFIFO;
import static org.iomap.emulator.module.scsi.ScsiBench.DIP;
import static org.iomap.emulator.module.scsi.ScsiBench.DISK_ID;
import static org.iomap.emulator.module.scsi.ScsiBench.DNAD;
import static org.iomap.emulator.module.scsi.ScsiBench.DSA;
import static org.iomap.emulator.module.scsi.ScsiBench.DSP;
import static org.iomap.emulator.module.scsi.ScsiBench.DSTAT;
import static org.iomap.emulator.module.scsi.ScsiBench.ISTAT;
import static org.iomap.emulator.module.scsi.ScsiBench.MA;
import static org.iomap.emulator.module.scsi.ScsiBench.MESSAGE_IN;
import static org.iomap.emulator.module.scsi.ScsiBench.MESSAGE_OUT;
import static org.iomap.emulator.module.scsi.ScsiBench.SBCL;
import static org.iomap.emulator.module.scsi.ScsiBench.SCRIPT;
import static org.iomap.emulator.module.scsi.ScsiBench.SECOND;
import static org.iomap.emulator.module.scsi.ScsiBench.SFBR;
import static org.iomap.emulator.module.scsi.ScsiBench.SSTAT0;
import static org.iomap.emulator.module.scsi.ScsiBench.SSTAT2;
import static org.iomap.emulator.module.scsi.ScsiBench.STATUS;
import static org.iomap.emulator.module.scsi.ScsiBench.UDC;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.iomap.protocol.Width;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("SCRIPTS: block move")
class BlockMoveTest {
    private static final long ELSEWHERE = 0x2000;

    private final ScsiBench bench = new ScsiBench();
    private final Script script = bench.script();

    @BeforeEach
    void setUp() {
        bench.setUp();
    }

    /** The way of a command through 53c700.scr. */
    @Nested
    class Command {
        @Test
        void reads_block_0() throws Exception {
            bench.blocks.write(0, ByteBuffer.wrap("boot".getBytes(StandardCharsets.US_ASCII)));

            int status = bench.command(Phase.DATA_IN, 512, 0x28, 0, 0, 0, 0, 0, 0, 0, 1, 0);

            assertThat(status).isZero();
            assertThat(bench.bytes(DATA, 5)).containsExactly('b', 'o', 'o', 't', 0);
            assertThat(bench.bytes(MESSAGE_IN, 1)).containsExactly(0);
            assertThat(bench.load(ISTAT)).isZero();
        }

        @Test
        void interrupts_when_it_is_done_and_not_before() {
            bench.commandScript(null, 0, 0, 0, 0, 0, 0, 0);
            bench.start(SCRIPT);
            assertThat(bench.line).isEmpty();

            bench.clock.advance(SECOND);
            assertThat(bench.line).containsExactly(true);
            bench.load(DSTAT);
            assertThat(bench.line).containsExactly(true, false);
        }

        @Test
        void writes_blocks_and_takes_its_time_for_long_data() {
            for (int i = 0; i < 100 * 512; i += 4) {
                bench.memory.store(DATA + i, Width.WORD, i);
            }
            bench.commandScript(Phase.DATA_OUT, 100 * 512, 0x2A, 0, 0, 0, 0, 7, 0, 0, 100, 0);
            bench.start(SCRIPT);
            bench.clock.advance(1_000_000);
            assertThat(bench.load(ISTAT) & (CON | DIP)).isEqualTo(CON);

            bench.clock.advance(SECOND);
            bench.assertInterrupt(0x401);
            assertThat(bench.command(Phase.DATA_IN, 512, 0x08, 0, 0, 106, 1, 0)).isZero();
            assertThat(bench.memory.load(DATA + 4, Width.WORD)).isEqualTo(99 * 512 + 4);
        }

        @Test
        void takes_pieces_of_data_from_a_scatter_list_as_the_linux_driver_makes_it() {
            bench.put(MESSAGE_OUT, 0xC0);
            bench.put(COMMAND, 0x12, 0, 0, 0, 36, 0);
            long pieces = 0x3000;
            new Script(bench.memory, pieces)
                    .instruction(0x8000_0000L, 0) // a NOP
                    .move(8, Phase.DATA_IN, DATA)
                    .move(28, Phase.DATA_IN, DATA + 0x100)
                    .returns();
            script.selectWithAttention(DISK_ID, ELSEWHERE)
                    .move(1, Phase.MESSAGE_OUT, MESSAGE_OUT)
                    .move(6, Phase.COMMAND, COMMAND)
                    .call(pieces)
                    .move(1, Phase.STATUS, STATUS)
                    .interrupt(5);
            bench.run(SCRIPT);

            bench.assertInterrupt(5);
            assertThat(bench.bytes(DATA + 0x100, 5)).containsExactly('I', 'O', 'M', 'A', 'P');
        }

        @Test
        void sends_a_queue_tag() {
            bench.put(MESSAGE_OUT, 0xC0, 0x20, 0x05);
            bench.put(COMMAND, 0, 0, 0, 0, 0, 0);
            script.selectWithAttention(DISK_ID, ELSEWHERE)
                    .move(3, Phase.MESSAGE_OUT, MESSAGE_OUT)
                    .move(6, Phase.COMMAND, COMMAND)
                    .move(1, Phase.STATUS, STATUS)
                    .interrupt(6);
            bench.run(SCRIPT);

            bench.assertInterrupt(6);
        }
    }

    @Nested
    class Phases {
        private void select() {
            bench.put(MESSAGE_OUT, 0xC0);
            bench.put(COMMAND, 0x12, 0, 0, 0, 36, 0);
            script.selectWithAttention(DISK_ID, ELSEWHERE).move(1, Phase.MESSAGE_OUT, MESSAGE_OUT);
        }

        @Test
        void another_one_than_expected_interrupts() {
            select();
            script.move(1, Phase.DATA_IN, DATA);
            bench.run(SCRIPT);

            assertThat(bench.loadWord(DSP)).isEqualTo(SCRIPT + 24);
            assertThat(bench.load(SSTAT2) & 7).isEqualTo(Phase.COMMAND.lines());
            bench.assertScsi(MA);
        }

        @Test
        void one_that_ends_early_leaves_the_residue_in_DBC() {
            select();
            script.move(6, Phase.COMMAND, COMMAND).move(100, Phase.DATA_IN, DATA);
            bench.run(SCRIPT);

            bench.assertScsi(MA);
            assertThat(bench.loadWord(DBC) & 0xFF_FFFF).isEqualTo(64);
            assertThat(bench.load(DFIFO)).isEqualTo(64);
            assertThat(bench.load(CTEST0) & 1).isEqualTo(1);
            assertThat(bench.loadWord(DNAD)).isEqualTo(DATA + 36);
            assertThat(bench.load(SBCL) & 7).isEqualTo(Phase.STATUS.lines());
        }

        @Test
        void goes_on_where_it_was_after_the_driver_has_seen_it() {
            select();
            script.move(6, Phase.COMMAND, COMMAND).move(100, Phase.DATA_IN, DATA);
            long finish = script.here();
            script.move(1, Phase.STATUS, STATUS)
                    .move(1, Phase.MESSAGE_IN, MESSAGE_IN)
                    .clearAck();
            script.waitDisconnect().interrupt(0x401);
            bench.run(SCRIPT);
            bench.load(SSTAT0);
            bench.run(finish);

            bench.assertInterrupt(0x401);
        }

        @Test
        void a_jump_asks_for_the_phase_and_for_the_first_byte() {
            select();
            script.jumpWhen(Phase.STATUS, ELSEWHERE)
                    .move(6, Phase.COMMAND, COMMAND)
                    .move(36, Phase.DATA_IN, DATA)
                    .jumpIf(0x0F, 0xF0, ELSEWHERE)
                    .jumpIf(0xF0, 0xF0, SCRIPT + 0x100)
                    .interrupt(3);
            new Script(bench.memory, ELSEWHERE).interrupt(1);
            new Script(bench.memory, SCRIPT + 0x100).interrupt(2);
            bench.run(SCRIPT);

            assertThat(bench.load(SFBR)).isZero();
            bench.assertInterrupt(2);
        }

        @Test
        void the_acknowledge_of_a_message_is_held_until_it_is_cleared() {
            bench.commandScript(null, 0, 0, 0, 0, 0, 0, 0);
            long clearAck = SCRIPT + 5 * 8;
            new Script(bench.memory, clearAck)
                    .interrupt(3)
                    .clearAck()
                    .waitDisconnect()
                    .interrupt(4);
            bench.run(SCRIPT);

            bench.assertInterrupt(3);
            assertThat(bench.load(SBCL)).isEqualTo(0x40 | 0x20 | 7);
            bench.run(clearAck + 8);
            bench.assertInterrupt(4);
            assertThat(bench.load(SBCL)).isZero();
        }

        @Test
        void a_target_that_leaves_is_unexpected_unless_it_is_waited_for() {
            bench.commandScript(null, 0, 0, 0, 0, 0, 0, 0);
            new Script(bench.memory, SCRIPT + 6 * 8).move(1, Phase.STATUS, STATUS);
            bench.run(SCRIPT);

            bench.assertScsi(UDC);
        }
    }

    /** The way of a command through osiop.ss, by tables. */
    @Nested
    class Tables {
        @Test
        void block_moves_find_count_and_address_there() {
            long table = 0x5000;
            new Script(bench.memory, table)
                    .instruction(1L << (16 + DISK_ID), 0)
                    .instruction(1, MESSAGE_OUT)
                    .instruction(6, COMMAND)
                    .instruction(36, DATA);
            bench.put(MESSAGE_OUT, 0xC0);
            bench.put(COMMAND, 0x12, 0, 0, 0, 36, 0);
            bench.storeWord(DSA, table);
            script.instruction(0x4700_0000L, 0)
                    .moveFromTable(Phase.MESSAGE_OUT, 8)
                    .moveFromTable(Phase.COMMAND, 16)
                    .moveFromTable(Phase.DATA_IN, 24)
                    .interrupt(0xFF00);
            bench.run(SCRIPT);

            bench.assertInterrupt(0xFF00);
            assertThat(bench.bytes(DATA + 8, 5)).containsExactly('I', 'O', 'M', 'A', 'P');
        }

        @Test
        void an_indirect_move_finds_its_address_in_memory() {
            bench.memory.store(0x5000, Width.WORD, MESSAGE_OUT);
            bench.put(MESSAGE_OUT, 0xC0);
            script.selectWithAttention(DISK_ID, ELSEWHERE)
                    .instruction(0x2E00_0001L, 0x5000)
                    .interrupt(1);
            bench.run(SCRIPT);

            bench.assertInterrupt(1);
            assertThat(bench.loadWord(DNAD)).isEqualTo(MESSAGE_OUT + 1);
        }
    }
}
