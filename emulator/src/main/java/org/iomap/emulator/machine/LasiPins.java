package org.iomap.emulator.machine;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.iomap.emulator.module.lasi.Device;
import org.iomap.emulator.module.lasi.Pins;
import org.iomap.emulator.trace.Trace;
import org.iomap.protocol.TraceKind;

/** What is at LASI's outputs. In the machine of the recordings nothing is at those that reset devices. */
final class LasiPins implements Pins {
    private static final Map<Device, List<String>> DEVICES = Map.of(
            Device.PARALLEL, List.of("parallel"),
            Device.SERIAL, List.of("uart0"),
            Device.LAN, List.of("lan"),
            Device.ALL, List.of("parallel", "harmony", "uart0", "scsi", "lan", "ps2"));
    private static final List<String> LEDS =
            List.of("LAN receive", "LAN transmit", "disk", "heartbeat", "5", "6", "7", "8");

    private final long lasi;
    private final Trace trace;
    private final Chassis chassis;
    private final Consumer<String> resetKind;

    /**
     * @param lasi physical address of the chip
     * @param resetKind resets modules of the kind that has this name
     */
    LasiPins(long lasi, Trace trace, Chassis chassis, Consumer<String> resetKind) {
        this.lasi = lasi;
        this.trace = trace;
        this.chassis = chassis;
        this.resetKind = resetKind;
    }

    @Override
    public void powerOff() {
        chassis.switchOff(lasi, "a program switched the machine off");
    }

    @Override
    public void transferOfControl() {
        trace.note(TraceKind.MACHINE, lasi, "LASI asks for a transfer of control (TOC): no instruction runs here");
    }

    @Override
    public void reset(Device device) {
        if (chassis.isWhole()) {
            DEVICES.get(device).forEach(resetKind);
        }
    }

    /** Shows them only while somebody watches: one of them is a heartbeat. */
    @Override
    public void leds(int lit) {
        if (trace.isWatched()) {
            String names = IntStream.range(0, LEDS.size())
                    .filter(led -> (lit >>> led & 1) != 0)
                    .mapToObj(LEDS::get)
                    .collect(Collectors.joining(", "));
            trace.note(TraceKind.MACHINE, lasi, "LED bar: " + (names.isEmpty() ? "dark" : names));
        }
    }
}
