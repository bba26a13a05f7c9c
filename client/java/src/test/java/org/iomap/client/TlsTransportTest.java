package org.iomap.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyStore;
import java.util.Base64;
import java.util.Random;
import org.iomap.emulator.configuration.TlsFiles;
import org.iomap.protocol.Width;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A connection over TLS")
class TlsTransportTest {
    private static final char[] PASSWORD = "secret".toCharArray();

    @TempDir
    static Path directory;

    private static Path keyStore;
    private static Path certificate;
    private static Service service;

    @BeforeAll
    static void start() throws Exception {
        keyStore = directory.resolve("keys.p12");
        certificate = directory.resolve("certificate.pem");
        Path key = directory.resolve("key.pem");
        makeKeys();
        KeyStore keys = KeyStore.getInstance(keyStore.toFile(), PASSWORD);
        write(certificate, "CERTIFICATE", keys.getCertificate("iomap").getEncoded());
        Key secret = keys.getKey("iomap", PASSWORD);
        write(key, "PRIVATE KEY", secret.getEncoded());
        service = new Service(new TlsFiles(certificate, key, certificate));
    }

    private static void makeKeys() throws IOException, InterruptedException {
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "iomap",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost",
                        "-ext",
                        "bc=ca:true",
                        "-validity",
                        "2",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        keyStore.toString(),
                        "-storepass",
                        new String(PASSWORD))
                .inheritIO()
                .start();
        assertThat(keytool.waitFor()).isZero();
    }

    private static void write(Path file, String what, byte[] bytes) throws IOException {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
        Files.writeString(
                file,
                "-----BEGIN %s-----%n%s%n-----END %s-----%n".formatted(what, text, what),
                StandardCharsets.US_ASCII);
    }

    @AfterAll
    static void stop() throws IOException {
        service.close();
    }

    @Test
    @Tag("HS-7")
    void carries_everything_a_plain_one_does() {
        try (RemoteProcess process = RemoteProcess.to(service.tcp())
                .trust(certificate)
                .keyStore(keyStore, PASSWORD)
                .connect()) {
            Window window = process.map(process.open("/dev/gsc0", RemoteProcess.O_RDWR));
            byte[] bytes = new byte[200_000];
            new Random(3).nextBytes(bytes);
            ByteBuffer into = ByteBuffer.allocate(bytes.length);
            window.putBlock(0x10_0000, ByteBuffer.wrap(bytes));
            window.getBlock(0x10_0000, into);
            Pipeline pipeline = process.pipeline();
            for (int i = 0; i < 5000; i++) {
                pipeline.load(Width.WORD, window.address() + 0x10);
            }
            pipeline.complete();

            assertThat(into.flip()).isEqualTo(ByteBuffer.wrap(bytes));
            assertThat(pipeline.value(4999)).isEqualTo(0x0011_2233);
            assertThat(process.loadAsync(Width.WORD, window.address() + 0x10).join())
                    .isEqualTo(0x0011_2233);
        }
    }

    @Test
    @Tag("AU-2")
    void is_not_made_with_a_server_that_is_not_trusted() {
        assertThatThrownBy(() -> RemoteProcess.connect(service.tcp()))
                .isInstanceOf(ConnectionLostException.class)
                .hasMessageContaining("tls://");
    }
}
