package org.iomap.cli.command;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.jline.terminal.Attributes;
import org.jline.terminal.Attributes.ControlChar;
import org.jline.terminal.Attributes.ControlFlag;
import org.jline.terminal.Attributes.LocalFlag;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.terminal.impl.jni.JniNativePty;
import org.jline.terminal.impl.jni.JniTerminalProvider;

/** A person's terminal that passes on every key at once, Ctrl-C too. It is as it was when this is closed. */
final class RawTerminal implements Closeable {
    private final Terminal terminal;
    private final Attributes before;

    private RawTerminal(Terminal terminal) {
        this.terminal = terminal;
        this.before = terminal.enterRawMode();
        Attributes raw = terminal.getAttributes();
        raw.setLocalFlag(LocalFlag.ISIG, false);
        raw.setControlChar(ControlChar.VMIN, 1);
        raw.setControlChar(ControlChar.VTIME, 0);
        terminal.setAttributes(raw);
    }

    /** The terminal of this command. */
    static RawTerminal own() throws IOException {
        return new RawTerminal(TerminalBuilder.builder().system(true).build());
    }

    /** A new pseudo terminal, without echo. */
    static Pseudo pseudo() throws IOException {
        Attributes raw = new Attributes();
        raw.setControlFlag(ControlFlag.CS8, true);
        raw.setControlFlag(ControlFlag.CREAD, true);
        raw.setControlChar(ControlChar.VMIN, 1);
        return new Pseudo((JniNativePty) new JniTerminalProvider().open(raw, Size.of(80, 24)));
    }

    InputStream input() {
        return terminal.input();
    }

    OutputStream output() {
        return terminal.output();
    }

    @Override
    public void close() throws IOException {
        terminal.setAttributes(before);
        terminal.close();
    }

    /** The master side of a pseudo terminal; the other side has a name in /dev/pts. */
    record Pseudo(JniNativePty pty) implements Closeable {
        String name() {
            return pty.getName();
        }

        InputStream input() {
            return pty.getMasterInput();
        }

        OutputStream output() {
            return pty.getMasterOutput();
        }

        @Override
        public void close() throws IOException {
            pty.close();
        }
    }
}
