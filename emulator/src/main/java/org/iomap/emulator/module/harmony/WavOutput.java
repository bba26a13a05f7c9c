package org.iomap.emulator.module.harmony;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.iomap.emulator.trace.Trace;
import org.iomap.protocol.TraceKind;

/**
 * An output into a WAV file: PCM of 16 bits, stereo, one buffer behind the other without the silence between them.
 *
 * <p>The first buffer replaces the file and gives it its rate; those of another rate are converted to that. The file is
 * a whole WAV file after every buffer, and takes nothing more past 1 GiB or after an error.
 */
public final class WavOutput implements AudioOutput {
    private static final int HEADER = 44;
    private static final int FRAME = 4;
    private static final long LARGEST_FILE = 1L << 30;
    private static final short PCM = 1;
    private static final short CHANNELS = 2;
    private static final short SAMPLE_BITS = 16;

    private final Path file;
    private final Trace trace;
    private double fileHertz;
    private long frames;
    private boolean isClosed;

    public WavOutput(Path file, Trace trace) {
        this.file = file;
        this.trace = trace;
    }

    @Override
    public void heard(long buffer, short[] samples, int count, double hertz) {
        if (isClosed) {
            return;
        }
        boolean isFirst = fileHertz == 0;
        if (isFirst) {
            fileHertz = hertz;
        }
        ByteBuffer content = converted(samples, count, hertz);
        if (HEADER + frames * FRAME + content.remaining() > LARGEST_FILE) {
            close("is full");
            return;
        }
        try {
            append(content, isFirst);
        } catch (IOException e) {
            close("cannot be written: " + e);
        }
    }

    private void append(ByteBuffer content, boolean isFirst) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.CREATE)) {
            if (isFirst) {
                channel.truncate(0);
            }
            long end = HEADER + frames * FRAME;
            frames += content.remaining() / FRAME;
            while (content.hasRemaining()) {
                end += channel.write(content, end);
            }
            channel.write(header(), 0);
        }
    }

    private ByteBuffer converted(short[] samples, int count, double hertz) {
        int made = (int) Math.round(count * (fileHertz / hertz));
        ByteBuffer bytes = ByteBuffer.allocate(made * FRAME).order(ByteOrder.LITTLE_ENDIAN);
        for (int frame = 0; frame < made; frame++) {
            int from = Math.min(count - 1, (int) (frame * (hertz / fileHertz)));
            bytes.putShort(samples[2 * from]).putShort(samples[2 * from + 1]);
        }
        return bytes.flip();
    }

    private ByteBuffer header() {
        int dataBytes = (int) (frames * FRAME);
        int rate = (int) Math.round(fileHertz);
        ByteBuffer header = ByteBuffer.allocate(HEADER).order(ByteOrder.LITTLE_ENDIAN);
        header.put(ascii("RIFF")).putInt(HEADER - 8 + dataBytes).put(ascii("WAVE"));
        header.put(ascii("fmt ")).putInt(16).putShort(PCM).putShort(CHANNELS);
        header.putInt(rate).putInt(rate * FRAME).putShort((short) FRAME).putShort(SAMPLE_BITS);
        header.put(ascii("data")).putInt(dataBytes);
        return header.flip();
    }

    private void close(String why) {
        isClosed = true;
        trace.note(TraceKind.MACHINE, 0, "harmony: " + file + " " + why);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
