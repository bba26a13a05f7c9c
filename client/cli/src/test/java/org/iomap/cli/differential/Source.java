package org.iomap.cli.differential;

import java.util.List;
import java.util.random.RandomGenerator;
import org.iomap.protocol.Width;

/** Where the steps of a sequence come from. */
@FunctionalInterface
interface Source {
    /** Adds a few steps. */
    void draw(RandomGenerator random, List<Step> to);

    /** Loads and stores between two addresses, of each of these widths. */
    static Source range(long start, long end, Width... widths) {
        return (random, to) -> {
            Width width = widths[random.nextInt(widths.length)];
            long address = start + random.nextLong(end - start) & -width.bytes();
            to.add(access(random, width, Math.max(start, address)));
        };
    }

    /** Loads and stores of the registers at these offsets. */
    static Source registers(long base, Width width, int... offsets) {
        return (random, to) -> to.add(access(random, width, base + offsets[random.nextInt(offsets.length)]));
    }

    /** A load, to see what a register has become. */
    static Source load(Width width, long address) {
        return (random, to) -> to.add(new Step.Load(width, address));
    }

    static Source store(Width width, long address) {
        return (random, to) -> to.add(new Step.Store(width, address, value(random, width)));
    }

    /** One of these. */
    static Source any(Source... sources) {
        return (random, to) -> sources[random.nextInt(sources.length)].draw(random, to);
    }

    /** Nine times of ten the first. */
    static Source mostly(Source often, Source seldom) {
        return (random, to) -> (random.nextInt(10) == 0 ? seldom : often).draw(random, to);
    }

    /** An interrupt input of a chip, to any level. */
    static Source drive(String chip, int lines) {
        return (random, to) -> to.add(new Step.Drive(chip, random.nextInt(lines), random.nextBoolean()));
    }

    /** An interrupt input of a chip that was low rises, and falls. */
    static Source pulse(String chip, int lines) {
        return (random, to) -> {
            int line = random.nextInt(lines);
            to.add(new Step.Drive(chip, line, true));
            to.add(new Step.Drive(chip, line, false));
        };
    }

    /** A load or a store. */
    static Step access(RandomGenerator random, Width width, long address) {
        return random.nextBoolean()
                ? new Step.Load(width, address)
                : new Step.Store(width, address, value(random, width));
    }

    /** Bits that are alone, bits that are missing, small numbers, and anything. */
    static long value(RandomGenerator random, Width width) {
        long bit = 1L << random.nextInt(8 * width.bytes());
        long value = switch (random.nextInt(8)) {
            case 0 -> 0;
            case 1 -> -1;
            case 2 -> bit;
            case 3 -> ~bit;
            case 4 -> random.nextInt(32);
            default -> random.nextLong();
        };
        return value & width.mask();
    }
}
