package org.iomap.emulator.kernel.sysfs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.iomap.emulator.kernel.Hardware;
import org.iomap.emulator.kernel.Opened;
import org.iomap.emulator.kernel.Workstation;
import org.iomap.protocol.Width;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("The file of a PCI function's configuration space")
class ConfigurationFileTest {
    private static final Opened BY_ROOT = new Opened(0);
    private static final Opened BY_USER = new Opened(1000);

    private static final int TEACHING = 1 << 3;

    private final Hardware hardware = new Workstation().hardware();
    private final ConfigurationFile file = new ConfigurationFile(hardware, TEACHING);

    @Nested
    class Read {
        @Test
        void gives_the_bytes_as_they_stand_there() {
            assertThat(read(BY_ROOT, 16, 0)).isEqualTo("4d490100030010000100 00ff 00000000".replace(" ", ""));
            assertThat(read(BY_USER, 2, 2)).isEqualTo("0100");
        }

        @Test
        void gives_the_header_to_everybody_and_the_rest_to_root() {
            assertThat(read(BY_USER, 4096, 0)).hasSize(2 * 64);
            assertThat(read(BY_USER, 4, 62)).hasSize(2 * 2);
            assertThat(read(BY_USER, 4, 64)).isEmpty();
            assertThat(read(BY_ROOT, 4096, 0)).hasSize(2 * 256);
            assertThat(read(BY_ROOT, 4, 255)).hasSize(2);
            assertThat(read(BY_ROOT, 4, 256)).isEmpty();
            assertThat(read(BY_ROOT, 4, Long.MAX_VALUE)).isEmpty();
        }

        private String read(Opened who, int count, long position) {
            ByteBuffer into = ByteBuffer.allocate(count);
            assertThat(file.read(who, into, position)).isEqualTo(into.position());
            return HexFormat.of().formatHex(into.array(), 0, into.position());
        }
    }

    @Nested
    class Write {
        @Test
        void stores_what_can_be_written() {
            assertThat(write("07000000", 4)).isEqualTo(4);

            assertThat(hardware.configLoad(TEACHING, 4, Width.HALFWORD)).isEqualTo(7);
        }

        @Test
        void stores_a_base_address_at_once() {
            long before = hardware.configLoad(TEACHING, 0x10, Width.WORD);
            assertThat(write("ff00c0f6", 0x10)).isEqualTo(4);

            assertThat(before).isNotEqualTo(0xF6C0_0000L);
            assertThat(hardware.configLoad(TEACHING, 0x10, Width.WORD)).isEqualTo(0xF6C0_0000L);
        }

        @Test
        void takes_bytes_at_any_place() {
            assertThat(write("0102030405060708", 0x5D)).isEqualTo(8);

            assertThat(hardware.configLoad(TEACHING, 0x5C, Width.WORD)).isEqualTo(0x0302_0100L);
            assertThat(hardware.configLoad(TEACHING, 0x60, Width.WORD)).isEqualTo(0x0706_0504L);
            assertThat(hardware.configLoad(TEACHING, 0x64, Width.WORD)).isEqualTo(0x08L);
        }

        @Test
        void ends_where_the_space_ends() {
            assertThat(write("1122334455", 0xFE)).isEqualTo(2);
            assertThat(write("11", 0x100)).isZero();
            assertThat(write("11", Long.MAX_VALUE)).isZero();
            assertThat(hardware.configLoad(TEACHING, 0xFC, Width.WORD)).isEqualTo(0x2211_0000L);
        }

        private int write(String bytes, long position) {
            return file.write(BY_ROOT, ByteBuffer.wrap(HexFormat.of().parseHex(bytes)), position);
        }
    }
}
