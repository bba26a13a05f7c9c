package org.iomap.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Header")
class HeaderTest {
    private static final long LONGEST = 4096;

    @ParameterizedTest
    @ValueSource(longs = {16, 32, 4096})
    @Tag("FR-4")
    void has_a_length_from_16_to_the_limit(long length) {
        assertThat(Header.length(header(length), 0, LONGEST)).isEqualTo((int) length);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 15, 24, 4097, 4112, 0x7FFF_FFF0L, 0x8000_0000L, 0xFFFF_FFF0L})
    @Tag("FR-4")
    @Tag("DC-1")
    void is_refused_with_any_other_length(long length) {
        assertThatThrownBy(() -> Header.length(header(length), 0, LONGEST))
                .isInstanceOf(ProtocolException.class)
                .hasMessage("FR-4: length 0x%08x is not a multiple of 16 from 16 to 4096", length);
    }

    @ParameterizedTest
    @EnumSource(MessageType.class)
    @Tag("FR-6")
    void is_accepted_with_every_flag_that_may_be_ignored(MessageType type) {
        assertThat(Header.flags(header(16).setByte(Header.FLAGS_AT, 0x0F), 0, type))
                .isZero();
    }

    @ParameterizedTest
    @EnumSource(MessageType.class)
    @Tag("FR-6")
    void is_refused_with_every_flag_that_must_be_understood_and_is_not_defined(MessageType type) {
        for (int flag = 0x10; flag <= 0x80; flag <<= 1) {
            ByteBuf header = header(16).setByte(Header.FLAGS_AT, flag);
            if ((type.flags() & flag) != 0) {
                assertThat(Header.flags(header, 0, type)).isEqualTo(flag);
            } else {
                assertThatThrownBy(() -> Header.flags(header, 0, type))
                        .extracting(e -> ((ProtocolException) e).code())
                        .isEqualTo(ProtocolCode.FLAGS);
            }
        }
    }

    @Test
    @Tag("DC-2")
    void is_checked_from_its_length_to_its_flags() {
        ByteBuf wrong =
                Unpooled.buffer().writeInt(17).writeByte(9).writeByte(0xF0).writeZero(Header.LENGTH);

        assertThat(refusal(wrong)).isEqualTo(ProtocolCode.LENGTH);
        assertThat(refusal(wrong.setInt(0, 16))).isEqualTo(ProtocolCode.TYPE);
        assertThat(refusal(wrong.setByte(Header.TYPE_AT, 1))).isEqualTo(ProtocolCode.FLAGS);
        assertThat(refusal(wrong.setByte(Header.FLAGS_AT, 0))).isEqualTo(ProtocolCode.UNSUPPORTED);
    }

    private static ProtocolCode refusal(ByteBuf message) {
        return assertThatThrownBy(() -> Wire.decode(message.duplicate(), LONGEST))
                .asInstanceOf(InstanceOfAssertFactories.throwable(ProtocolException.class))
                .actual()
                .code();
    }

    private static ByteBuf header(long length) {
        return Unpooled.buffer().writeInt((int) length).writeZero(Header.LENGTH - Integer.BYTES);
    }
}
