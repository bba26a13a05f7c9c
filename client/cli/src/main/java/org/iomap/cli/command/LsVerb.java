package org.iomap.cli.command;

import java.util.ArrayList;
import java.util.List;
import org.iomap.client.FileStatus;
import org.iomap.client.RemoteProcess;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Lists files as {@code ls -l} of HP-UX does. */
@Command(
        name = "ls",
        header = "List files.",
        sortOptions = false,
        description = {
            "Lists files: mode, owner, group, of device files major number and minor number, and name.",
            "The minor number of an iomap device is 0xAAAASM: the region begins at 0xFAAAA000 and has M*(2^S) pages."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  iomap ls                 the files of /dev",
            "  iomap ls /dev/gsc0       one file",
            "  iomap ls /proc           what the kernel shows",
            "  iomap ls --json | jq -r '.[].path'"
        })
public final class LsVerb extends Listing<LsVerb.DeviceFile> {
    private static final int TYPE_MASK = 0xF000;
    private static final int DIRECTORY = 0x4000;
    private static final int CHARACTER_SPECIAL = 0x2000;
    private static final String PERMISSIONS = "rwxrwxrwx";

    @Parameters(arity = "0..1", paramLabel = "PATH", defaultValue = "/dev", description = "Default: /dev.")
    private String path;

    /** A device file, a plain file or a directory. */
    record DeviceFile(String path, long mode, long uid, long gid, long major, long minor) {
        static DeviceFile of(String path, FileStatus status) {
            return new DeviceFile(path, status.mode(), status.uid(), status.gid(), status.major(), status.minor());
        }

        boolean isDirectory() {
            return (mode & TYPE_MASK) == DIRECTORY;
        }

        boolean isSpecial() {
            return (mode & TYPE_MASK) == CHARACTER_SPECIAL;
        }

        char type() {
            return isDirectory() ? 'd' : isSpecial() ? 'c' : '-';
        }
    }

    @Override
    List<DeviceFile> entries(RemoteProcess process) {
        DeviceFile named = DeviceFile.of(path, process.stat(path));
        if (!named.isDirectory()) {
            return List.of(named);
        }
        List<DeviceFile> files = new ArrayList<>();
        for (String name : process.readdir(path)) {
            String file = path.endsWith("/") ? path + name : path + "/" + name;
            files.add(DeviceFile.of(file, process.stat(file)));
        }
        return files;
    }

    @Override
    void print(List<DeviceFile> files) {
        for (DeviceFile file : files) {
            out().println(line(file));
        }
        out().flush();
    }

    static String line(DeviceFile file) {
        String device = file.isSpecial() ? new DeviceNumber(file.major, file.minor).toString() : " ".repeat(12);
        return "%c%s  %-8s  %-8s  %s  %s"
                .formatted(file.type(), mode(file), owner(file.uid), owner(file.gid), device, file.path);
    }

    private static String mode(DeviceFile file) {
        StringBuilder text = new StringBuilder();
        for (int bit = 0; bit < PERMISSIONS.length(); bit++) {
            boolean granted = (file.mode >> (PERMISSIONS.length() - 1 - bit) & 1) != 0;
            text.append(granted ? PERMISSIONS.charAt(bit) : '-');
        }
        return text.toString();
    }

    /** The machine has no /etc/passwd: 0 is root, everybody else a number. */
    private static String owner(long id) {
        return id == 0 ? "root" : Long.toString(id);
    }
}
