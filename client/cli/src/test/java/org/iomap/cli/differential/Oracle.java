package org.iomap.cli.differential;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.iomap.protocol.Width;

/**
 * The machine of the recordings: {@code qemu-system-hppa}, driven through qtest. A reset of it is no power cycle, so
 * that each sequence has a process of its own.
 *
 * <p>Source: hardware reference, section 16; docs/devel/qtest.rst of QEMU.
 */
final class Oracle implements Machine {
    private static final String COMMAND = "qemu-system-hppa";
    private static final int ROM_BYTES = 32 * 1024;
    private static final int BATCH = 256;
    private static final long START_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final Map<Width, String> SUFFIX =
            Map.of(Width.BYTE, "b", Width.HALFWORD, "w", Width.WORD, "l", Width.DOUBLEWORD, "q");

    /** Where its composition tree has the chips. */
    private static final Map<String, String> CHIPS =
            Map.of("lasi", "/machine/unattached/device[1]", "dino", "/machine/unattached/device[2]");

    private final Path directory;
    private final Path rom;

    /** @param directory for its socket and its files */
    Oracle(Path directory) {
        this.directory = directory;
        this.rom = directory.resolve("rom");
        try {
            Files.write(rom, new byte[ROM_BYTES]);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    static boolean isInstalled() {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(place -> Files.isExecutable(Path.of(place, COMMAND)));
    }

    @Override
    public List<Long> play(List<Step> steps) {
        Process process = null;
        try {
            Path socket = directory.resolve("qtest.sock");
            Files.deleteIfExists(socket);
            process = new ProcessBuilder(command(socket))
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve("qemu.log").toFile())
                    .start();
            try (SocketChannel channel = connect(socket, process)) {
                return play(steps, channel);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } finally {
            if (process != null) {
                process.destroyForcibly();
            }
        }
    }

    @Override
    public void close() {
        // Each sequence has ended its own process.
    }

    /** Many questions are sent before the first answer is read. */
    private static List<Long> play(List<Step> steps, SocketChannel channel) throws IOException {
        BufferedReader answers = new BufferedReader(Channels.newReader(channel, StandardCharsets.US_ASCII));
        List<Long> values = new ArrayList<>();
        for (int start = 0; start < steps.size(); start += BATCH) {
            List<Step> batch = steps.subList(start, Math.min(start + BATCH, steps.size()));
            StringBuilder questions = new StringBuilder();
            batch.forEach(step -> questions.append(question(step)).append('\n'));
            send(channel, questions.toString());
            for (int index = 0; index < batch.size(); index++) {
                values.add(answer(answers.readLine(), batch.get(index)));
            }
        }
        return values;
    }

    private static void send(SocketChannel channel, String text) throws IOException {
        ByteBuffer bytes = StandardCharsets.US_ASCII.encode(text);
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private static String question(Step step) {
        if (step instanceof Step.Load load) {
            return "read%s 0x%x".formatted(SUFFIX.get(load.width()), load.address());
        }
        if (step instanceof Step.Store store) {
            return "write%s 0x%x 0x%x".formatted(SUFFIX.get(store.width()), store.address(), store.value());
        }
        Step.Drive drive = (Step.Drive) step;
        return "set_irq_in %s unnamed-gpio-in %d %d"
                .formatted(CHIPS.get(drive.chip()), drive.line(), drive.high() ? 1 : 0);
    }

    /** An access that ends the oracle itself is noticed here, or a few lines later. */
    private static long answer(String line, Step step) throws IOException {
        if (line == null || !line.startsWith("OK")) {
            throw new IOException("the oracle does not survive '" + step + "', or a step before it: " + line);
        }
        return step instanceof Step.Load load
                ? Long.parseUnsignedLong(line.substring("OK 0x".length()), 16)
                        & load.width().mask()
                : 0;
    }

    private SocketChannel connect(Path socket, Process process) throws IOException {
        long deadline = System.nanoTime() + START_NANOS;
        while (process.isAlive() && System.nanoTime() < deadline) {
            try {
                return SocketChannel.open(UnixDomainSocketAddress.of(socket));
            } catch (IOException notListening) {
                Thread.onSpinWait();
            }
        }
        throw new IOException("the oracle did not start: " + Files.readString(directory.resolve("qemu.log")));
    }

    private List<String> command(Path socket) {
        List<String> command = new ArrayList<>(List.of(
                COMMAND,
                "-M",
                "hppa",
                "-m",
                "64",
                "-accel",
                "tcg",
                "-S",
                "-nodefaults",
                "-vga",
                "std",
                "-display",
                "none",
                "-monitor",
                "none",
                "-chardev",
                "null,id=c0",
                "-qtest-log",
                "/dev/null"));
        command.addAll(List.of("-qtest", "unix:" + socket + ",server=on,wait=off"));
        for (String device : List.of(
                "tulip,addr=01.0,mac=08:00:09:12:34:56",
                "pci-serial,addr=02.0,chardev=c0",
                "e1000,addr=03.0,mac=52:54:00:12:34:56,romfile=",
                "virtio-rng-pci,addr=04.0",
                "i82550,addr=05.0,mac=52:54:00:12:34:57,romfile=",
                "bochs-display,addr=06.0,romfile=" + rom,
                "qemu-xhci,addr=07.0",
                "pci-bridge,addr=08.0,chassis_nr=1,id=br1",
                "rtl8139,bus=br1,addr=02.0,mac=52:54:00:12:34:58,romfile=")) {
            command.addAll(List.of("-device", device));
        }
        return command;
    }
}
