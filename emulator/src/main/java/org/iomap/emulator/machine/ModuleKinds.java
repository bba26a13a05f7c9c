package org.iomap.emulator.machine;

import java.util.List;

/** Every kind of module there is, in the order in which they are plugged in. */
public final class ModuleKinds {
    // spotless:off
    public static final List<ModuleKind> ALL = List.of(
            new SerialPortKind("uart0", 0xFFD0_5000L, SerialPortKind.ON_LASI),
            new SerialPortKind("uart1", 0xFFF8_3000L, SerialPortKind.ON_DINO),
            new ScsiKind(),
            new ParallelPortKind(),
            new Ps2Kind(),
            new HarmonyKind(),
            new LanKind(),
            new VideoLiveKind(),
            new ArtistKind(),
            new MemoryControllerKind(),
            new BusConverterKind(),
            new BroadcastKind(),
            new BootRomKind());
    // spotless:on

    private ModuleKinds() {}

    /** Returns null when there is none of this name. */
    public static ModuleKind find(String name) {
        return ALL.stream().filter(kind -> kind.name().equals(name)).findFirst().orElse(null);
    }
}
