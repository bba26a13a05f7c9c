package org.iomap.emulator.configuration;

import java.nio.file.Path;

/**
 * Certificates, in PEM.
 *
 * @param clientAuthority who signs the certificates that clients must show; null when they need none
 */
public record TlsFiles(Path certificate, Path key, Path clientAuthority) {}
