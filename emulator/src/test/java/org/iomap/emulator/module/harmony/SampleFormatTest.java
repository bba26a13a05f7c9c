package org.iomap.emulator.module.harmony;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SampleFormatTest {
    /** The numbers are those of ITU-T G.711, in 16 bits. */
    @ParameterizedTest
    @CsvSource({
        "MU_LAW,0x00,-32124", "MU_LAW,0x80,32124", "MU_LAW,0xFF,0", "MU_LAW,0x7F,0", "MU_LAW,0x2A,-5372",
        "MU_LAW,0xD5,716", "A_LAW,0x00,-5504", "A_LAW,0x80,5504", "A_LAW,0xFF,848", "A_LAW,0x7F,-848",
        "A_LAW,0x2A,-32256", "A_LAW,0xD5,8", "UNSIGNED_8,0x80,0", "UNSIGNED_8,0x00,-32768", "UNSIGNED_8,0xFF,32512"
    })
    void decodes(SampleFormat format, int code, int sample) {
        assertThat(format.decode(new byte[] {0, (byte) code}, 1)).isEqualTo(sample);
    }

    @ParameterizedTest
    @CsvSource({
        "MU_LAW,1030,0xCD", "MU_LAW,-1030,0x4D", "MU_LAW,0,0xFF", "MU_LAW,32767,0x80", "MU_LAW,-32768,0x00",
        "A_LAW,1030,0xE5", "A_LAW,-1030,0x65", "A_LAW,0,0xD5", "A_LAW,32767,0xAA", "A_LAW,-32768,0x2A",
        "UNSIGNED_8,255,0x80", "UNSIGNED_8,-1,0x7F", "UNSIGNED_8,32767,0xFF", "UNSIGNED_8,-32768,0x00"
    })
    void encodes(SampleFormat format, int sample, int code) {
        byte[] buffer = new byte[2];
        format.encode(sample, buffer, 1);

        assertThat(buffer).containsExactly(0, code);
    }

    @ParameterizedTest
    @EnumSource(SampleFormat.class)
    void gives_back_every_sample_that_it_can_write(SampleFormat format) {
        byte[] buffer = new byte[2];
        for (int code = 0; code < 0x10000; code++) {
            buffer[0] = (byte) (code >> 8);
            buffer[1] = (byte) code;
            int sample = format.decode(buffer, 0);
            format.encode(sample, buffer, 0);

            assertThat(format.decode(buffer, 0)).isEqualTo(sample);
        }
    }
}
