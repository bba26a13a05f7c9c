package org.iomap.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@DisplayName("Field writer")
class FieldWriterTest {
    private final ByteBuf out = Unpooled.buffer();

    @Test
    @Tag("FR-1")
    @Tag("FR-6")
    void aligns_every_number_to_its_size_with_zeros() {
        new FieldWriter(out, 0).u16(1).u32(2).u16(3).u64(4);

        assertThat(written()).isEqualTo("0001000000000002" + "0003000000000000" + "0000000000000004");
    }

    @Test
    @Tag("FR-1")
    void counts_from_the_start_of_the_message_and_not_of_the_buffer() {
        out.writeByte(0xFF);
        new FieldWriter(out, 1).u16(1).u32(2);

        assertThat(written()).isEqualTo("ff" + "0001000000000002");
    }

    @Test
    void puts_the_number_of_bytes_before_a_string() {
        new FieldWriter(out, 0).string("é").string("");

        assertThat(written()).isEqualTo("00000002c3a90000" + "00000000");
    }

    @Test
    void sends_half_a_surrogate_pair_as_a_question_mark() {
        new FieldWriter(out, 0).string("\uD800");

        assertThat(written()).isEqualTo("000000013f");
    }

    @Test
    void copies_bytes_to_a_multiple_of_8_and_leaves_the_source_alone() {
        ByteBuf source = Unpooled.wrappedBuffer(new byte[] {1, 2, 3});
        new FieldWriter(out, 0).bytes(source);

        assertThat(written()).isEqualTo("0000000300000000" + "010203");
        assertThat(source.readableBytes()).isEqualTo(3);
    }

    @Test
    void puts_every_entry_of_a_list_at_a_multiple_of_8() {
        new FieldWriter(out, 0).list(List.of(new FeatureId(7), new FeatureId(8)));

        assertThat(written()).isEqualTo("0000000200000000" + "0000000700000000" + "00000008");
    }

    private String written() {
        return ByteBufUtil.hexDump(out);
    }
}
