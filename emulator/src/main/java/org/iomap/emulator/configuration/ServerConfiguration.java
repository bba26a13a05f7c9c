package org.iomap.emulator.configuration;

import java.util.List;
import java.util.Map;
import org.iomap.protocol.Limit;

/**
 * How the service is reached.
 *
 * @param ownerToken who presents it is the user who runs the service; null when there is none
 * @param tls null when nothing listens on tls://
 * @param spinNanos how long an event loop polls after the last event before it sleeps
 * @param socketMode the permissions of the sockets in the file system
 * @param limits every limit; of a machine's own the machine's definition has the last word
 */
public record ServerConfiguration(
        List<ListenUri> listen,
        Token ownerToken,
        TlsFiles tls,
        long spinNanos,
        int socketMode,
        Map<Limit, Long> limits) {
    /** For its owner only: AU-5. */
    public static final int DEFAULT_SOCKET_MODE = 0600;

    public ServerConfiguration {
        listen = List.copyOf(listen);
        limits = Map.copyOf(limits);
    }

    /** True where a connection without a token is let in, as the machine's anonymous user. */
    public boolean admitsAnonymous(ListenUri uri) {
        return uri instanceof ListenUri.Tcp || (uri instanceof ListenUri.Tls && tls.clientAuthority() != null);
    }

    /**
     * Refuses what would let strangers in: AU-2.
     *
     * @throws ConfigurationException if a tls:// address has no certificate, or asks nothing of who connects
     */
    public void check(List<MachineDefinition> machines) throws ConfigurationException {
        for (ListenUri uri : listen) {
            if (uri instanceof ListenUri.Tls && tls == null) {
                throw new ConfigurationException(uri + " needs --tls-certificate FILE and --tls-key FILE");
            }
            if (uri instanceof ListenUri.Tls && !admitsAnonymous(uri) && !asksForToken(machines)) {
                throw new ConfigurationException(uri + " would let everybody in: give --tls-client-ca FILE for client "
                        + "certificates, or a token with --token-file FILE or in the machine's grants");
            }
        }
    }

    private boolean asksForToken(List<MachineDefinition> machines) {
        return ownerToken != null
                || machines.stream()
                        .anyMatch(machine -> !machine.access().tokens().isEmpty());
    }
}
