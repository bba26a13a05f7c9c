package org.iomap.emulator.module.power;

import static org.iomap.emulator.register.Access.RW;

import org.iomap.emulator.register.Field;
import org.iomap.emulator.register.Register;
import org.iomap.emulator.register.RegisterBank;
import org.iomap.protocol.Width;

/**
 * The soft power register, which shows the power button. Until software takes the button under its control, pressing it
 * switches the machine off.
 *
 * <p>Source: hardware reference, section 4.3; which bit is software's from the firmware of the oracle,
 * hdeller/seabios-hppa.
 */
public final class PowerButton {
    private final RegisterBank registers = new RegisterBank(Width.WORD, 4);

    // spotless:off
    //                                              offset name       access reset writable
    private final Register softPower = registers.add(0x0, "SOFT_POWER", RW, 0x00000001, 0xFFFFFF00).bits("NOT_PRESSED -:7 SOFTWARE:24");
    private final Field software     = softPower.field("SOFTWARE");
    // spotless:on

    private final Runnable switchOff;

    public PowerButton(Runnable switchOff) {
        this.switchOff = switchOff;
    }

    public RegisterBank registers() {
        return registers;
    }

    /** Somebody presses the button, or lets it go. */
    public void press(boolean isPressed) {
        boolean wasPressed = isPressed();
        softPower.flag("NOT_PRESSED").set(!isPressed);
        if (isPressed && !wasPressed && software.value() == 0) {
            switchOff.run();
        }
    }

    public boolean isPressed() {
        return !softPower.flag("NOT_PRESSED").isSet();
    }

    public void reset() {
        registers.reset();
    }
}
