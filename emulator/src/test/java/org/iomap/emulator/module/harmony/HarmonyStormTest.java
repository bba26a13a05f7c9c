package org.iomap.emulator.module.harmony;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.iomap.emulator.bus.BusError;
import org.iomap.protocol.BusCode;
import org.iomap.protocol.Width;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A storm of accesses")
class HarmonyStormTest {
    private static final int ACCESSES = 100_000;

    @Test
    void never_breaks_the_model_and_ends_alike_twice() {
        assertThat(storm(1)).isEqualTo(storm(1));
    }

    @Test
    void leaves_nothing_behind_that_goes_on_by_itself() {
        AudioBench bench = new AudioBench();
        rage(bench, 2);
        bench.advance(10 * AudioBench.SECOND);
        long lines = bench.trace.end();
        bench.advance(1000 * AudioBench.SECOND);

        assertThat(bench.trace.end()).isEqualTo(lines);
    }

    private static long storm(long seed) {
        AudioBench bench = new AudioBench();
        return 31 * rage(bench, seed) + bench.heard.hashCode();
    }

    private static long rage(AudioBench bench, long seed) {
        Random random = new Random(seed);
        long seen = 0;
        for (int i = 0; i < ACCESSES; i++) {
            Width width = random.nextInt(8) == 0 ? Width.of(1L << random.nextInt(4)) : Width.WORD;
            long address = AudioBench.HARMONY + (random.nextInt(0x40) & -width.bytes());
            try {
                if (random.nextBoolean()) {
                    bench.ioSpace.store(address, width, value(random));
                } else {
                    seen = 31 * seen + bench.ioSpace.load(address, width);
                }
            } catch (BusError e) {
                assertThat(e.code()).isNotEqualTo(BusCode.DEVICE_FAILED);
                seen = 31 * seen + e.code().number();
            }
            bench.advance(random.nextInt(1000) == 0 ? random.nextInt(1_000_000_000) : random.nextInt(1000));
        }
        return seen;
    }

    /** Often an address that there is. */
    private static long value(Random random) {
        return random.nextBoolean() ? random.nextInt(AudioBench.MEMORY) : random.nextInt();
    }
}
