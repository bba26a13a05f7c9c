package org.iomap.cli.command;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.iomap.client.RemoteProcess;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Types on the keyboard of the machine. */
@Command(
        name = "type",
        header = "Type on the keyboard.",
        sortOptions = false,
        description = {
            "Types TEXT on the machine's PS/2 keyboard, which has US keys, then the keys of --key in their order.",
            "A key is a character or a name, with shift-, alt- and ctrl- before it for those held down meanwhile: "
                    + "Return, Tab, Escape, BackSpace, Space, Up, Down, Left, Right, Home, End, PageUp, PageDown, "
                    + "Insert, Delete, F1 to F12, Print, Pause, Menu, CapsLock, NumLock, ScrollLock, LeftSuper, "
                    + "RightSuper, Shift, Ctrl, Alt.",
            "Needs the monitor right."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  iomap type 'ls -l' --key Return",
            "  iomap type --key Up --key ctrl-c",
            "  iomap type --key ctrl-alt-Delete"
        })
public final class TypeVerb extends Verb {
    private static final long PAUSE_MILLIS = 5;

    @Parameters(arity = "0..1", paramLabel = "TEXT", defaultValue = "", description = "What to type; ASCII.")
    private String text;

    @Option(names = "--key", paramLabel = "KEY", description = "Another key, after the text. May be repeated.")
    private List<String> keys = List.of();

    @Option(names = "--keyboard", paramLabel = "NAME", defaultValue = "keyboard", description = "Default: keyboard.")
    private String keyboard;

    @Option(
            names = "--patience",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            defaultValue = "2s",
            description = "How long to wait while the keyboard takes no more. Default: ${DEFAULT-VALUE}.")
    private Duration patience;

    @Override
    void run(RemoteProcess process) throws IOException, InterruptedException {
        byte[] bytes = bytes();
        long lastTaken = System.nanoTime();
        for (int done = 0; done < bytes.length; ) {
            int taken = process.monitor().terminalInput(keyboard, Arrays.copyOfRange(bytes, done, bytes.length));
            done += taken;
            if (taken > 0) {
                lastTaken = System.nanoTime();
            } else if (System.nanoTime() - lastTaken > patience.toNanos()) {
                throw new IOException("nobody takes what is typed: %d of %d bytes are left"
                        .formatted(bytes.length - done, bytes.length));
            } else {
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            }
        }
    }

    private byte[] bytes() {
        if (text.isEmpty() && keys.isEmpty()) {
            throw new UsageException("nothing to type: give a text, or --key");
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        text.chars().forEach(character -> {
            if (character >= 0x80) {
                throw new UsageException("no key for '" + (char) character + "': the keyboard has US keys");
            }
            bytes.write(character);
        });
        keys.forEach(key -> bytes.writeBytes(KeyName.of(key).sequence().getBytes(StandardCharsets.US_ASCII)));
        return bytes.toByteArray();
    }
}
