package org.iomap.cli.command;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;

/** Writes a true-colour picture row by row. Source: W3C Portable Network Graphics, sections 5, 9 and 11. */
final class PngWriter implements Closeable {
    private static final long SIGNATURE = 0x8950_4E47_0D0A_1A0AL;
    private static final byte BIT_DEPTH = 8;
    private static final byte TRUE_COLOUR = 2;
    private static final byte FILTER_NONE = 0;

    private final DataOutputStream out;
    private final ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    private final DeflaterOutputStream pixels = new DeflaterOutputStream(compressed);
    private final byte[] row;

    PngWriter(OutputStream out, int width, int height) throws IOException {
        this.out = new DataOutputStream(out);
        this.row = new byte[1 + 3 * width];
        this.out.writeLong(SIGNATURE);
        chunk(
                "IHDR",
                ByteBuffer.allocate(13)
                        .putInt(width)
                        .putInt(height)
                        .put(BIT_DEPTH)
                        .put(TRUE_COLOUR)
                        .put(new byte[3])
                        .array());
    }

    /** @param line 32-bit pixels 0x00RRGGBB, big-endian; read from its position on */
    void row(ByteBuffer line) throws IOException {
        row[0] = FILTER_NONE;
        for (int at = 1; at < row.length; at += 3) {
            int pixel = line.getInt();
            row[at] = (byte) (pixel >> 16);
            row[at + 1] = (byte) (pixel >> 8);
            row[at + 2] = (byte) pixel;
        }
        pixels.write(row);
    }

    @Override
    public void close() throws IOException {
        pixels.close();
        chunk("IDAT", compressed.toByteArray());
        chunk("IEND", new byte[0]);
        out.close();
    }

    private void chunk(String type, byte[] data) throws IOException {
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        CRC32 check = new CRC32();
        check.update(name);
        check.update(data);
        out.writeInt(data.length);
        out.write(name);
        out.write(data);
        out.writeInt((int) check.getValue());
    }
}
