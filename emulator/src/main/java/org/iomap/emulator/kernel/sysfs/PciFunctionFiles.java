package org.iomap.emulator.kernel.sysfs;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.iomap.emulator.kernel.Inode;
import org.iomap.protocol.PciDeviceEntry;

/**
 * The files of one PCI function. Two come and go: {@code driver}, which is a link on Linux and has the name here,
 * because there are no links, and the resources, which are there while they have an address.
 */
final class PciFunctionFiles {
    private static final int READ_BY_ALL = 0444;
    private static final int WRITTEN_BY_ROOT = 0644;
    private static final int ROOT_ONLY = 0600;
    private static final int BARS = 6;

    private final PciFiles pci;
    private final int function;
    private final Map<String, Inode> always = new HashMap<>();
    private final Inode driver;
    private final Inode[] resources = new Inode[BARS];

    PciFunctionFiles(PciFiles pci, int function) {
        this.pci = pci;
        this.function = function;
        PciText text = new PciText(pci.hardware());
        add("vendor", text::vendor);
        add("device", text::device);
        add("class", text::classCode);
        add("revision", text::revision);
        add("subsystem_vendor", text::subsystemVendor);
        add("subsystem_device", text::subsystemDevice);
        add("irq", text::irq);
        add("resource", text::resources);
        always.put("config", Inode.file(WRITTEN_BY_ROOT, new ConfigurationFile(pci.hardware(), function)));
        always.put("enable", Inode.generated(WRITTEN_BY_ROOT, new EnableFile(pci, function)));
        driver = Inode.generated(READ_BY_ALL, who -> line(pci.driver(function)));
        for (int bar = 0; bar < BARS; bar++) {
            resources[bar] = Inode.file(ROOT_ONLY, new ResourceFile(pci, function, bar));
        }
    }

    private void add(String name, Function<PciDeviceEntry, String> text) {
        always.put(name, Inode.generated(READ_BY_ALL, who -> {
            PciDeviceEntry device = pci.device(function);
            return device == null ? new byte[0] : line(text.apply(device));
        }));
    }

    Inode directory() {
        return Inode.directory(PciFiles.DIRECTORY_MODE, this::entries);
    }

    private Map<String, Inode> entries() {
        Map<String, Inode> now = new HashMap<>(always);
        if (!pci.driver(function).isEmpty()) {
            now.put("driver", driver);
        }
        PciDeviceEntry device = pci.device(function);
        for (int bar = 0; device != null && bar < BARS; bar++) {
            if (PciText.assigned(device, bar) != null) {
                now.put("resource" + bar, resources[bar]);
            }
        }
        return now;
    }

    private static byte[] line(String text) {
        return (text + "\n").getBytes(US_ASCII);
    }
}
