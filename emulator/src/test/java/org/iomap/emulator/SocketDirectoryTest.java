package org.iomap.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The directory of the default socket")
@Tag("AU-5")
class SocketDirectoryTest {
    @TempDir
    private Path directory;

    @Test
    void is_the_user_s_runtime_directory_where_there_is_one() {
        assertThat(SocketDirectory.of(Map.of("XDG_RUNTIME_DIR", "/run/user/1000"), "jane")
                        .socket())
                .hasToString("unix:/run/user/1000/iomap.sock");
        assertThat(SocketDirectory.of(Map.of(), "jane").socket()).hasToString("unix:/tmp/iomap-jane/iomap.sock");
    }

    @Test
    void is_made_for_its_owner_only() throws Exception {
        Path ours = directory.resolve("iomap-jane");

        new SocketDirectory(ours).prepare();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(ours)))
                .isEqualTo("rwx------");
        assertThatCode(() -> new SocketDirectory(ours).prepare()).doesNotThrowAnyException();
    }

    @Test
    void is_refused_where_others_could_put_a_socket_of_theirs() throws Exception {
        Path open = Files.createDirectory(directory.resolve("open"));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));

        assertThatThrownBy(() -> new SocketDirectory(open).prepare()).hasMessageContaining("nobody else can write to");
    }

    @Test
    void is_refused_behind_a_link() throws Exception {
        Path link = Files.createSymbolicLink(directory.resolve("link"), directory);

        assertThatThrownBy(() -> new SocketDirectory(link).prepare()).hasMessageContaining("not a directory of yours");
    }
}
