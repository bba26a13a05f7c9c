package org.iomap.emulator.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("An address to listen on")
class ListenUriTest {
    @Test
    void names_a_socket_in_the_file_system() throws Exception {
        assertThat(ListenUri.parse("unix:/tmp/iomap.sock")).isEqualTo(new ListenUri.Unix(Path.of("/tmp/iomap.sock")));
    }

    @ParameterizedTest
    @Tag("AU-2")
    @ValueSource(strings = {"tcp://127.0.0.1:7990", "tcp://localhost:0", "tcp://[::1]:65535", "tls://0.0.0.0:7990"})
    void is_written_as_it_was_read(String uri) throws Exception {
        assertThat(ListenUri.parse(uri)).hasToString(uri);
    }

    @ParameterizedTest
    @Tag("AU-2")
    @ValueSource(strings = {"tcp://0.0.0.0:7990", "tcp://192.0.2.1:7990", "tcp://example.org:7990", "tcp://[::]:7990"})
    void of_plain_TCP_stays_on_this_host(String uri) {
        assertThatThrownBy(() -> ListenUri.parse(uri))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("stays on this host")
                .hasMessageContaining("tls://");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "7990", "tcp:127.0.0.1:1", "tcp://127.0.0.1", "tcp://127.0.0.1:65536", "http://localhost:1"})
    void has_one_of_three_forms(String uri) {
        assertThatThrownBy(() -> ListenUri.parse(uri)).hasMessageContaining("write unix:/PATH");
    }

    @Test
    void fits_the_address_of_a_socket() {
        assertThatThrownBy(() -> ListenUri.parse("unix:/" + "x".repeat(ListenUri.LONGEST_PATH)))
                .hasMessageContaining("at most 107 bytes");
    }
}
