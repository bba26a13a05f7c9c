package org.iomap.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.iomap.protocol.Header;
import org.iomap.protocol.Hello;
import org.iomap.protocol.Limit;
import org.iomap.protocol.Option;
import org.iomap.protocol.OptionId;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@DisplayName("An opening")
class OpeningTest {
    @Test
    @Tag("HS-1")
    void says_what_the_caller_asked_for() throws Exception {
        LinkedBlockingQueue<Hello> hellos = new LinkedBlockingQueue<>();
        try (Peer peer = new Peer(session -> {
            hellos.add(session.open(Map.of()));
            session.beSilent();
        })) {
            RemoteProcess process = RemoteProcess.to(peer.uri())
                    .machine("b160l")
                    .token(new byte[] {1, 2})
                    .identity(1000, 20)
                    .name("test")
                    .limit(Limit.DESCRIPTORS, 5)
                    .connect();
            Hello hello = hellos.poll(30, TimeUnit.SECONDS);
            process.kill();

            assertThat(hello.magic()).isEqualTo(Header.MAGIC);
            assertThat(value(hello, OptionId.MACHINE)).isEqualTo("b160l".getBytes(StandardCharsets.US_ASCII));
            assertThat(value(hello, OptionId.TOKEN)).isEqualTo(new byte[] {1, 2});
            assertThat(value(hello, OptionId.IDENTITY)).isEqualTo(new byte[] {0, 0, 3, (byte) 232, 0, 0, 0, 20});
            assertThat(value(hello, OptionId.PROCESS_NAME)).isEqualTo("test".getBytes(StandardCharsets.US_ASCII));
            assertThat(value(hello, OptionId.LIMITS))
                    .isEqualTo(new byte[] {0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 5});
            assertThat(process.welcome().machine()).isEqualTo("b160l");
        }
    }

    @Test
    @Tag("HS-5")
    void sometimes_offers_a_feature_and_a_version_that_do_not_exist() {
        Hello usual = new Opening().hello(1, false, 7);
        Hello strange = new Opening().hello(1, true, 7);

        assertThat(usual.highestMinor()).isEqualTo(Header.MINOR);
        assertThat(strange.highestMinor()).isGreaterThan(Header.MINOR);
        assertThat(strange.lowestMinor()).isZero();
        assertThat(value(strange, OptionId.FEATURES))
                .startsWith(value(usual, OptionId.FEATURES))
                .endsWith((byte) 0x80, (byte) 0, (byte) 0, (byte) 7);
    }

    private static byte[] value(Hello hello, OptionId id) {
        return hello.options().stream()
                .filter(option -> option.id() == id.number())
                .map(Option::value)
                .map(ByteBufUtil::getBytes)
                .findFirst()
                .orElseThrow();
    }

    @Nested
    class Takes_as_address {
        @Test
        void a_path_or_a_host_and_port() {
            assertThat(Endpoint.of("unix:/tmp/socket").isUnix()).isTrue();
            assertThat(Endpoint.of("tcp://127.0.0.1:7000").isTls()).isFalse();
            assertThat(Endpoint.of("tls://localhost:7000").isTls()).isTrue();
            assertThat(Endpoint.of("tcp://[::1]:7000").isUnix()).isFalse();
        }

        @Test
        void nothing_else() {
            for (String uri : List.of("", "unix:", "tcp://host", "tcp://:70", "http://host:80", "/tmp/socket")) {
                assertThatThrownBy(() -> Endpoint.of(uri)).isInstanceOf(IllegalArgumentException.class);
            }
        }
    }
}
