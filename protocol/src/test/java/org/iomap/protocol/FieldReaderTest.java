package org.iomap.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.HexFormat;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@DisplayName("Field reader")
class FieldReaderTest {
    @Nested
    @Tag("FR-1")
    @Tag("FR-2")
    class Numbers {
        @Test
        void are_big_endian_and_unsigned() {
            FieldReader in = reader("fffe 0000 fffffffd 00000000 00000000 fffffffffffffffc");

            assertThat(in.u16()).isEqualTo(0xFFFE);
            assertThat(in.u32()).isEqualTo(0xFFFF_FFFDL);
            assertThat(in.u32()).isZero();
            assertThat(in.u64()).isEqualTo(-4);
        }

        @Test
        void stand_at_a_multiple_of_their_size_from_the_start_of_the_message() {
            ByteBuf bytes = bytes("ff ff ff 0001 0000 00000002");
            bytes.skipBytes(3);
            FieldReader in = new FieldReader(bytes, 3);

            assertThat(in.u16()).isEqualTo(1);
            assertThat(in.u32()).isEqualTo(2);
        }

        @Test
        @Tag("FR-6")
        void have_a_gap_of_zeros_before_them() {
            FieldReader in = reader("0001 0001 00000002");
            in.u16();

            refused(in::u32, "FR-6: byte 3 is reserved and not zero");
        }

        @Test
        @Tag("DC-1")
        void are_refused_when_the_message_ends_in_them_or_in_the_gap_before_them() {
            refused(reader("00")::u16, "FR-3: a field of 2 bytes where 1 are left");
            refused(reader("000000")::u32, "FR-3: a field of 4 bytes where 3 are left");
            refused(reader("")::u64, "FR-3: a field of 8 bytes where 0 are left");
            FieldReader in = reader("0001 00");
            in.u16();
            refused(in::u32, "FR-3: a field of 2 bytes where 1 are left");
        }
    }

    @Nested
    class Strings {
        @Test
        void are_utf8() {
            assertThat(reader("00000003 e282ac").string()).isEqualTo("€");
            assertThat(reader("00000000").string()).isEmpty();
        }

        @Test
        void may_hold_the_replacement_character_itself() {
            assertThat(reader("00000003 efbfbd").string()).isEqualTo("\uFFFD");
        }

        @Test
        void are_refused_when_they_are_not_utf8() {
            for (String malformed : new String[] {"c0 80", "ed a0 80", "ff", "e2 82", "efbfbd ff"}) {
                int length = malformed.replace(" ", "").length() / 2;
                refused(reader("0000000" + length + malformed)::string, "FR-3: a string is not UTF-8");
            }
        }

        @Test
        @Tag("DC-1")
        void are_refused_when_they_are_longer_than_the_message() {
            refused(reader("00000004 414243")::string, "FR-3: a field of 4 bytes where 3 are left");
            refused(reader("ffffffff 414243")::string, "FR-3: a field of 4294967295 bytes where 3 are left");
            refused(reader("80000000 414243")::string, "FR-3: a field of 2147483648 bytes where 3 are left");
        }

        @Test
        @Tag("ER-4")
        void are_refused_when_they_are_longer_than_the_field_may_be() {
            assertThat(reader("00000003 414243").string(3)).isEqualTo("ABC");
            refused(() -> reader("00000003 414243").string(2), "FR-3: a string of 3 bytes, of at most 2");
        }

        @Test
        @Tag("DC-3")
        void are_names_when_they_have_the_form_of_one_or_are_empty() {
            assertThat(reader("00000006 6c6173692e35").name()).isEqualTo("lasi.5");
            assertThat(reader("00000000").name()).isEmpty();
            for (String malformed : new String[] {"00000001 2e", "00000001 2f", "00000002 6100", "00000002 610a"}) {
                refused(reader(malformed)::name, "DC-3: a name is 1 to 64 of A-Z a-z 0-9 . _ -");
            }
            assertThat(reader("00000040" + "61".repeat(64)).name()).hasSize(64);
            refused(reader("00000041" + "61".repeat(65))::name, "DC-3: a name is 1 to 64 of A-Z a-z 0-9 . _ -");
        }
    }

    @Nested
    class Bytes {
        @Test
        void start_at_a_multiple_of_8_and_are_a_slice_of_the_message() {
            ByteBuf message = bytes("00000003 00000000 010203");

            ByteBuf bytes = new FieldReader(message, 0).bytes();

            assertThat(bytes).isEqualTo(bytes("010203"));
            message.setByte(8, 0x7F);
            assertThat(bytes.getByte(0)).isEqualTo((byte) 0x7F);
        }

        @Test
        @Tag("DC-1")
        void are_refused_when_they_are_longer_than_the_message() {
            refused(reader("00000004 00000000 010203")::bytes, "FR-3: a field of 4 bytes where 3 are left");
            refused(reader("ffffffff 00000000 010203")::bytes, "FR-3: a field of 4294967295 bytes where 3 are left");
        }

        @Test
        void are_refused_when_they_are_no_whole_elements() {
            assertThat(reader("00000004 00000000 01020304").elements(Width.WORD).readableBytes())
                    .isEqualTo(4);
            refused(
                    () -> reader("00000003 00000000 010203").elements(Width.HALFWORD),
                    "FR-3: 3 bytes are no elements of 2");
        }
    }

    @Nested
    class Lists {
        @Test
        void have_every_entry_at_a_multiple_of_8() {
            assertThat(reader("00000002 00000000 00000007 00000000 00000008").list(FeatureId::decode))
                    .containsExactly(new FeatureId(7), new FeatureId(8));
        }

        @Test
        @Tag("FR-4")
        @Tag("DC-1")
        void are_refused_before_memory_is_set_aside_when_the_message_cannot_hold_them() {
            refused(
                    () -> reader("ffffffff 00000000").list(FeatureId::decode),
                    "FR-3: a list of 4294967295 entries in 4 bytes");
            refused(() -> reader("00000002 00000000").list(FeatureId::decode), "FR-3: a list of 2 entries in 4 bytes");
        }
    }

    @Nested
    @Tag("GR-2")
    @Tag("FR-6")
    class The_end {
        @Test
        void may_be_followed_by_fields_of_a_later_version_that_say_nothing() {
            FieldReader in = reader("00000001 0000000000000000");
            in.u32();
            in.end();
        }

        @Test
        void may_not_be_followed_by_anything_else() {
            FieldReader in = reader("00000001 0000000000000001");
            in.u32();

            refused(in::end, "FR-6: byte 11 is reserved and not zero");
        }
    }

    private static FieldReader reader(String hex) {
        return new FieldReader(bytes(hex), 0);
    }

    private static ByteBuf bytes(String hex) {
        return Unpooled.wrappedBuffer(HexFormat.of().parseHex(hex.replace(" ", "")));
    }

    private static void refused(Runnable read, String text) {
        assertThatThrownBy(read::run).isInstanceOf(ProtocolException.class).hasMessage(text);
    }
}
