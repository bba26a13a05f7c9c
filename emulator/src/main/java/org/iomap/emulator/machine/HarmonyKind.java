package org.iomap.emulator.machine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import org.iomap.emulator.architecture.Iodc;
import org.iomap.emulator.module.harmony.AudioInput;
import org.iomap.emulator.module.harmony.AudioOutput;
import org.iomap.emulator.module.harmony.Harmony;
import org.iomap.emulator.module.harmony.Tone;
import org.iomap.emulator.module.harmony.TraceOutput;
import org.iomap.emulator.module.harmony.WavInput;
import org.iomap.emulator.module.harmony.WavOutput;
import org.iomap.emulator.trace.Trace;

/** The audio of LASI. Source: hardware reference, sections 1.4 and 8.1. */
final class HarmonyKind implements ModuleKind {
    private static final String NAME = "harmony";
    private static final String INPUT = "input";
    private static final String OUTPUT = "output";
    private static final long ADDRESS = 0xFFD0_4000L;
    private static final int SIZE = 0x40;
    private static final int LINE = 13;
    private static final Iodc IODC = Iodc.of("03 d4 80 0a 00 00 7b 00 00 00 00 00 00 00 00 00");

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<Setting> settings() {
        return List.of(Setting.input(INPUT), Setting.output(OUTPUT));
    }

    @Override
    public void plugIn(Backplane backplane, Settings settings) {
        long at = settings.address(ADDRESS);
        Trace trace = backplane.trace();
        Harmony harmony = new Harmony(
                backplane.clock(),
                backplane.master(NAME),
                backplane.lasi(LINE),
                trace,
                input(settings.file(INPUT)),
                output(settings.file(OUTPUT), trace));
        backplane.add(at, harmony.registers(), NAME);
        backplane.onReset(harmony::reset);
        backplane.describe(new ModuleDescription(NAME, at, SIZE, IODC, "audio", "8/16/1", "audio", "Built-in Audio"));
    }

    private static AudioInput input(Path file) {
        if (file == null) {
            return new Tone();
        }
        try {
            return WavInput.read(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static AudioOutput output(Path file, Trace trace) {
        return file == null ? new TraceOutput(trace) : new WavOutput(file, trace);
    }
}
