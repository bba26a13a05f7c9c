package org.iomap.cli.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HexFormat;
import org.iomap.client.RemoteProcess;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints a file of the machine. */
@Command(
        name = "cat",
        header = "Print a file of the machine.",
        sortOptions = false,
        description = {
            "Reads a file to its end and prints it: what the kernel shows in /proc and /sys, or a plain file. What is no "
                    + "printable character is printed as a dot.",
            "With --hex as bytes, sixteen a line, as lspci -x prints a configuration space."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  iomap cat /proc/iomem",
            "  iomap cat /proc/interrupts",
            "  iomap cat --hex /sys/bus/pci/devices/0000:00:01.0/config"
        })
public final class CatVerb extends Verb {
    private static final int LINE = 16;
    private static final HexFormat BYTES = HexFormat.ofDelimiter(" ");

    @Option(names = "--hex", order = 10, description = "Print bytes in hex.")
    private boolean hex;

    @Parameters(paramLabel = "PATH", description = "The file, such as /proc/iomem.")
    private String path;

    @Override
    void run(RemoteProcess process) {
        byte[] content = FileContent.read(process, path);
        out().print(hex ? hex(content) : text(content));
    }

    static String hex(byte[] content) {
        StringBuilder lines = new StringBuilder();
        for (int at = 0; at < content.length; at += LINE) {
            int end = Math.min(at + LINE, content.length);
            lines.append("%02x: %s%n".formatted(at, BYTES.formatHex(content, at, end)));
        }
        return lines.toString();
    }

    /** What comes from a machine does not reach the terminal's controls. */
    static String text(byte[] content) {
        return new String(content, UTF_8).replaceAll("[\\p{Cntrl}&&[^\n\t]]", ".");
    }
}
