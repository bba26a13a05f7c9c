package org.iomap.emulator.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@DisplayName("How the service is reached")
@Tag("AU-2")
class ServerConfigurationTest {
    private static final ListenUri TLS = new ListenUri.Tls("0.0.0.0", 7990);
    private static final TlsFiles CERTIFICATE = new TlsFiles(Path.of("server.pem"), Path.of("server.key"), null);
    private static final TlsFiles MUTUAL =
            new TlsFiles(Path.of("server.pem"), Path.of("server.key"), Path.of("ca.pem"));

    @Nested
    class Over_TLS {
        @Test
        void needs_a_certificate() {
            assertThatThrownBy(() -> check(Token.random(), null)).hasMessageContaining("--tls-certificate");
        }

        @Test
        void asks_for_a_client_certificate_or_a_token() {
            assertThatThrownBy(() -> check(null, CERTIFICATE)).hasMessageContaining("let everybody in");
            assertThatCode(() -> check(null, MUTUAL)).doesNotThrowAnyException();
            assertThatCode(() -> check(Token.random(), CERTIFICATE)).doesNotThrowAnyException();
        }

        @Test
        void admits_nobody_without_either() {
            assertThat(configuration(Token.random(), CERTIFICATE).admitsAnonymous(TLS))
                    .isFalse();
            assertThat(configuration(null, MUTUAL).admitsAnonymous(TLS)).isTrue();
        }
    }

    @Nested
    class A_token {
        @Test
        void has_256_random_bits() {
            assertThat(Token.random().secret())
                    .hasSize(64)
                    .isNotEqualTo(Token.random().secret());
        }

        @Test
        void matches_itself_alone_and_is_not_shown() {
            Token token = Token.random();

            assertThat(token.matches(token.secret().getBytes(java.nio.charset.StandardCharsets.US_ASCII)))
                    .isTrue();
            assertThat(token.matches(new byte[64])).isFalse();
            assertThat(token).hasToString("a token");
        }
    }

    private static void check(Token token, TlsFiles tls) throws ConfigurationException {
        configuration(token, tls).check(List.of(MachineDefinition.builtIn()));
    }

    private static ServerConfiguration configuration(Token token, TlsFiles tls) {
        return new ServerConfiguration(
                List.of(TLS),
                token,
                tls,
                0,
                ServerConfiguration.DEFAULT_SOCKET_MODE,
                MachineDefinition.defaultLimits());
    }
}
