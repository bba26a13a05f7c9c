package org.iomap.emulator.module.harmony;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * An input that is a WAV file, again and again: PCM of 8 or 16 bits, mono or stereo.
 *
 * <p>Between samples of the file there is a straight line, so that any rate will do. What a file says of itself is
 * believed as far as there are bytes for it.
 */
public final class WavInput implements AudioInput {
    private static final int LARGEST_FILE = 1 << 26;
    private static final int HEADER = 12;
    private static final int CHUNK_HEADER = 8;
    private static final int FORMAT_CHUNK = 16;
    private static final int RIFF = 0x4646_4952;
    private static final int WAVE = 0x4556_4157;
    private static final int FMT = 0x2074_6D66;
    private static final int DATA = 0x6174_6164;
    private static final int PCM = 1;
    private static final int EXTENSIBLE = 0xFFFE;
    private static final int EXTENDED_KIND = 24;
    private static final int LARGEST_RATE = 1_000_000;

    private final ByteBuffer samples;
    private final int rate;
    private final int channels;
    private final int sampleBytes;
    private final int frames;

    private WavInput(ByteBuffer samples, int rate, int channels, int sampleBytes) {
        this.samples = samples;
        this.rate = rate;
        this.channels = channels;
        this.sampleBytes = sampleBytes;
        this.frames = samples.limit() / (channels * sampleBytes);
    }

    /**
     * Returns the sound of a file.
     *
     * @throws IOException if it cannot be read, is larger than 64 MiB, or is no such WAV file
     */
    public static WavInput read(Path file) throws IOException {
        ByteBuffer bytes = bytes(file).order(ByteOrder.LITTLE_ENDIAN);
        if (bytes.limit() < HEADER || bytes.getInt(0) != RIFF || bytes.getInt(8) != WAVE) {
            throw new IOException(file + " is no WAV file");
        }
        ByteBuffer format = chunk(bytes, FMT);
        ByteBuffer data = chunk(bytes, DATA);
        if (format == null || format.limit() < FORMAT_CHUNK || data == null) {
            throw new IOException(file + " is no whole WAV file: it has no format or no samples");
        }
        int kind = Short.toUnsignedInt(format.getShort(0));
        int channels = Short.toUnsignedInt(format.getShort(2));
        int rate = format.getInt(4);
        int bits = Short.toUnsignedInt(format.getShort(14));
        boolean isRight = (kind == PCM || (kind == EXTENSIBLE && isPcm(format)))
                && (channels == 1 || channels == 2)
                && (bits == 8 || bits == 16)
                && rate > 0
                && rate <= LARGEST_RATE;
        if (!isRight) {
            throw new IOException(file + " is no PCM of 8 or 16 bits, mono or stereo");
        }
        WavInput input = new WavInput(data, rate, channels, bits / 8);
        if (input.frames == 0) {
            throw new IOException(file + " has no samples");
        }
        return input;
    }

    @Override
    public int sample(long frame, double hertz, int channel) {
        double at = frame * (rate / hertz);
        long before = (long) Math.floor(at);
        int here = sample(before, channel);
        return here + (int) Math.round((sample(before + 1, channel) - here) * (at - before));
    }

    private int sample(long frame, int channel) {
        int at = ((int) Math.floorMod(frame, (long) frames) * channels + Math.min(channel, channels - 1)) * sampleBytes;
        return sampleBytes == 1 ? (samples.get(at) ^ 0xFFFF_FF80) << 8 : samples.getShort(at);
    }

    /** Looks into the longer format chunk that some programs write. */
    private static boolean isPcm(ByteBuffer format) {
        return format.limit() >= EXTENDED_KIND + Short.BYTES && format.getShort(EXTENDED_KIND) == PCM;
    }

    private static ByteBuffer bytes(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(LARGEST_FILE + 1);
            if (bytes.length > LARGEST_FILE) {
                throw new IOException(file + " is larger than 64 MiB");
            }
            return ByteBuffer.wrap(bytes);
        }
    }

    /** Returns the content of the first chunk of a kind, as far as it is there, or null. */
    private static ByteBuffer chunk(ByteBuffer file, int kind) {
        long at = HEADER;
        while (at + CHUNK_HEADER <= file.limit()) {
            long length = Integer.toUnsignedLong(file.getInt((int) at + 4));
            int start = (int) at + CHUNK_HEADER;
            if (file.getInt((int) at) == kind) {
                int present = (int) Math.min(length, file.limit() - start);
                return file.slice(start, present).order(ByteOrder.LITTLE_ENDIAN);
            }
            at = start + length + (length & 1);
        }
        return null;
    }
}
