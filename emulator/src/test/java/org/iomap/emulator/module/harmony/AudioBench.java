package org.iomap.emulator.module.harmony;

import static org.iomap.protocol.Width.BYTE;
import static org.iomap.protocol.Width.WORD;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.iomap.emulator.bus.IoSpace;
import org.iomap.emulator.bus.Memory;
import org.iomap.emulator.machine.MachineClock;
import org.iomap.emulator.trace.Entry;
import org.iomap.emulator.trace.Trace;
import org.iomap.protocol.TraceKind;

/** A Harmony on a bus with a mebibyte of host memory, a clock that stands, and somebody who listens. */
final class AudioBench {
    static final long HARMONY = 0xFFD0_4000L;
    static final int MEMORY = 1 << 20;

    static final int ID = 0x00;
    static final int RESET = 0x04;
    static final int CNTL = 0x08;
    static final int GAINCTL = 0x0C;
    static final int PNXTADD = 0x10;
    static final int PCURADD = 0x14;
    static final int RNXTADD = 0x18;
    static final int RCURADD = 0x1C;
    static final int DSTATUS = 0x20;
    static final int OV = 0x24;
    static final int PIO = 0x28;
    static final int DIAG = 0x3C;

    static final long C = 0x8000_0000L;
    static final long IE = 0x8000_0000L;
    static final long PN = 0x200;
    static final long PC = 0x100;
    static final long RN = 0x2;
    static final long RC = 0x1;

    static final long STEREO = 0x20;
    static final long RATE_44100 = 0x15;
    static final long RATE_8000 = 0x08;
    static final long MU_LAW = 1 << 6;
    static final long A_LAW = 2 << 6;
    static final long UNSIGNED_8 = 3 << 6;

    /** All outputs, no attenuation, no monitor, no input gain. */
    static final long LOUD = 0x0EF0_0000L;

    static final long MILLISECOND = 1_000_000;
    static final long SECOND = 1_000_000_000;

    /** 4096 bytes of 16-bit stereo at 44.1 kHz. */
    static final long BUFFER_44100 = 1024L * SECOND * 384 / 16_934_400;

    final MachineClock clock = MachineClock.virtual();
    final Trace trace = new Trace(8192, clock::now);
    final IoSpace ioSpace = new IoSpace(trace);
    final List<Heard> heard = new ArrayList<>();
    final List<Boolean> line = new ArrayList<>();
    final Harmony harmony;

    /** A buffer that came out. */
    record Heard(long address, List<Integer> left, List<Integer> right, double hertz) {}

    AudioBench() {
        this(new Tone());
    }

    AudioBench(AudioInput input) {
        harmony = new Harmony(clock, ioSpace.master("harmony"), this::interrupt, trace, input, this::listen);
        ioSpace.add(HARMONY, harmony.registers(), "harmony");
        ioSpace.addHostMemory(new Memory(MEMORY), "memory");
    }

    void store(int register, long value) {
        ioSpace.store(HARMONY + register, WORD, value);
    }

    long load(int register) {
        return ioSpace.load(HARMONY + register, WORD);
    }

    void advance(long nanos) {
        clock.advance(nanos);
    }

    /** True while the line is high. */
    boolean isInterrupting() {
        return !line.isEmpty() && line.get(line.size() - 1);
    }

    /** Gives the codec its settings, and waits until it has taken them. */
    void control(long settings) {
        store(CNTL, C | settings);
        advance(MILLISECOND);
    }

    /** Fills a buffer with bytes that begin with {@code first} and count up. */
    void count(long address, int first) {
        for (int i = 0; i < 4096; i++) {
            ioSpace.store(address + i, BYTE, first + i & 0xFF);
        }
    }

    /** Fills a buffer with one word. */
    void fill(long address, long word) {
        for (int i = 0; i < 4096; i += 4) {
            ioSpace.store(address + i, WORD, word);
        }
    }

    byte[] memory(long address, int length) {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        ioSpace.master("test").read(address, bytes);
        return bytes.array();
    }

    /** The 16-bit samples of a buffer. */
    List<Integer> samples(long address, int count) {
        List<Integer> samples = new ArrayList<>();
        ByteBuffer bytes = ByteBuffer.wrap(memory(address, 2 * count));
        while (bytes.hasRemaining()) {
            samples.add((int) bytes.getShort());
        }
        return samples;
    }

    List<String> notes(TraceKind kind) {
        List<String> notes = new ArrayList<>();
        for (long index = Math.max(0, trace.end() - 8192); index < trace.end(); index++) {
            Entry entry = trace.read(index);
            if (entry != null && entry.kind() == kind) {
                notes.add(entry.text());
            }
        }
        return notes;
    }

    private void interrupt(boolean high) {
        if (high != isInterrupting()) {
            line.add(high);
        }
    }

    private void listen(long buffer, short[] samples, int frames, double hertz) {
        List<Integer> left = new ArrayList<>();
        List<Integer> right = new ArrayList<>();
        for (int frame = 0; frame < frames; frame++) {
            left.add((int) samples[2 * frame]);
            right.add((int) samples[2 * frame + 1]);
        }
        heard.add(new Heard(buffer, left, right, hertz));
    }
}
