package org.iomap.emulator.machine;

import org.iomap.emulator.module.busconverter.BusConverter;

/** The phantom pseudo bus converter before the GSC+ bus. Source: hardware reference, section 1.2. */
final class BusConverterKind implements ModuleKind {
    private static final String NAME = "bus-converter";
    private static final long ADDRESS = 0xFFC0_0000L;
    private static final int SIZE = 0x1000;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void plugIn(Backplane backplane, Settings settings) {
        BusConverter converter = new BusConverter();
        long at = settings.address(ADDRESS);
        backplane.addArchitected(at, converter.registers(), NAME);
        backplane.onReset(converter::reset);
        backplane.describe(
                new ModuleDescription(NAME, at, SIZE, BusConverter.IODC, "bc", "8", "bc", "Pseudo Bus Converter"));
    }
}
