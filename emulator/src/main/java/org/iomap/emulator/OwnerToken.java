package org.iomap.emulator;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.iomap.emulator.configuration.ConfigurationException;
import org.iomap.emulator.configuration.ListenUri;
import org.iomap.emulator.configuration.Token;

/** The owner's token and the files that hold it, so that the owner's commands find it. */
final class OwnerToken {
    private static final EnumSet<StandardOpenOption> NEW =
            EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

    private final Token token;
    private final List<Path> temporary = new ArrayList<>();

    private OwnerToken(Token token) {
        this.token = token;
    }

    /**
     * Reads or makes it where one is needed: when a file is named, or something listens on TCP.
     *
     * @param file null when none is named
     */
    static OwnerToken find(Path file, List<ListenUri> listen) throws ConfigurationException, IOException {
        if (file == null) {
            return new OwnerToken(listen.stream().anyMatch(ListenUri.Tcp.class::isInstance) ? Token.random() : null);
        }
        if (!Files.exists(file)) {
            Token made = Token.random();
            write(file, made);
            return new OwnerToken(made);
        }
        String text = Files.readString(file).strip();
        if (!Token.isValid(text)) {
            throw new ConfigurationException(file + " holds no token, which is 32 or more hexadecimal digits");
        }
        return new OwnerToken(Token.of(text));
    }

    /** Null when none is needed. */
    Token token() {
        return token;
    }

    /** Leaves it in a file for each TCP port, until {@link #forget}. */
    void leave(SocketDirectory directory, List<String> listening) throws IOException {
        for (String uri : listening) {
            if (uri.startsWith("tcp:")) {
                directory.prepare();
                Path file = directory.token(URI.create(uri).getPort());
                Files.deleteIfExists(file);
                write(file, token);
                temporary.add(file);
            }
        }
    }

    void forget() throws IOException {
        for (Path file : temporary) {
            Files.deleteIfExists(file);
        }
    }

    /** Nobody else can read it at any moment. */
    private static void write(Path file, Token token) throws IOException {
        var ownerOnly = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        try (var channel = Files.newByteChannel(file, NEW, ownerOnly);
                var out = java.nio.channels.Channels.newWriter(channel, java.nio.charset.StandardCharsets.US_ASCII)) {
            out.write(token.secret() + "\n");
        }
    }
}
