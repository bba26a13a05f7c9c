package org.iomap.emulator.machine;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.iomap.emulator.bus.InterruptLine;
import org.iomap.emulator.module.cpu.Cpu;
import org.iomap.emulator.module.dino.Dino;
import org.iomap.emulator.module.lasi.Lasi;
import org.iomap.emulator.trace.Trace;

/** The inputs of the interrupt controllers, by name. They are made when somebody asks for them: most never are. */
final class InterruptInputs {
    private static final int EIRR_BITS = 32;
    private static final Pattern NAME = Pattern.compile("(lasi|dino|cpu0)\\.(0|[1-9]\\d?)");

    private final Lasi lasi;
    private final Dino dino;
    private final Cpu cpu;
    private final Trace trace;
    private final MachineClock clock;
    private final ChipInput[] lasiInputs = new ChipInput[Lasi.LINES];
    private final ChipInput[] dinoInputs = new ChipInput[Dino.LINES];
    private final CpuInput[] cpuInputs = new CpuInput[EIRR_BITS];
    private final Map<String, ChipInput> others = new HashMap<>();

    InterruptInputs(Lasi lasi, Dino dino, Cpu cpu, Trace trace, MachineClock clock) {
        this.lasi = lasi;
        this.dino = dino;
        this.cpu = cpu;
        this.trace = trace;
        this.clock = clock;
    }

    /** Adds an input that is not one of an interrupt controller. */
    void add(String name, long physical, InterruptLine input) {
        others.put(name, chip(name, physical, input));
    }

    /** Returns an input such as {@code lasi.5}, or null when there is none. */
    InterruptInput find(String name) {
        if (others.containsKey(name)) {
            return others.get(name);
        }
        Matcher parts = NAME.matcher(name);
        if (!parts.matches()) {
            return null;
        }
        int number = Integer.parseInt(parts.group(2));
        return switch (parts.group(1)) {
            case "lasi" -> number < Lasi.LINES ? lasi(number) : null;
            case "dino" -> number < Dino.LINES ? dino(number) : null;
            default -> number < EIRR_BITS ? cpu(number) : null;
        };
    }

    ChipInput lasi(int line) {
        if (lasiInputs[line] == null) {
            lasiInputs[line] = chip("lasi." + line, B160l.LASI, lasi.line(line));
        }
        return lasiInputs[line];
    }

    ChipInput dino(int line) {
        if (dinoInputs[line] == null) {
            dinoInputs[line] = chip("dino." + line, B160l.DINO, dino.line(line));
        }
        return dinoInputs[line];
    }

    /** A message has set a bit of EIRR. */
    void interrupted(int bit) {
        cpu(bit).arrived(B160l.CPU, trace, clock.now());
    }

    /** All are low. */
    void reset() {
        Stream.concat(Stream.of(lasiInputs, dinoInputs).flatMap(Arrays::stream), others.values().stream())
                .filter(Objects::nonNull)
                .forEach(ChipInput::reset);
    }

    private CpuInput cpu(int bit) {
        if (cpuInputs[bit] == null) {
            cpuInputs[bit] = new CpuInput("cpu0." + bit, bit, cpu);
        }
        return cpuInputs[bit];
    }

    private ChipInput chip(String name, long address, InterruptLine input) {
        return new ChipInput(name, address, input, trace, clock);
    }
}
