package org.iomap.emulator.machine;

import org.iomap.emulator.module.broadcast.Broadcast;

/** The local and the global broadcast space. Source: hardware reference, section 1.1. */
final class BroadcastKind implements ModuleKind {
    private static final String NAME = "broadcast";
    private static final long LOCAL = 0xFFFC_0000L;
    private static final long GLOBAL = 0x2_0000L;
    private static final long SIZE = 0x4_0000L;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void plugIn(Backplane backplane, Settings settings) {
        Broadcast broadcast = new Broadcast(backplane.broadcastTakers(), backplane.chassis()::resetModules);
        long at = settings.address(LOCAL);
        backplane.add(at, broadcast.registers(), NAME);
        backplane.add(at + GLOBAL, broadcast.registers(), NAME);
        backplane.onReset(broadcast::reset);
        backplane.describe(ModuleDescription.unlisted(NAME, at, SIZE, "Local and global broadcast"));
    }
}
