package org.iomap.emulator.module.scsi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.iomap.emulator.module.scsi.Phase.DATA_IN;
import static org.iomap.emulator.module.scsi.Phase.DATA_OUT;
import static org.iomap.emulator.module.scsi.ScsiBench.DATA;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each command goes over the bus, by a script of the controller. */
@DisplayName("Disk")
class DiskTest {
    private static final int GOOD = 0x00;
    private static final int CHECK_CONDITION = 0x02;
    private static final int BLOCKS = 1000;

    private ScsiBench bench = new ScsiBench(new MemoryBlocks(BLOCKS, false));

    /** Refuses {@code command}, and gives sense key and additional sense code: 0x524 is key 5, code 24. */
    private int refusal(int... command) {
        assertThat(bench.command(null, 0, command)).isEqualTo(CHECK_CONDITION);
        return sense();
    }

    private int sense() {
        assertThat(bench.command(DATA_IN, 18, 0x03, 0, 0, 0, 18, 0)).isEqualTo(GOOD);
        int[] sense = bench.bytes(DATA, 18);
        assertThat(sense[0]).isEqualTo(0x70);
        return sense[2] << 8 | sense[12];
    }

    private void good(int... command) {
        assertThat(bench.command(null, 0, command)).isEqualTo(GOOD);
    }

    private int[] read(int bytes, int... command) {
        assertThat(bench.command(DATA_IN, bytes, command)).isEqualTo(GOOD);
        return bench.bytes(DATA, bytes);
    }

    @Nested
    class Identity {
        @Test
        void inquiry_tells_a_SCSI_2_disk() {
            int[] inquiry = read(36, 0x12, 0, 0, 0, 36, 0);

            assertThat(inquiry).startsWith(0x00, 0x00, 0x02, 0x02, 31);
            assertThat(new String(bench.data(36), 8, 24, StandardCharsets.US_ASCII))
                    .isEqualTo("IOMAP   EMULATED DISK   ");
        }

        @Test
        void inquiry_gives_no_more_than_there_is_room_for() {
            assertThat(read(5, 0x12, 0, 0, 0, 5, 0)).containsExactly(0, 0, 2, 2, 31);
            good(0x12, 0, 0, 0, 0, 0);
        }

        @Test
        void there_is_one_logical_unit() {
            assertThat(read(36, 0x12, 0x20, 0, 0, 36, 0)).isNotNull();
            assertThat(read(16, 0xA0, 0, 0, 0, 0, 0, 0, 0, 0, 16, 0, 0)).startsWith(0, 0, 0, 8);
        }

        @Test
        void vital_product_data_has_a_serial_number() {
            assertThat(read(6, 0x12, 1, 0x00, 0, 6, 0)).containsExactly(0, 0, 0, 2, 0x00, 0x80);
            assertThat(read(8, 0x12, 1, 0x80, 0, 8, 0)).containsExactly(0, 0x80, 0, 4, '0', '0', '0', '1');
            assertThat(refusal(0x12, 1, 0x83, 0, 8, 0)).isEqualTo(0x524);
        }

        @Test
        void capacity_is_the_last_block_and_the_length_of_one() {
            assertThat(read(8, 0x25, 0, 0, 0, 0, 0, 0, 0, 0, 0))
                    .containsExactly(0, 0, (BLOCKS - 1) >> 8, (BLOCKS - 1) & 0xFF, 0, 0, 2, 0);
        }
    }

    @Nested
    class Other_units {
        @Test
        void are_not_supported() {
            bench.put(ScsiBench.MESSAGE_OUT, 0xC1);
            bench.put(ScsiBench.COMMAND, 0x12, 0, 0, 0, 1, 0);
            bench.script()
                    .selectWithAttention(ScsiBench.DISK_ID, 0)
                    .move(1, Phase.MESSAGE_OUT, ScsiBench.MESSAGE_OUT)
                    .move(6, Phase.COMMAND, ScsiBench.COMMAND)
                    .move(1, Phase.DATA_IN, DATA)
                    .move(1, Phase.STATUS, ScsiBench.STATUS)
                    .interrupt(1);
            bench.run(ScsiBench.SCRIPT);

            assertThat(bench.bytes(DATA, 1)).containsExactly(0x7F);
        }
    }

    @Nested
    class Medium {
        @Test
        void keeps_what_was_written() {
            bench.put(DATA, 1, 2, 3);
            assertThat(bench.command(DATA_OUT, 512, 0x0A, 0, 0, 5, 1, 0)).isEqualTo(GOOD);
            bench.put(DATA, 0, 0, 0);

            assertThat(read(512, 0x28, 0, 0, 0, 0, 5, 0, 0, 1, 0)).startsWith(1, 2, 3, 0);
        }

        @Test
        void zero_blocks_are_256_in_the_short_command_and_none_in_the_long_one() {
            assertThat(read(256 * 512, 0x08, 0, 0, 0, 0, 0)).hasSize(256 * 512);
            good(0x28, 0, 0, 0, 0, 0, 0, 0, 0, 0);
        }

        @ParameterizedTest
        @CsvSource({"0x28,1000,1", "0x28,999,2", "0x28,0xFFFFFFFF,1", "0x2A,1024,1", "0x2B,1000,0", "0x2F,1000,1"})
        void ends_at_its_capacity(int operation, long block, int count) {
            int high = (int) (block >> 24);
            int middle = (int) (block >> 16);
            int low = (int) (block >> 8);
            assertThat(refusal(operation, 0, high, middle, low, (int) block, 0, 0, count, 0))
                    .isEqualTo(0x521);
        }

        @Test
        void verifies_that_blocks_are_there_and_what_is_in_them() {
            good(0x2F, 0, 0, 0, 0, 0, 0, 0, 1, 0);
            bench.put(DATA, new int[512]);
            assertThat(bench.command(DATA_OUT, 512, 0x2F, 2, 0, 0, 0, 0, 0, 0, 1, 0))
                    .isEqualTo(GOOD);
            bench.put(DATA + 511, 1);
            assertThat(bench.command(DATA_OUT, 512, 0x2F, 2, 0, 0, 0, 0, 0, 0, 1, 0))
                    .isEqualTo(CHECK_CONDITION);
            assertThat(sense()).isEqualTo(0xE1D);
        }

        @Test
        void is_not_ready_while_it_is_stopped() {
            good(0x1B, 0, 0, 0, 0, 0);
            assertThat(refusal(0, 0, 0, 0, 0, 0)).isEqualTo(0x204);
            good(0x35, 0, 0, 0, 0, 0, 0, 0, 0, 0);
            good(0x1B, 0, 0, 0, 1, 0);
            good(0, 0, 0, 0, 0, 0);
        }

        @Test
        void is_not_written_when_it_is_read_only() {
            bench = new ScsiBench(new MemoryBlocks(BLOCKS, true));

            assertThat(refusal(0x2A, 0, 0, 0, 0, 0, 0, 0, 1, 0)).isEqualTo(0x727);
            assertThat(read(4, 0x1A, 8, 0x3F, 0, 4, 0)[2]).isEqualTo(0x80);
        }
    }

    @Nested
    class Refusal {
        @ParameterizedTest
        @CsvSource({"0x04", "0x0D", "0xE0"})
        void of_FORMAT_UNIT_and_what_is_not_known(int operation) {
            assertThat(refusal(operation, 0, 0, 0, 0, 0)).isEqualTo(0x520);
        }

        @Test
        void is_forgotten_when_it_was_told_or_another_command_came() {
            refusal(0x04, 0, 0, 0, 0, 0);
            assertThat(sense()).isZero();

            bench.command(null, 0, 0x04, 0, 0, 0, 0, 0);
            good(0, 0, 0, 0, 0, 0);
            assertThat(sense()).isZero();
        }
    }

    @Nested
    class Mode_pages {
        @Test
        void tell_a_geometry_that_holds_the_blocks() {
            int[] page = read(36, 0x1A, 0, 0x04, 0, 36, 0);

            assertThat(page).startsWith(35, 0, 0, 8, 0, 0, BLOCKS >> 8, BLOCKS & 0xFF, 0, 0, 2, 0, 0x04, 22);
            assertThat(page[12 + 5]).isEqualTo(8);
        }

        @Test
        void come_all_at_once_or_by_the_long_command() {
            assertThat(read(64, 0x1A, 8, 0x3F, 0, 64, 0)).startsWith(63, 0, 0, 0, 0x03, 22);
            assertThat(read(20, 0x5A, 8, 0x08, 0, 0, 0, 0, 0, 20, 0)).startsWith(0, 18, 0, 0, 0, 0, 0, 0, 0x08, 10);
        }

        @Test
        void have_nothing_that_can_be_changed_or_saved() {
            assertThat(read(28, 0x1A, 8, 0x44, 0, 28, 0)).endsWith(new int[22]);
            assertThat(refusal(0x1A, 0, 0xC4, 0, 28, 0)).isEqualTo(0x539);
            assertThat(refusal(0x1A, 0, 0x02, 0, 28, 0)).isEqualTo(0x524);
        }

        @Test
        void are_selected_as_they_are() {
            int[] pages = read(36, 0x1A, 0, 0x04, 0, 36, 0);
            bench.put(DATA, pages);
            assertThat(bench.command(DATA_OUT, 36, 0x15, 0x10, 0, 0, 36, 0)).isEqualTo(GOOD);

            bench.put(DATA + 12 + 5, 9);
            assertThat(bench.command(DATA_OUT, 36, 0x15, 0x10, 0, 0, 36, 0)).isEqualTo(CHECK_CONDITION);
            assertThat(sense()).isEqualTo(0x526);
        }

        @ParameterizedTest
        @CsvSource({"3,0,0x51A", "4,8,0x51A", "10,8,0x51A", "12,8,0x526", "5,0,0x526"})
        void refuse_a_list_that_is_too_short_or_nonsense(int length, int descriptor, int sense) {
            bench.put(DATA, 0, 0, 0, descriptor, 0, 0, 0, 0, 0, 0, 0, 0);

            assertThat(bench.command(DATA_OUT, length, 0x15, 0x10, 0, 0, length, 0))
                    .isEqualTo(CHECK_CONDITION);
            assertThat(sense()).isEqualTo(sense);
        }
    }

    @Nested
    class In_a_file {
        @TempDir
        private Path directory;

        @Test
        void keeps_what_was_written_there() throws IOException {
            Path image = Files.write(directory.resolve("disk.img"), new byte[3 * 512 + 100]);
            bench = new ScsiBench(FileBlocks.open(image, false));
            bench.put(DATA, 'h', 'i');
            bench.command(DATA_OUT, 512, 0x2A, 0, 0, 0, 0, 2, 0, 0, 1, 0);
            good(0x35, 0, 0, 0, 0, 0, 0, 0, 0, 0);

            assertThat(bench.blocks.count()).isEqualTo(3);
            assertThat(Files.readAllBytes(image)).hasSize(3 * 512 + 100).containsSequence('h', 'i', 0);
            assertThat(read(512, 0x08, 0, 0, 2, 1, 0)).startsWith('h', 'i', 0);
        }

        @Test
        void that_became_shorter_is_a_medium_error() throws IOException {
            Path image = Files.write(directory.resolve("disk.img"), new byte[3 * 512]);
            bench = new ScsiBench(FileBlocks.open(image, true));
            Files.write(image, new byte[512]);

            bench.commandScript(DATA_IN, 512, 0x28, 0, 0, 0, 0, 2, 0, 0, 1, 0);
            bench.run(ScsiBench.SCRIPT);
            assertThat(bench.load(ScsiBench.SSTAT0)).isEqualTo(ScsiBench.MA);
            bench.run(ScsiBench.SCRIPT + 4 * 8);
            assertThat(bench.bytes(ScsiBench.STATUS, 1)).containsExactly(CHECK_CONDITION);
            assertThat(bench.load(ScsiBench.DSTAT)).isEqualTo(0x80 | ScsiBench.SIR);
            assertThat(sense()).isEqualTo(0x311);
        }

        @Test
        void has_one_block_at_least() throws IOException {
            Path image = Files.write(directory.resolve("disk.img"), new byte[511]);

            assertThatThrownBy(() -> FileBlocks.open(image, true)).isInstanceOf(IOException.class);
        }

        @Test
        void is_read_past_the_first_piece() throws IOException {
            byte[] content = new byte[64 * 512];
            ByteBuffer.wrap(content).putInt(63 * 512, 0x1234_5678);
            bench = new ScsiBench(FileBlocks.open(Files.write(directory.resolve("disk.img"), content), true));

            assertThat(read(64 * 512, 0x08, 0, 0, 0, 64, 0)).containsSequence(0x12, 0x34, 0x56, 0x78);
        }
    }
}
