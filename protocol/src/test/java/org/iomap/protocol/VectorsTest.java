package org.iomap.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The files of protocol/vectors are the protocol: the first line is the message, the rest are its bytes. */
@DisplayName("Vectors")
class VectorsTest {
    private static final long LONGEST = Limit.MESSAGE_BYTES.defaultValue();

    static List<Vector> accepted() {
        return Vector.in("vectors");
    }

    static List<Vector> refused() {
        return Vector.in("vectors/refused");
    }

    @ParameterizedTest
    @MethodSource("accepted")
    @Tag("FR-1")
    @Tag("FR-2")
    @Tag("GR-4")
    void decodes_to_its_title_and_encodes_to_its_bytes(Vector vector) {
        Wire.Message message = Wire.decode(vector.bytes(), LONGEST);

        assertThat(message.title()).isEqualTo(vector.title());
        assertThat(ByteBufUtil.hexDump(Wire.encode(message))).isEqualTo(vector.hex());
    }

    @ParameterizedTest
    @MethodSource("refused")
    @Tag("FR-4")
    @Tag("FR-6")
    @Tag("ER-4")
    @Tag("DC-1")
    @Tag("DC-3")
    @Tag("OR-7")
    @Tag("BT-2")
    @Tag("EV-1")
    @Tag("GR-4")
    void is_refused_with_its_title(Vector vector) {
        assertThatThrownBy(() -> Wire.decode(vector.bytes(), LONGEST))
                .isInstanceOf(ProtocolException.class)
                .hasMessage(vector.title());
    }

    @Test
    @Tag("GR-4")
    void are_there_for_every_request_reply_and_event() {
        Set<String> records = accepted().stream().map(VectorsTest::record).collect(Collectors.toSet());

        assertThat(records)
                .containsExactlyInAnyOrderElementsOf(Stream.of(Request.class, Reply.class, ListReply.class, Event.class)
                        .flatMap(type -> Arrays.stream(type.getPermittedSubclasses()))
                        .filter(Class::isRecord)
                        .map(Class::getSimpleName)
                        .toList());
    }

    @Test
    @Tag("GR-4")
    void are_there_for_the_reply_to_every_request() {
        Set<Opcode> answered = messages()
                .filter(message -> message.body() instanceof Reply && !(message.body() instanceof Failure))
                .map(message -> ((Reply) message.body()).opcode())
                .collect(Collectors.toSet());

        assertThat(answered)
                .containsExactlyInAnyOrderElementsOf(messages()
                        .filter(message -> message.body() instanceof Request)
                        .map(message -> ((Request) message.body()).opcode())
                        .collect(Collectors.toSet()));
    }

    @Test
    @Tag("ER-1")
    @Tag("GR-4")
    void are_there_for_a_failure_of_every_family_and_for_an_error() {
        List<Wire.Message> failures =
                messages().filter(message -> message.body() instanceof Failure).toList();

        assertThat(failures)
                .extracting(message -> ((Failure) message.body()).family())
                .contains(Family.values());
        assertThat(failures).extracting(Wire.Message::type).contains(MessageType.ERROR);
    }

    @Test
    @Tag("FR-3")
    void stand_one_after_the_other_in_a_stream_that_is_divided_without_knowing_what_was_asked() {
        ByteBuf stream = Unpooled.buffer();
        accepted().forEach(vector -> stream.writeBytes(vector.bytes()));

        List<String> messages = new ArrayList<>();
        while (stream.isReadable()) {
            int length = Header.length(stream, stream.readerIndex(), LONGEST);
            messages.add(ByteBufUtil.hexDump(stream.readSlice(length)));
        }

        assertThat(messages).isEqualTo(accepted().stream().map(Vector::hex).toList());
    }

    @Test
    @Tag("FR-1")
    void have_every_field_at_a_multiple_of_its_size_wherever_the_message_stands_in_a_buffer() {
        for (Vector vector : accepted()) {
            ByteBuf shifted = Unpooled.buffer().writeByte(0xFF).writeBytes(vector.bytes());
            shifted.skipBytes(1);

            assertThat(Wire.decode(shifted, LONGEST).title()).isEqualTo(vector.title());
        }
    }

    @Test
    @Tag("EV-1")
    void have_no_id_where_they_are_events() {
        for (Vector vector : accepted()) {
            ByteBuf bytes = vector.bytes();
            if (Header.type(bytes, 0) == MessageType.EVENT) {
                assertThat(bytes.getUnsignedInt(Header.ID_AT)).as(vector.name()).isZero();
            }
        }
    }

    private static Stream<Wire.Message> messages() {
        return accepted().stream().map(vector -> Wire.decode(vector.bytes(), LONGEST));
    }

    private static String record(Vector vector) {
        return vector.title().replaceAll("^(POSTED|MORE|ERROR) |\\[.*", "");
    }
}
