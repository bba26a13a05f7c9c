package org.iomap.cli.command;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.iomap.client.Monitor;
import org.iomap.client.RemoteProcess;
import org.iomap.protocol.FrameBufferEntry;
import org.iomap.protocol.Width;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Writes the picture of a frame buffer as PNG. */
@Command(
        name = "screenshot",
        header = "Write the picture of a frame buffer as PNG.",
        sortOptions = false,
        customSynopsis = "iomap screenshot [OPTIONS] [FRAMEBUFFER] FILE.png",
        description = {
            "Writes what a monitor would show of a frame buffer as a PNG file: in its colours, with its cursor, black "
                    + "when it is off. Looking changes nothing. Where a machine has several frame buffers and none is "
                    + "named, it is the first.",
            "Needs the monitor right."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  iomap screenshot screen.png", "  iomap screenshot artist0 screen.png"})
public final class ScreenshotVerb extends Verb {
    private static final int LINES = 32;

    @Parameters(
            arity = "1..2",
            paramLabel = "FILE",
            hideParamSyntax = true,
            description = "The frame buffer, such as videolive0, if one is named; then the file to write.")
    private List<String> words;

    @Override
    void run(RemoteProcess process) throws IOException {
        Monitor monitor = process.monitor();
        FrameBufferEntry frameBuffer = choose(monitor.frameBuffers());
        Path file = Path.of(words.get(words.size() - 1));
        try (OutputStream out = Files.newOutputStream(file);
                Progress progress = Progress.of(frameBuffer.height(), err())) {
            write(monitor, frameBuffer, out, progress);
        }
        out().println("%s: %d x %d pixels of %s"
                .formatted(file, frameBuffer.width(), frameBuffer.height(), frameBuffer.name()));
    }

    private FrameBufferEntry choose(List<FrameBufferEntry> there) {
        String name = words.size() == 2 ? words.get(0) : "";
        return there.stream()
                .filter(entry -> name.isEmpty() || entry.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new UsageException("no frame buffer " + name + "; the machine has "
                        + there.stream().map(FrameBufferEntry::name).collect(Collectors.joining(", "))));
    }

    private static void write(Monitor monitor, FrameBufferEntry from, OutputStream out, Progress progress)
            throws IOException {
        ByteBuffer lines = ByteBuffer.allocate((int) from.width() * Width.WORD.bytes() * LINES);
        try (PngWriter png = new PngWriter(out, (int) from.width(), (int) from.height())) {
            for (int y = 0; y < from.height(); y += LINES) {
                int count = (int) Math.min(LINES, from.height() - y);
                monitor.picture(from, y, lines.clear().limit(lines.capacity() / LINES * count));
                lines.flip();
                while (lines.hasRemaining()) {
                    png.row(lines);
                }
                progress.at(y);
            }
        }
    }
}
