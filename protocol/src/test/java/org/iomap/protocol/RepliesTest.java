package org.iomap.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@DisplayName("Replies")
class RepliesTest {
    private static final long LONGEST = 4096;

    private final ByteBuf out = Unpooled.buffer();

    @Test
    @Tag("BT-5")
    void come_in_one_message_where_they_fit() {
        Names names = names(3);

        Replies.encode(names, LONGEST, out);

        assertThat(messages()).containsExactly(new Wire.Message(MessageType.REPLY, 0, names));
    }

    @Test
    @Tag("BT-5")
    @Tag("HS-8")
    void come_as_several_messages_where_a_list_is_too_long_and_only_the_last_is_not_marked_MORE() {
        Names names = names(1000);

        Replies.encode(names, LONGEST, out);

        List<Wire.Message> messages = messages();
        assertThat(messages).hasSizeGreaterThan(1);
        assertThat(messages.subList(0, messages.size() - 1)).allMatch(message -> message.flags() == Header.FLAG_MORE);
        assertThat(messages.get(messages.size() - 1).flags()).isZero();
        assertThat(joined(messages)).isEqualTo(names);
    }

    @Test
    @Tag("RQ-2")
    void are_not_joined_with_the_reply_to_another_request() {
        Names names = names(1);

        assertThatThrownBy(() -> names.followedBy(new Names(2, List.of()))).isInstanceOf(ProtocolException.class);
        assertThatThrownBy(() -> names.followedBy(new Done(1, Opcode.FENCE))).isInstanceOf(ProtocolException.class);
    }

    @Test
    @Tag("HS-8")
    void have_as_much_of_a_dump_as_a_message_holds() {
        Replies.encode(new CrashReport(1, 1, "x".repeat(10_000)), LONGEST, out);

        assertThat(messages())
                .singleElement()
                .satisfies(message ->
                        assertThat(((CrashReport) message.body()).text()).matches("x{2000,4096}"));
    }

    private static Names names(int count) {
        return new Names(
                1, IntStream.range(0, count).mapToObj(i -> new Name("name" + i)).toList());
    }

    private List<Wire.Message> messages() {
        List<Wire.Message> messages = new ArrayList<>();
        while (out.isReadable()) {
            ByteBuf frame = out.readSlice(Header.length(out, out.readerIndex(), LONGEST));
            messages.add(Wire.decode(frame, LONGEST));
        }
        return messages;
    }

    private static Reply joined(List<Wire.Message> messages) {
        Reply all = (Reply) messages.get(0).body();
        for (Wire.Message next : messages.subList(1, messages.size())) {
            all = ((ListReply<?>) all).followedBy((Reply) next.body());
        }
        return all;
    }
}
