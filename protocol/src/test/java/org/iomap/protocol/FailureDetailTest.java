package org.iomap.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufUtil;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@DisplayName("Failure")
class FailureDetailTest {
    @Test
    @Tag("ER-4")
    void keeps_a_text_of_256_bytes_and_shortens_a_longer_one() {
        assertThat(text("x".repeat(256))).isEqualTo("x".repeat(256));
        assertThat(text("x".repeat(257))).isEqualTo("x".repeat(256));
    }

    @Test
    @Tag("ER-4")
    void does_not_cut_a_character_in_two() {
        assertThat(text("x" + "é".repeat(200))).isEqualTo("x" + "é".repeat(127));
        assertThat(text("xy" + "😀".repeat(100))).isEqualTo("xy" + "😀".repeat(63));
        assertThat(ByteBufUtil.utf8Bytes(text("x".repeat(255) + "😀"))).isEqualTo(255);
    }

    @Test
    @Tag("ER-1")
    @Tag("ER-2")
    void has_its_family_and_its_code_in_one_word() {
        long status = Failure.status(Family.BUS, BusCode.HOLE.number());

        Failure failure = new Failure(1, Opcode.LOAD.number(), status, detail(""));

        assertThat(status).isEqualTo(0x0300_0003L);
        assertThat(failure.family()).isEqualTo(Family.BUS);
        assertThat(BusCode.of(failure.code())).isEqualTo(BusCode.HOLE);
        assertThat(failure.opcode()).isEqualTo(Opcode.LOAD);
    }

    private static String text(String text) {
        return detail(text).text();
    }

    private static FailureDetail detail(String text) {
        return new FailureDetail(1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, "", text);
    }
}
