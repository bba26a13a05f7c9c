package org.iomap.emulator.ethernet;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;

/**
 * A capture file, as tcpdump and Wireshark read it: pcap 2.4, microseconds, Ethernet without check sequences. A frame
 * is one write, so that the file is whole whenever it is looked at.
 */
public final class PcapFile {
    private static final int MAGIC = 0xA1B2_C3D4;
    private static final short MAJOR = 2;
    private static final short MINOR = 4;
    private static final int LONGEST_FRAME = 0x1_0000;
    private static final int ETHERNET = 1;
    private static final int HEADER = 24;
    private static final int FRAME_HEADER = 16;

    /** A file does not get longer: a program that sends without end fills no disk. */
    private static final long MOST_BYTES = 1L << 30;

    private final FileChannel file;
    private long length;

    private PcapFile(FileChannel file) {
        this.file = file;
    }

    /** Begins a file; one that is there is overwritten. */
    public static PcapFile create(Path path) throws IOException {
        PcapFile pcap = new PcapFile(FileChannel.open(
                path, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE));
        ByteBuffer header = ByteBuffer.allocate(HEADER).order(ByteOrder.LITTLE_ENDIAN);
        header.putInt(MAGIC).putShort(MAJOR).putShort(MINOR).putInt(0).putInt(0);
        pcap.write(header.putInt(LONGEST_FRAME).putInt(ETHERNET));
        return pcap;
    }

    /**
     * Adds a frame.
     *
     * @param nanos since 1970
     * @param bytes of {@code frame} that are in the file
     * @throws IOException if it cannot be written, or the file has reached its greatest length
     */
    public void add(long nanos, byte[] frame, int bytes) throws IOException {
        if (length + FRAME_HEADER + bytes > MOST_BYTES) {
            throw new IOException("it has reached its greatest length, " + MOST_BYTES + " bytes");
        }
        ByteBuffer record = ByteBuffer.allocate(FRAME_HEADER + bytes).order(ByteOrder.LITTLE_ENDIAN);
        long micros = TimeUnit.NANOSECONDS.toMicros(nanos);
        long second = TimeUnit.SECONDS.toMicros(1);
        record.putInt((int) (micros / second)).putInt((int) (micros % second));
        write(record.putInt(bytes).putInt(bytes).put(frame, 0, bytes));
    }

    private void write(ByteBuffer record) throws IOException {
        record.flip();
        length += record.remaining();
        while (record.hasRemaining()) {
            file.write(record);
        }
    }
}
