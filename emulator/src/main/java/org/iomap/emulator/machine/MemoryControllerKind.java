package org.iomap.emulator.machine;

import org.iomap.emulator.module.memory.MemoryController;

/** The memory controller, fixed module 63 of the central bus. Source: hardware reference, section 1.2. */
final class MemoryControllerKind implements ModuleKind {
    private static final String NAME = "memory-controller";
    private static final long ADDRESS = 0xFFFB_F000L;
    private static final int SIZE = 0x1000;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void plugIn(Backplane backplane, Settings settings) {
        MemoryController controller = new MemoryController();
        long at = settings.address(ADDRESS);
        backplane.addArchitected(at, controller.registers(), NAME);
        backplane.onReset(controller::reset);
        backplane.describe(
                new ModuleDescription(NAME, at, SIZE, MemoryController.IODC, "memory", "63", "memory", "Memory"));
    }
}
