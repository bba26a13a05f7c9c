package org.iomap.cli.bench;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A server in a process of its own, that listens at a UNIX socket. */
final class Peer implements AutoCloseable {
    /** The servers that are compared. */
    enum Kind {
        C_ECHO("C echo"),
        NETTY_ECHO("Netty echo"),
        IOMAPD("iomapd"),
        QTEST("qtest");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        boolean isEcho() {
            return this == C_ECHO || this == NETTY_ECHO;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    static final String QEMU = "qemu-system-hppa";
    static final String SERVICE = "org.iomap.emulator.Main";
    private static final long SECONDS_TO_START = 60;
    private static final long BETWEEN_TRIES_NANOS = 500_000;

    private final Kind kind;
    private final Process process;
    private final Path socket;
    private final double startMillis;

    private Peer(Kind kind, Process process, Path socket, double startMillis) {
        this.kind = kind;
        this.process = process;
        this.socket = socket;
        this.startMillis = startMillis;
    }

    /** @param pingpong null where there is none */
    static Peer start(Host host, Kind kind, Setting setting, Pingpong pingpong) throws IOException {
        Path socket = host.directory().resolve(kind.name() + "-" + setting.name());
        String spin = Integer.toString(setting.spinMicros());
        List<String> command = switch (kind) {
            case C_ECHO -> pingpong.command("echo", socket, setting);
            case NETTY_ECHO -> Host.java(List.of(), NettyEcho.class.getName(), List.of(socket.toString(), spin));
            case IOMAPD -> Host.java(List.of(), SERVICE, List.of("--listen", "unix:" + socket, "--spin", spin));
            case QTEST -> qemu(socket);
        };
        return start(host, kind, command, socket);
    }

    /** The polling service with more options, of the virtual machine and of its own. */
    static Peer service(Host host, String name, List<String> javaOptions, List<String> options) throws IOException {
        Path socket = host.directory().resolve(name);
        String spin = Integer.toString(Setting.POLLING.spinMicros());
        List<String> all = new ArrayList<>(List.of("--listen", "unix:" + socket, "--spin", spin));
        all.addAll(options);
        return start(host, Kind.IOMAPD, Host.java(javaOptions, SERVICE, all), socket);
    }

    private static Peer start(Host host, Kind kind, List<String> command, Path socket) throws IOException {
        return startAnywhere(host, kind, host.onServerCore(command), socket);
    }

    /** Not pinned. */
    static Peer startAnywhere(Host host, Kind kind, List<String> command, Path socket) throws IOException {
        long start = System.nanoTime();
        Process process = new ProcessBuilder(command)
                .redirectOutput(Redirect.DISCARD)
                .redirectError(host.directory().resolve(kind.name() + ".err").toFile())
                .start();
        long deadline = start + TimeUnit.SECONDS.toNanos(SECONDS_TO_START);
        while (!listens(socket)) {
            if (!process.isAlive() || System.nanoTime() - deadline > 0) {
                process.destroy();
                throw new IOException(kind + " does not start: " + String.join(" ", command));
            }
            LockSupport.parkNanos(BETWEEN_TRIES_NANOS);
        }
        return new Peer(kind, process, socket, (System.nanoTime() - start) / 1e6);
    }

    private static boolean listens(Path socket) {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            return channel.connect(UnixDomainSocketAddress.of(socket));
        } catch (IOException notYet) {
            return false;
        }
    }

    /** Reference: a machine that stands still, with both serial ports. */
    private static List<String> qemu(Path socket) {
        String options =
                "-M hppa -m 64 -accel tcg -S -nodefaults -display none -monitor none -serial null -serial null "
                        + "-qtest-log none -qtest unix:" + socket + ",server=on,wait=off";
        List<String> words = new ArrayList<>(List.of(QEMU));
        words.addAll(List.of(options.split(" ", -1)));
        return words;
    }

    Kind kind() {
        return kind;
    }

    Path socket() {
        return socket;
    }

    long pid() {
        return process.pid();
    }

    /** From the start of the process until somebody could connect. */
    double startMillis() {
        return startMillis;
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException stopped) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
