package org.iomap.emulator.kernel.procfs;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.AbstractMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.iomap.driver.MemoryArea;
import org.iomap.emulator.kernel.DeviceNumber;
import org.iomap.emulator.kernel.Inode;
import org.iomap.emulator.kernel.Kernel;
import org.iomap.emulator.kernel.Origin;
import org.iomap.emulator.kernel.Pregion;
import org.iomap.emulator.kernel.UserProcess;

/**
 * The directories of the processes in {@code /proc}, with what each has mapped: drivers are processes too, and have
 * mappings of the kernel.
 *
 * <p>Source: Linux 6.12, Documentation/filesystems/proc.rst and fs/proc/task_mmu.c. The device is the one that was
 * mapped, where Linux has the one that the file is on, and no file has an inode number.
 */
final class ProcessFiles {
    private static final int DIRECTORY_MODE = 0555;
    private static final int READ_BY_OWNER = 0400;
    private static final int PATH_COLUMN = 49;
    private static final Pattern PID = Pattern.compile("[1-9][0-9]{0,8}");

    private final Kernel kernel;

    ProcessFiles(Kernel kernel) {
        this.kernel = kernel;
    }

    /** By process id. There may be many processes: a directory is made when somebody asks for it. */
    Map<String, Inode> directories() {
        return new Directories();
    }

    private final class Directories extends AbstractMap<String, Inode> {
        @Override
        public Inode get(Object name) {
            UserProcess process =
                    PID.matcher((String) name).matches() ? kernel.process(Integer.parseInt((String) name)) : null;
            return process == null ? null : directory(process);
        }

        @Override
        public Set<Map.Entry<String, Inode>> entrySet() {
            return kernel.processes().stream()
                    .map(process -> Map.entry(Integer.toString(process.pid()), directory(process)))
                    .collect(Collectors.toUnmodifiableSet());
        }
    }

    private static Inode directory(UserProcess process) {
        int uid = process.credentials().uid();
        int gid = process.credentials().gid();
        Inode maps = Inode.generated(READ_BY_OWNER, who -> maps(process).getBytes(UTF_8))
                .owner(uid, gid);
        return Inode.directory(DIRECTORY_MODE, () -> Map.of("maps", maps)).owner(uid, gid);
    }

    static String maps(UserProcess process) {
        StringBuilder text = new StringBuilder();
        process.addressSpace().pregions().forEach(pregion -> text.append(line(pregion)));
        return text.toString();
    }

    private static String line(Pregion pregion) {
        Origin origin = pregion.origin();
        DeviceNumber device = pregion.devices().stream().findFirst().orElse(DeviceNumber.NONE);
        String start = "%08x-%08x %s %08x %02x:%02x 0"
                .formatted(
                        pregion.address(),
                        pregion.address() + pregion.length(),
                        rights(origin),
                        origin.offset(),
                        device.major(),
                        device.minor());
        return start + " ".repeat(Math.max(1, PATH_COLUMN - start.length())) + name(origin) + "\n";
    }

    private static String rights(Origin origin) {
        return ((origin.protection() & MemoryArea.PROT_READ) != 0 ? "r" : "-")
                + ((origin.protection() & MemoryArea.PROT_WRITE) != 0 ? "w" : "-")
                + "-"
                + (origin.isShared() ? "s" : "p");
    }

    /** The file through which it was made, or the call where there was none. */
    private static String name(Origin origin) {
        return origin.path().isEmpty() ? "[" + origin.call() + "]" : origin.path();
    }
}
