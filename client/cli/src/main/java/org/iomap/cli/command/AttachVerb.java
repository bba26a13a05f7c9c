package org.iomap.cli.command;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketException;
import java.time.Duration;
import org.iomap.client.RemoteProcess;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Connects a terminal to a serial port of the machine. */
@Command(
        name = "attach",
        header = "Connect a terminal to a serial port.",
        sortOptions = false,
        description = {
            "Connects your terminal to a serial port of the machine. The keys `~.' at the start of a line end it; `~~' "
                    + "types one `~'. Input may come from a pipe.",
            "With --tcp it serves the port on a loopback address instead, to one client after the other; with --pty "
                    + "on a pseudo terminal. Needs the monitor right."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  iomap attach                       type into uart0",
            "  printf 'hello' | iomap attach uart0",
            "  iomap attach uart1 --tcp 127.0.0.1:4321",
            "  iomap attach printer               see what is printed",
            "  iomap attach --pty                 then: screen /dev/pts/4"
        })
public final class AttachVerb extends Verb {
    @Parameters(
            arity = "0..1",
            paramLabel = "TERMINAL",
            defaultValue = "uart0",
            description = "uart0 is LASI's port, uart1 Dino's; printer; keyboard. Default: uart0.")
    private String terminal;

    @ArgGroup
    private final Place place = new Place();

    @Option(
            names = "--patience",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            defaultValue = "200ms",
            description =
                    "After the end of the input, stay until nothing came out for so long. Default: ${DEFAULT-VALUE}.")
    private Duration patience;

    /** Where the other end of the cable is. */
    private static final class Place {
        @Option(names = "--tcp", paramLabel = "HOST:PORT", description = "Serve it at a loopback address; port 0: any.")
        private String tcp;

        @Option(names = "--pty", description = "Serve it at a pseudo terminal and print its name.")
        private boolean pty;
    }

    @Override
    void run(RemoteProcess process) throws IOException, InterruptedException {
        if (place.tcp != null) {
            serveTcp(process);
        } else if (place.pty) {
            try (RawTerminal pseudo = RawTerminal.pseudo()) {
                announce(pseudo.name());
                attach(process, pseudo.input(), pseudo.output(), false);
            }
        } else if (Watcher.isThere()) {
            try (RawTerminal own = RawTerminal.own()) {
                attach(process, own.input(), own.output(), true);
            }
        } else {
            attach(process, System.in, new FileOutputStream(FileDescriptor.out), false);
        }
    }

    private void attach(RemoteProcess process, InputStream keys, OutputStream screen, boolean escapes)
            throws IOException, InterruptedException {
        try (SerialLine line = new SerialLine(process, terminal)) {
            new Attachment(line, keys, screen, patience).run(escapes);
        }
    }

    private void serveTcp(RemoteProcess process) throws IOException, InterruptedException {
        try (TcpTerminal server = TcpTerminal.at(place.tcp)) {
            announce(server.name());
            while (process.isAlive()) {
                try {
                    server.serve((keys, screen) -> attach(process, keys, screen, false));
                } catch (SocketException clientLeft) {
                    err().println("iomap: " + clientLeft.getMessage());
                    err().flush();
                }
            }
        }
    }

    private void announce(String where) {
        out().println(terminal + " is at " + where);
        out().flush();
    }
}
