package org.iomap.emulator.module.lan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.iomap.emulator.module.lan.LanBench.HPA;

import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import org.iomap.emulator.bus.BusError;
import org.iomap.protocol.BusCode;
import org.iomap.protocol.Width;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is in memory and whatever is stored where: no failure but bus errors, no hang, and the same twice. */
@DisplayName("82596: storms")
class StormTest {
    private static final int MEMORY = 1 << 20;
    private static final List<Width> WIDTHS = List.of(Width.values());

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void of_accesses_and_memory_without_sense_are_survived(long seed) {
        assertThat(storm(seed, 20_000, false)).isEqualTo(storm(seed, 20_000, false));
    }

    @ParameterizedTest
    @ValueSource(longs = {4, 5, 6, 7})
    void of_descriptor_chains_that_nearly_make_sense_are_survived(long seed) {
        assertThat(storm(seed, 5_000, true)).isEqualTo(storm(seed, 5_000, true));
    }

    /** Returns a sum over all memory and the lines of the interrupt. */
    private static long storm(long seed, int steps, boolean structured) {
        Random random = new Random(seed);
        LanBench lan = new LanBench();
        lan.initialise().ring();
        for (int step = 0; step < steps; step++) {
            try {
                step(lan, random, structured);
            } catch (BusError expected) {
                assertThat(expected.code()).isNotEqualTo(BusCode.DEVICE_FAILED);
            }
        }
        CRC32 sum = new CRC32();
        sum.update(lan.bytes(0, MEMORY));
        return sum.getValue() * 31 + lan.interrupt.size();
    }

    private static void step(LanBench lan, Random random, boolean structured) {
        switch (random.nextInt(structured ? 16 : 8)) {
            case 0 -> lan.ioSpace.store(HPA + 4 + random.nextInt(8), width(random), random.nextInt());
            case 1 -> lan.ioSpace.load(HPA + random.nextInt(16), width(random));
            case 2 -> lan.port(random.nextInt(4), address(random) & ~0xFL);
            case 3 -> lan.command(random.nextInt(0x1_0000) & (structured ? 0xFF7F : 0xFFFF));
            case 4 -> lan.chip.receive(frame(random));
            case 5 -> lan.clock.advance(random.nextInt(5_000_000));
            case 6 -> lan.half(LanBench.SCP + random.nextInt(0x4800) * 2L, random.nextInt(0x1_0000));
            case 7 -> lan.initialise();
            case 8 -> lan.swapped(LanBench.SCB + 4, block(random));
            case 9 -> lan.swapped(LanBench.SCB + 8, LanBench.rfd(random.nextInt(LanBench.RING)));
            case 10 -> lan.tbd(random.nextInt(4), random.nextInt(0x1_0000), tbd(random), address(random));
            case 11 -> lan.swapped(block(random) + 8, tbd(random));
            case 12 -> lan.half(LanBench.rfd(random.nextInt(LanBench.RING)) + 2, random.nextInt(0x1_0000));
            case 13 -> lan.half(LanBench.rbd(random.nextInt(LanBench.RING)) + 12, random.nextInt(0x1_0000));
            default -> lan.swapped(lan.block(random.nextInt(8), random.nextInt(0x1_0000)) + 4, block(random));
        }
    }

    private static byte[] frame(Random random) {
        byte[] frame = LanBench.frame(LanBench.MAC, 14 + random.nextInt(2000));
        return random.nextInt(8) == 0 ? new byte[random.nextInt(20)] : frame;
    }

    private static long block(Random random) {
        return LanBench.BLOCKS + random.nextInt(8) * 0x200L;
    }

    private static long tbd(Random random) {
        return LanBench.TBDS + random.nextInt(4) * LanBench.STRUCTURE;
    }

    /** Mostly memory; sometimes a hole, or the chip itself. */
    private static long address(Random random) {
        return switch (random.nextInt(8)) {
            case 0 -> random.nextInt() & 0xFFFF_FFFFL;
            case 1 -> HPA + random.nextInt(16);
            case 2 -> LanBench.SCP + random.nextInt(0x800);
            default -> random.nextInt(MEMORY);
        };
    }

    private static Width width(Random random) {
        return WIDTHS.get(random.nextInt(WIDTHS.size()));
    }
}
