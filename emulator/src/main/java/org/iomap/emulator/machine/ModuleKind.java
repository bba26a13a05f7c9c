package org.iomap.emulator.machine;

import java.util.List;

/** A kind of module that a machine can have: what it is made of, where it answers, and what may be said of it. */
public interface ModuleKind {
    /** As machine files, ioscan(1M) and the trace call it. */
    String name();

    /** What a machine file may say of it, besides {@code at}: its physical address. */
    default List<Setting> settings() {
        return List.of();
    }

    /** Makes the module, and puts it in its place. */
    void plugIn(Backplane backplane, Settings settings);
}
