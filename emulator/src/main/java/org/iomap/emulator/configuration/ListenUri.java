package org.iomap.emulator.configuration;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where the service listens, in the form every client takes too. */
public sealed interface ListenUri {
    /** A socket in the file system; its file is created. */
    record Unix(Path path) implements ListenUri {
        @Override
        public String toString() {
            return "unix:" + path;
        }
    }

    /** Plain TCP, on the loopback interface alone: AU-2. Port 0 is any free one. */
    record Tcp(String host, int port) implements ListenUri {
        @Override
        public String toString() {
            return "tcp://" + host + ":" + port;
        }
    }

    /** TCP with TLS from the first byte: HS-7. */
    record Tls(String host, int port) implements ListenUri {
        @Override
        public String toString() {
            return "tls://" + host + ":" + port;
        }
    }

    /** The longest path that fits a socket's address, in bytes. */
    int LONGEST_PATH = 107;

    Pattern HOST_AND_PORT = Pattern.compile("(tcp|tls)://([A-Za-z0-9.-]+|\\[[0-9A-Fa-f:.]+]):([0-9]{1,5})");
    Pattern LOOPBACK = Pattern.compile("localhost|127(\\.[0-9]{1,3}){3}|\\[::1]");

    /** @throws ConfigurationException if it is no such URI, or plain TCP beyond this host */
    static ListenUri parse(String text) throws ConfigurationException {
        if (text.startsWith("unix:")) {
            return unix(text.substring("unix:".length()));
        }
        Matcher matcher = HOST_AND_PORT.matcher(text);
        if (!matcher.matches() || Integer.parseInt(matcher.group(3)) > 0xFFFF) {
            throw new ConfigurationException(
                    text + " is no address to listen on: write unix:/PATH, tcp://127.0.0.1:PORT or tls://HOST:PORT");
        }
        String host = matcher.group(2);
        int port = Integer.parseInt(matcher.group(3));
        if (matcher.group(1).equals("tls")) {
            return new Tls(host, port);
        }
        if (!LOOPBACK.matcher(host).matches()) {
            throw new ConfigurationException(text + ": plain TCP stays on this host (127.0.0.1, [::1] or localhost); "
                    + "to be reached from others, listen on tls://" + host + ":" + port);
        }
        return new Tcp(host, port);
    }

    private static Unix unix(String path) throws ConfigurationException {
        if (path.isEmpty() || path.startsWith("//") || path.indexOf('\0') >= 0) {
            throw new ConfigurationException("unix:" + path + " names no file: write unix:/PATH");
        }
        Path absolute = Path.of(path).toAbsolutePath();
        if (absolute.toString().getBytes(StandardCharsets.UTF_8).length > LONGEST_PATH) {
            throw new ConfigurationException(
                    "unix:" + path + ": the path of a socket has at most " + LONGEST_PATH + " bytes");
        }
        return new Unix(absolute);
    }
}
