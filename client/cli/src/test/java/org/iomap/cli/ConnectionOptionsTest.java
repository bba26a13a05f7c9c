package org.iomap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The service that is chosen")
class ConnectionOptionsTest {
    @Test
    void is_the_environment_s() {
        assertThat(ConnectionOptions.defaultUri(
                        Map.of("IOMAP_CONNECT", "tcp://127.0.0.1:7100", "XDG_RUNTIME_DIR", "/run/user/7"), "ada"))
                .isEqualTo("tcp://127.0.0.1:7100");
    }

    @Test
    void is_else_the_user_s_own_socket() {
        assertThat(ConnectionOptions.defaultUri(Map.of("XDG_RUNTIME_DIR", "/run/user/7"), "ada"))
                .isEqualTo("unix:/run/user/7/iomap.sock");
    }

    @Test
    void is_else_one_in_tmp() {
        assertThat(ConnectionOptions.defaultUri(Map.of(), "ada")).isEqualTo("unix:/tmp/iomap-ada/iomap.sock");
    }
}
