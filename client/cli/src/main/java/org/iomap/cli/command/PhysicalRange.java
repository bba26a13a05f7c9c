package org.iomap.cli.command;

import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.List;
import org.iomap.client.Monitor;
import org.iomap.client.SignalException;
import org.iomap.protocol.ModuleEntry;
import org.iomap.protocol.Width;

/** The bytes of a physical range, as far as something answers there. Looking changes nothing. */
final class PhysicalRange {
    private static final int PAGE = 4096;

    private final long address;
    private final byte[] bytes;
    private final BitSet answered;

    /** @param answered which of the bytes something answers */
    PhysicalRange(long address, byte[] bytes, BitSet answered) {
        this.address = address;
        this.bytes = bytes;
        this.answered = answered;
    }

    /** Reads page by page; pages that belong to no module are not asked. */
    static PhysicalRange peek(Monitor monitor, List<ModuleEntry> modules, long address, int length, Progress progress) {
        PhysicalRange range = new PhysicalRange(address, new byte[length], new BitSet(length));
        for (int at = 0; at < length; ) {
            int end = (int) Math.min(length, (address + at & -PAGE) + PAGE - address);
            if (hasModule(modules, address + at)) {
                range.peekWords(monitor, at, end);
            }
            progress.at(end);
            at = end;
        }
        return range;
    }

    long address() {
        return address;
    }

    int length() {
        return bytes.length;
    }

    boolean isHole(int index) {
        return !answered.get(index);
    }

    int at(int index) {
        return bytes[index] & 0xFF;
    }

    private static boolean hasModule(List<ModuleEntry> modules, long address) {
        long page = address & -PAGE;
        return modules.stream()
                .anyMatch(module -> module.address() < page + PAGE && page < module.address() + module.size());
    }

    private void peekWords(Monitor monitor, int from, int end) {
        int at = from;
        while (at < end) {
            int word = Width.WORD.bytes();
            int words = Width.WORD.aligns(address + at) ? (end - at) / word : 0;
            int done = peek(monitor, Width.WORD, at, words * word);
            at += done;
            if (done < words * word || words == 0) {
                int next = (int) Math.min(end, (address + at & -word) + word - address);
                peekBytes(monitor, at, next);
                at = next;
            }
        }
    }

    private void peekBytes(Monitor monitor, int from, int end) {
        for (int at = from; at < end; at++) {
            peek(monitor, Width.BYTE, at, 1);
        }
    }

    /** Returns how many bytes answered. */
    private int peek(Monitor monitor, Width width, int from, int length) {
        int done = answered(monitor, width, from, length);
        if (done < length) {
            // A block that fails in the middle brings no data, so what would have come is asked for again.
            done = answered(monitor, width, from, done);
        }
        answered.set(from, from + done);
        return done;
    }

    private int answered(Monitor monitor, Width width, int from, int length) {
        ByteBuffer into = ByteBuffer.wrap(bytes, from, length);
        try {
            if (length > 0) {
                monitor.peekBlock(width, address + from, into);
            }
        } catch (SignalException hole) {
            // The position of the buffer tells how far something answered.
        }
        return into.position() - from;
    }
}
