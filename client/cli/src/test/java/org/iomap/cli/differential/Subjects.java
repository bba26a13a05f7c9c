package org.iomap.cli.differential;

import java.util.ArrayList;
import java.util.List;

/** The modules that both machines have. What each leaves out is told, with the reason, in CONFORMANCE.md. */
final class Subjects {
    private Subjects() {}

    static List<Subject> all() {
        List<Subject> all = new ArrayList<>(List.of(
                BoardSubjects.uart0(),
                BoardSubjects.uart1(),
                BoardSubjects.lasi(),
                BoardSubjects.dino(),
                BoardSubjects.cpu(),
                BoardSubjects.holes(),
                DeviceSubjects.parallel(),
                DeviceSubjects.ps2(),
                DeviceSubjects.ps2Wrap(),
                DeviceSubjects.ps2Loopback(),
                DeviceSubjects.artistRegisters(),
                DeviceSubjects.artistLinear(),
                DeviceSubjects.artistMono()));
        all.addAll(PciSubjects.all());
        return all;
    }
}
