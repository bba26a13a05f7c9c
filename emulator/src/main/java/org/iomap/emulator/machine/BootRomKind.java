package org.iomap.emulator.machine;

import org.iomap.emulator.module.bootrom.BootRom;
import org.iomap.emulator.module.power.PowerButton;

/**
 * The boot ROM, and near its end the soft power register. Source: hardware reference, sections 1.2 and 4.3.
 *
 * <p>People press the button by driving the input {@code power}.
 */
final class BootRomKind implements ModuleKind {
    private static final String NAME = "boot-rom";
    private static final String POWER = "power";
    private static final long ADDRESS = 0xF000_0000L;
    private static final long SIZE = 0x80_0000;
    private static final long SOFT_POWER = 0x7F_FFF0;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void plugIn(Backplane backplane, Settings settings) {
        long at = settings.address(ADDRESS);
        long power = at + SOFT_POWER;
        PowerButton button =
                new PowerButton(() -> backplane.chassis().switchOff(power, "somebody pressed the power button"));
        long behind = SOFT_POWER + button.registers().size();
        backplane.addMemory(at, new BootRom(0, SOFT_POWER), NAME);
        backplane.add(power, button.registers(), POWER);
        backplane.addMemory(at + behind, new BootRom(behind, SIZE - behind), NAME);
        backplane.input(POWER, power, button::press);
        backplane.onReset(button::reset);
        backplane.describe(ModuleDescription.unlisted(NAME, at, SIZE, "Boot ROM"));
        backplane.describe(
                ModuleDescription.unlisted(POWER, power, button.registers().size(), "Power button"));
    }
}
