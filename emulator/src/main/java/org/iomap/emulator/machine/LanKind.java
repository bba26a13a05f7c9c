package org.iomap.emulator.machine;

import java.util.List;
import org.iomap.emulator.architecture.Iodc;
import org.iomap.emulator.module.lan.I82596;
import org.iomap.protocol.TraceKind;

/** The Ethernet controller of LASI. Source: hardware reference, sections 1.4 and 8.2. */
final class LanKind implements ModuleKind {
    private static final String NAME = "lan";
    private static final String MAC = "mac";
    private static final String SEGMENT = "segment";
    private static final String PCAP = "pcap";

    private static final long ADDRESS = 0xFFD0_7000L;
    private static final int REGISTERS = 4;
    private static final int SIZE = 0x1000;
    private static final int LINE = 8;
    private static final Iodc IODC = Iodc.of("03 d0 80 8a 00 00 8a 00 02 00 00 00 d8 fa 00 02");

    private static final String INDIVIDUAL = "[0-9a-fA-F][02468aceACE](:[0-9a-fA-F]{2}){5}";
    private static final String NAMED = "[A-Za-z0-9][A-Za-z0-9._-]{0,63}";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<Setting> settings() {
        return List.of(
                Setting.text(MAC, INDIVIDUAL, "six bytes such as 08:00:09:12:34:56, the first of them even"),
                Setting.text(SEGMENT, NAMED, "1 to 64 letters, digits, '.', '_', '-', a letter or a digit first"),
                Setting.output(PCAP));
    }

    @Override
    public void plugIn(Backplane backplane, Settings settings) {
        long at = settings.address(ADDRESS);
        EthernetPort port = new EthernetPort(backplane, settings.text(SEGMENT, ""), settings.file(PCAP));
        byte[] mac = MacAddress.parse(settings.text(MAC, MacAddress.ofStation(port.number())));
        I82596 chip = new I82596(
                backplane.master(NAME),
                backplane.clock(),
                backplane.lasi(LINE),
                port,
                mac,
                text -> backplane.trace().note(TraceKind.UNIMPLEMENTED, at, "lan: this model has no " + text));
        port.connect(chip);
        backplane.add(at + REGISTERS, chip.registers(), NAME);
        backplane.onReset(() -> {
            chip.reset();
            port.reset();
        });
        backplane.describe(new ModuleDescription(NAME, at, SIZE, IODC, "lan", "8/16/6", "lan2", "Built-in LAN"));
    }
}
