package org.iomap.emulator.machine;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
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
        others.put(name, new ChipInput(name, physical, input, ChipInput.NONE, trace, clock));
    }

    /** Returns an input such as {@code lasi.5}, or null when there is none. */
    InterruptInput find(String name) {
        if (others.containsKey(name)) {
            return others.get(name);
        }
        Matcher parts = NAME.matcher(name);
        if (parts.matches() && parts.group(1).equals("cpu0") && number(parts) < EIRR_BITS) {
            return cpu(number(parts));
        }
        return findMaskable(name);
    }

    /** Returns an input of LASI or Dino, or null when there is none. */
    MaskableInput findMaskable(String name) {
        Matcher parts = NAME.matcher(name);
        if (!parts.matches()) {
            return null;
        }
        int number = number(parts);
        return switch (parts.group(1)) {
            case "lasi" -> number < Lasi.LINES ? lasi(number) : null;
            case "dino" -> number < Dino.LINES ? dino(number) : null;
            default -> null;
        };
    }

    private static int number(Matcher parts) {
        return Integer.parseInt(parts.group(2));
    }

    /** The inputs of LASI and Dino that modules drive, by name. */
    List<String> wired() {
        return Stream.concat(names("lasi", lasiInputs), names("dino", dinoInputs))
                .toList();
    }

    private static Stream<String> names(String chip, ChipInput[] inputs) {
        return IntStream.range(0, inputs.length)
                .filter(line -> inputs[line] != null && inputs[line].isWired())
                .mapToObj(line -> chip + "." + line);
    }

    ChipInput lasi(int line) {
        if (lasiInputs[line] == null) {
            lasiInputs[line] = chip("lasi." + line, B160l.LASI, lasi.line(line), on -> lasi.unmask(line, on));
        }
        return lasiInputs[line];
    }

    ChipInput dino(int line) {
        if (dinoInputs[line] == null) {
            dinoInputs[line] = chip("dino." + line, B160l.DINO, dino.line(line), on -> dino.unmask(line, on));
        }
        return dinoInputs[line];
    }

    /** A message has set a bit of EIRR. */
    void interrupted(int bit) {
        cpu(bit).arrived(B160l.CPU, trace, clock.now());
    }

    /** All are low. */
    void reset() {
        pins().forEach(ChipInput::reset);
    }

    /** The machine is switched on: none has ever risen. */
    void forget() {
        pins().forEach(ChipInput::forget);
    }

    private Stream<ChipInput> pins() {
        return Stream.concat(Stream.of(lasiInputs, dinoInputs).flatMap(Arrays::stream), others.values().stream())
                .filter(Objects::nonNull);
    }

    private CpuInput cpu(int bit) {
        if (cpuInputs[bit] == null) {
            cpuInputs[bit] = new CpuInput("cpu0." + bit, bit, cpu);
        }
        return cpuInputs[bit];
    }

    private ChipInput chip(String name, long address, InterruptLine input, ChipInput.Mask mask) {
        return new ChipInput(name, address, input, mask, trace, clock);
    }
}
