package org.iomap.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.iomap.emulator.configuration.ListenUri;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The owner's token")
@Tag("AU-2")
class OwnerTokenTest {
    private static final List<ListenUri> TCP = List.of(new ListenUri.Tcp("127.0.0.1", 7990));
    private static final List<ListenUri> UNIX = List.of(new ListenUri.Unix(Path.of("/tmp/iomap.sock")));

    @TempDir
    private Path directory;

    @Test
    void is_needed_where_the_system_does_not_say_who_calls() throws Exception {
        assertThat(OwnerToken.find(null, UNIX).token()).isNull();
        assertThat(OwnerToken.find(null, TCP).token()).isNotNull();
    }

    @Test
    void is_left_for_its_owner_s_commands_while_the_service_runs() throws Exception {
        SocketDirectory sockets = new SocketDirectory(directory.resolve("iomap-jane"));
        OwnerToken token = OwnerToken.find(null, TCP);

        token.leave(sockets, List.of("unix:/tmp/iomap.sock", "tcp://127.0.0.1:7990"));

        Path file = directory.resolve("iomap-jane/tcp-7990.token");
        assertThat(file).hasContent(token.token().secret());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");

        token.forget();

        assertThat(file).doesNotExist();
    }

    @Test
    void is_kept_in_the_file_that_is_named() throws Exception {
        Path file = directory.resolve("token");

        OwnerToken made = OwnerToken.find(file, UNIX);
        OwnerToken found = OwnerToken.find(file, UNIX);

        assertThat(found.token().secret()).isEqualTo(made.token().secret());
    }

    @Test
    void is_not_taken_from_a_file_that_holds_something_else() throws Exception {
        Path file = Files.writeString(directory.resolve("token"), "secret");

        assertThatThrownBy(() -> OwnerToken.find(file, TCP))
                .hasMessageContaining("holds no token")
                .hasMessageNotContaining("secret");
    }
}
