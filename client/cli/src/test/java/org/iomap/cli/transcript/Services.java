package org.iomap.cli.transcript;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.iomap.client.Connector;
import org.iomap.client.RemoteProcess;

/** The real service, one for each machine, each reached over a UNIX socket and over TCP. */
final class Services implements AutoCloseable {
    private static final Pattern TCP = Pattern.compile("tcp://\\S+:[1-9]\\d*");

    private final Map<String, PrivateService> services = new HashMap<>();
    private final Path tokenFile;

    /** @param directory for the token of TCP */
    Services(Path directory) {
        tokenFile = directory.resolve("token");
    }

    /**
     * How a transcript reaches its machine.
     *
     * @param transport {@code unix} or {@code tcp}
     */
    Supplier<Connector> service(Path transcript, String transport) {
        String machine = Theatre.machineOf(transcript);
        PrivateService service = services.computeIfAbsent(machine == null ? "" : machine, name -> start(machine));
        return transport.equals("unix")
                ? () -> RemoteProcess.to(service.uri())
                : () -> RemoteProcess.to(tcp(service)).token(token());
    }

    @Override
    public void close() {
        services.values().forEach(PrivateService::close);
    }

    private PrivateService start(String machine) {
        return PrivateService.start(machine, "--listen", "tcp://127.0.0.1:0", "--token-file", tokenFile.toString());
    }

    private static String tcp(PrivateService service) {
        Matcher uri = TCP.matcher(service.printed());
        if (!uri.find()) {
            throw new IllegalStateException("it does not say where it listens: " + service.printed());
        }
        return uri.group();
    }

    private byte[] token() {
        try {
            return Files.readString(tokenFile).strip().getBytes(StandardCharsets.US_ASCII);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
