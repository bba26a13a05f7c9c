package org.iomap.emulator.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.util.CharsetUtil;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.iomap.emulator.configuration.TlsFiles;
import org.iomap.emulator.configuration.Token;
import org.iomap.protocol.Failure;
import org.iomap.protocol.Load;
import org.iomap.protocol.LoadBlock;
import org.iomap.protocol.OptionId;
import org.iomap.protocol.RefusedCode;
import org.iomap.protocol.Width;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("HS-7")
class TlsTest {
    private static final char[] PASSWORD = "password".toCharArray();
    private static final Token TOKEN = Token.random();

    @TempDir
    private static Path directory;

    private static KeyStore keys;
    private static Path certificate;
    private static Path key;

    @BeforeAll
    static void makeCertificate() throws Exception {
        Path store = directory.resolve("keys.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "k",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=ip:127.0.0.1",
                        "-ext",
                        "bc:c",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        new String(PASSWORD),
                        "-keystore",
                        store.toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("keytool.log").toFile())
                .start();
        assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
        keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD);
        }
        certificate = pem("CERTIFICATE", keys.getCertificate("k").getEncoded());
        key = pem("PRIVATE KEY", keys.getKey("k", PASSWORD).getEncoded());
    }

    private static Path pem(String what, byte[] bytes) throws IOException {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
        return Files.writeString(
                directory.resolve(what), "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(what, text, what));
    }

    private static Service.Settings settings(Path clientAuthority) {
        Service.Settings settings = new Service.Settings().listen("tls://127.0.0.1:0");
        settings.tls = new TlsFiles(certificate, key, clientAuthority);
        settings.ownerToken = TOKEN;
        return settings;
    }

    /** A client that trusts the service, and shows its own certificate if it has one. */
    private static Link link(Service service, boolean showsCertificate) throws Exception {
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted());
        KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(showsCertificate ? own.getKeyManagers() : null, trust.getTrustManagers(), null);
        InetSocketAddress address = (InetSocketAddress) SocketLink.address(service.uri(1));
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(address.getAddress(), address.getPort());
        socket.setSoTimeout((int) SocketLink.DEADLINE.toMillis());
        return new StreamLink(socket);
    }

    private static KeyStore trusted() throws Exception {
        Certificate own = keys.getCertificate("k");
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("k", own);
        return trusted;
    }

    /** The bytes of a socket that has only streams. */
    private record StreamLink(Socket socket) implements Link {
        @Override
        public int writeSome(ByteBuffer bytes) throws IOException {
            int count = bytes.remaining();
            write(bytes);
            return count;
        }

        @Override
        public void write(ByteBuffer bytes) throws IOException {
            byte[] array = new byte[bytes.remaining()];
            bytes.get(array);
            socket.getOutputStream().write(array);
        }

        @Override
        public int read(ByteBuffer into) throws IOException {
            byte[] array = new byte[into.remaining()];
            int count = socket.getInputStream().read(array);
            if (count > 0) {
                into.put(array, 0, count);
            }
            return count;
        }

        @Override
        public int readSome(ByteBuffer into) throws IOException {
            return socket.getInputStream().available() == 0 ? 0 : read(into);
        }

        @Override
        public void endOutput() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {
            try {
                socket.close();
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
    }

    @Test
    @Tag("AU-2")
    void a_client_with_a_token_is_served_from_the_first_byte() throws Exception {
        try (Service service = settings(null).start();
                Peer peer = new Peer(link(service, false))) {
            peer.hello(Peer.option(OptionId.TOKEN, TOKEN.secret()));
            long window = peer.map("/dev/gsc0");
            peer.store(Width.WORD, window + 0x100, 4711);

            assertThat(peer.load(Width.WORD, window + 0x100)).isEqualTo(4711);
            peer.send(new LoadBlock(7, Width.WORD, window, 65536, 0), new Load(8, Width.WORD, window));
            Frame frame = peer.next();
            while (frame.hasMore()) {
                frame = peer.next();
            }
            assertThat(peer.next().id()).isEqualTo(8);
            peer.kill();
            service.awaitBaseline();
        }
    }

    @Test
    @Tag("AU-2")
    void a_client_without_a_token_is_refused() throws Exception {
        try (Service service = settings(null).start();
                Peer peer = new Peer(link(service, false))) {
            Failure failure = peer.fail(Peer.hello(1));

            assertThat(failure.code()).isEqualTo(RefusedCode.TOKEN.number());
            peer.expectEnd();
        }
    }

    @Test
    @Tag("AU-2")
    void a_client_with_a_certificate_needs_no_token() throws Exception {
        try (Service service = settings(certificate).start();
                Peer peer = new Peer(link(service, true))) {
            assertThat(peer.hello().uid()).isEqualTo(1000);
        }
    }

    @Test
    @Tag("AU-2")
    void a_client_without_the_certificate_that_is_asked_for_is_not_served() throws Exception {
        try (Service service = settings(certificate).start()) {
            try (Peer peer = new Peer(link(service, false))) {
                peer.send(Peer.hello(1)).expectEnd();
            } catch (java.io.UncheckedIOException refused) {
                // The end of the handshake may be seen before its alert, or the broken socket before both.
                assertThat(refused).hasCauseInstanceOf(IOException.class);
            }
            service.awaitBaseline();
        }
    }

    @Test
    void a_client_without_TLS_gets_no_answer_of_the_protocol() throws Exception {
        try (Service service = settings(null).start();
                Socket socket = new Socket()) {
            socket.connect(SocketLink.address(service.uri(1)));
            socket.setSoTimeout((int) SocketLink.DEADLINE.toMillis());
            ByteBuf hello = Peer.bytes(Peer.hello(1));
            hello.readBytes(socket.getOutputStream(), hello.readableBytes());

            byte[] answer = readAll(socket);
            assertThat(new String(answer, CharsetUtil.ISO_8859_1)).doesNotContain("iomapd");
            assertThat(Unpooled.wrappedBuffer(answer).readableBytes()).isLessThan(64);
            await().until(() -> service.caps().opening() == 0);
        }
    }

    private static byte[] readAll(Socket socket) throws IOException {
        try {
            return socket.getInputStream().readAllBytes();
        } catch (SocketTimeoutException slow) {
            throw new AssertionError("the connection stays", slow);
        } catch (IOException reset) {
            return new byte[0];
        }
    }

    @Test
    void a_client_that_begins_TLS_on_a_plain_listener_gets_an_error() throws Exception {
        try (Service service =
                        new Service.Settings().listen("tcp://127.0.0.1:0").start();
                Peer peer = Peer.connect(service.uri(1))) {
            peer.send(Unpooled.wrappedBuffer(new byte[] {0x16, 3, 1, 0, 0x10}));
            peer.send(Unpooled.buffer().writeZero(64));

            assertThat(peer.error().code()).isEqualTo(org.iomap.protocol.ProtocolCode.LENGTH.number());
        }
    }
}
