package org.iomap.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever arrives is refused with a {@link ProtocolException}, or is written as it was read. Five seconds in every
 * build, an hour with the profile {@code fuzz}; a finding belongs into the corpus in src/test/resources.
 */
@DisplayName("Decoder")
@Tag("FR-5")
@Tag("DC-1")
class DecoderFuzzTest {
    private static final long LONGEST = Limit.MESSAGE_BYTES.defaultValue();

    static Stream<byte[]> vectors() {
        return Stream.of("vectors", "vectors/refused")
                .flatMap(folder -> Vector.in(folder).stream())
                .map(vector -> ByteBufUtil.getBytes(vector.bytes()));
    }

    @MethodSource("vectors")
    @FuzzTest
    void refuses_any_bytes_or_writes_them_as_it_read_them(byte[] bytes) {
        ByteBuf in = Unpooled.wrappedBuffer(bytes);
        while (in.readableBytes() >= Header.LENGTH) {
            ByteBuf frame = frame(in);
            if (frame == null) {
                return;
            }
            readAndWrite(frame);
        }
    }

    /** The next message; null when its length is refused or it is not there yet. */
    private static ByteBuf frame(ByteBuf in) {
        try {
            int length = Header.length(in, in.readerIndex(), LONGEST);
            return length > in.readableBytes() ? null : in.readSlice(length);
        } catch (ProtocolException e) {
            return null;
        }
    }

    private static void readAndWrite(ByteBuf frame) {
        Wire.Message message;
        try {
            message = Wire.decode(frame, LONGEST);
        } catch (ProtocolException e) {
            assertThat(ByteBufUtil.utf8Bytes(e.getMessage())).isLessThanOrEqualTo(FailureDetail.LONGEST_TEXT);
            return;
        }

        ByteBuf written = Wire.encode(message);

        assertThat(Wire.decode(written.duplicate(), LONGEST).title()).isEqualTo(message.title());
        frame.setByte(Header.FLAGS_AT, message.flags());
        int read = Math.min(frame.readerIndex(), written.writerIndex());
        assertThat(fields(written, read)).isEqualTo(fields(frame, read));
    }

    /** What was read of a message, but for its length, which may count bytes of a later version. */
    private static String fields(ByteBuf message, int read) {
        return ByteBufUtil.hexDump(message, Integer.BYTES, read - Integer.BYTES);
    }
}
