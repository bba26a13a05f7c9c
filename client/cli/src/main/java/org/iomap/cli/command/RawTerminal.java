package org.iomap.cli.command;

import java.io.Closeable;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.EnumSet;
import org.jline.terminal.Attributes;
import org.jline.terminal.Attributes.ControlChar;
import org.jline.terminal.Attributes.InputFlag;
import org.jline.terminal.Attributes.LocalFlag;
import org.jline.terminal.Attributes.OutputFlag;
import org.jline.terminal.Size;
import org.jline.terminal.impl.jni.JniNativePty;
import org.jline.terminal.impl.jni.JniTerminalProvider;
import org.jline.terminal.spi.Pty;
import org.jline.terminal.spi.SystemStream;

/** A terminal that passes on every key at once, Ctrl-C too: a person's own, or a new pseudo terminal. */
final class RawTerminal implements Closeable {
    private final JniNativePty pty;
    private final Attributes before;
    private final InputStream input;
    private final OutputStream output;

    private RawTerminal(Pty pty, InputStream input, OutputStream output) throws IOException {
        this.pty = (JniNativePty) pty;
        this.before = pty.getAttr();
        this.input = input;
        this.output = output;
    }

    /** The terminal of this command. It is as it was when this is closed. */
    static RawTerminal own() throws IOException {
        RawTerminal own = new RawTerminal(
                new JniTerminalProvider().current(SystemStream.Output),
                new FileInputStream(FileDescriptor.in),
                new FileOutputStream(FileDescriptor.out));
        own.makeRaw(true);
        return own;
    }

    /** The near side of a new pseudo terminal; the far side has a name. */
    static RawTerminal pseudo() throws IOException {
        JniNativePty pty = (JniNativePty) new JniTerminalProvider().open(null, Size.of(80, 24));
        RawTerminal pseudo = new RawTerminal(pty, pty.getMasterInput(), pty.getMasterOutput());
        pseudo.makeRaw(false);
        return pseudo;
    }

    /** Such as /dev/pts/4. */
    String name() {
        return pty.getName();
    }

    InputStream input() {
        return input;
    }

    OutputStream output() {
        return output;
    }

    @Override
    public void close() throws IOException {
        pty.setAttr(before);
        pty.close();
    }

    /** @param newLines true where a line feed is to return the carriage too */
    private void makeRaw(boolean newLines) throws IOException {
        Attributes raw = pty.getAttr();
        raw.setLocalFlags(EnumSet.of(LocalFlag.ICANON, LocalFlag.ECHO, LocalFlag.ISIG, LocalFlag.IEXTEN), false);
        raw.setInputFlags(EnumSet.of(InputFlag.ICRNL, InputFlag.INLCR, InputFlag.IXON), false);
        raw.setOutputFlag(OutputFlag.OPOST, newLines);
        raw.setControlChar(ControlChar.VMIN, 1);
        raw.setControlChar(ControlChar.VTIME, 0);
        pty.setAttr(raw);
    }
}
