package org.iomap.emulator.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.iomap.emulator.configuration.Access;
import org.iomap.emulator.configuration.Admission;
import org.iomap.emulator.configuration.ConfigurationException;
import org.iomap.emulator.configuration.ListenUri;
import org.iomap.emulator.configuration.OwnUser;
import org.iomap.emulator.configuration.Privileges;
import org.iomap.emulator.configuration.ServerConfiguration;
import org.iomap.emulator.configuration.Token;
import org.iomap.emulator.configuration.TokenGrant;
import org.iomap.emulator.kernel.Credentials;
import org.iomap.protocol.Chmod;
import org.iomap.protocol.Clock;
import org.iomap.protocol.Done;
import org.iomap.protocol.Errno;
import org.iomap.protocol.Failure;
import org.iomap.protocol.Getpid;
import org.iomap.protocol.Identity;
import org.iomap.protocol.Mappings;
import org.iomap.protocol.Open;
import org.iomap.protocol.OptionId;
import org.iomap.protocol.RefusedCode;
import org.iomap.protocol.Request;
import org.iomap.protocol.Reset;
import org.iomap.protocol.Right;
import org.iomap.protocol.SetClock;
import org.iomap.protocol.Time;
import org.iomap.protocol.Welcome;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CallersTest {
    private static final String LOOPBACK = "tcp://127.0.0.1:0";
    private static final Token TOKEN = Token.random();

    private static int allRights() {
        return Arrays.stream(Right.values()).mapToInt(Right::number).sum();
    }

    @Nested
    @Tag("AU-1")
    class On_a_unix_socket {
        @Test
        void are_who_the_kernel_says() throws Exception {
            try (Service service = Service.start();
                    Peer peer = Peer.connect(service.uri())) {
                Welcome welcome = peer.hello();

                OwnUser own = OwnUser.find();
                assertThat(welcome.uid()).isEqualTo(own.uid());
                assertThat(welcome.gid()).isEqualTo(own.gid());
                assertThat(welcome.rights()).isEqualTo(allRights());
                assertThat(peer.ask(new Getpid(peer.id()), Identity.class))
                        .isEqualTo(new Identity(2, welcome.pid(), own.uid(), own.gid()));
            }
        }

        @Test
        void may_be_somebody_else_with_the_right_ANY_UID() {
            try (Service service = Service.start();
                    Peer peer = Peer.connect(service.uri())) {
                Welcome welcome = peer.hello(Peer.identity(1234, 56));

                assertThat(welcome.uid()).isEqualTo(1234);
                assertThat(welcome.gid()).isEqualTo(56);
            }
        }
    }

    @Nested
    @Tag("AU-2")
    class Over_TCP {
        @Test
        void without_a_token_are_an_ordinary_user_without_rights() {
            try (Service service = new Service.Settings().listen(LOOPBACK).start();
                    Peer peer = Peer.connect(service.uri(1))) {
                Welcome welcome = peer.hello();

                assertThat(welcome.uid()).isEqualTo(1000);
                assertThat(welcome.rights()).isZero();
            }
        }

        @Test
        void with_the_token_of_the_owner_are_the_owner() throws Exception {
            Service.Settings settings = new Service.Settings().listen(LOOPBACK);
            settings.ownerToken = TOKEN;
            try (Service service = settings.start();
                    Peer peer = Peer.connect(service.uri(1))) {
                Welcome welcome = peer.hello(Peer.option(OptionId.TOKEN, TOKEN.secret()));

                assertThat(welcome.uid()).isEqualTo(OwnUser.find().uid());
                assertThat(welcome.rights()).isEqualTo(allRights());
            }
        }

        @Test
        void with_a_granted_token_are_who_the_grant_says() {
            Service.Settings settings = new Service.Settings().listen(LOOPBACK);
            Admission granted = new Admission(new Credentials(77, 8, Set.of()), Set.of(Right.MONITOR));
            settings.access = new Access(
                    Privileges.ALL_RIGHTS,
                    Map.of(),
                    List.of(new TokenGrant(TOKEN, granted)),
                    Access.builtIn().anonymous());
            try (Service service = settings.start();
                    Peer peer = Peer.connect(service.uri(1))) {
                Welcome welcome = peer.hello(Peer.option(OptionId.TOKEN, TOKEN.secret()));

                assertThat(welcome.uid()).isEqualTo(77);
                assertThat(welcome.rights()).isEqualTo(Right.MONITOR.number());
            }
        }

        @Test
        @Tag("HS-2")
        void with_another_token_are_refused() {
            Service.Settings settings = new Service.Settings().listen(LOOPBACK);
            settings.ownerToken = TOKEN;
            try (Service service = settings.start();
                    Peer peer = Peer.connect(service.uri(1))) {
                String other = TOKEN.secret().substring(1) + (TOKEN.secret().endsWith("0") ? "1" : "0");

                Failure failure = peer.fail(Peer.hello(1, Peer.option(OptionId.TOKEN, other)));

                assertThat(failure.code()).isEqualTo(RefusedCode.TOKEN.number());
                assertThat(failure.detail().text()).doesNotContain(other);
                peer.expectEnd();
            }
        }

        @Test
        void stay_on_this_host() {
            for (String uri : List.of("tcp://0.0.0.0:1", "tcp://192.0.2.1:1", "tcp://example.org:1")) {
                assertThatThrownBy(() -> ListenUri.parse(uri)).isInstanceOf(ConfigurationException.class);
            }
        }

        @Test
        void with_TLS_need_a_certificate() {
            assertThatThrownBy(() ->
                            new Service.Settings().listen("tls://127.0.0.1:0").start())
                    .hasCauseInstanceOf(ConfigurationException.class);
        }
    }

    @Nested
    @Tag("AU-3")
    class That_open_a_device {
        @Test
        void need_its_permission() {
            try (Service service = Service.start();
                    Peer root = Peer.at(service.uri(), Peer.identity(0, 0));
                    Peer user = Peer.at(service.uri(), Peer.identity(1000, 1000))) {
                root.ask(new Chmod(root.id(), 0600, "/dev/gsc0"), Done.class);

                assertThat(user.fail(new Open(user.id(), 2, "/dev/gsc0")).code())
                        .isEqualTo(Errno.EACCES.number());
                root.ask(new Chmod(root.id(), 0666, "/dev/gsc0"), Done.class);
                user.open("/dev/gsc0");
                assertThat(user.fail(new Chmod(user.id(), 0666, "/dev/gsc0")).code())
                        .isEqualTo(Errno.EPERM.number());
            }
        }
    }

    @Nested
    @Tag("AU-4")
    class Without_a_right {
        @Test
        void neither_look_at_the_machine_nor_change_it() {
            try (Desk desk = new Desk()) {
                Peer peer = desk.open();
                for (Request request : List.of(
                        new Reset(peer.id()),
                        new SetClock(peer.id(), 0, 0),
                        new Clock(peer.id()),
                        new Mappings(peer.id()))) {
                    assertThat(peer.fail(request).code()).isEqualTo(RefusedCode.RIGHT.number());
                }
            }
        }

        @Test
        void of_the_administrator_may_look_with_that_of_the_monitor() throws Exception {
            Service.Settings settings = new Service.Settings();
            settings.access = new Access(
                    new Privileges(Set.of(), Set.of(Right.MONITOR)),
                    Map.of(),
                    List.of(),
                    Access.builtIn().anonymous());
            try (Service service = settings.start();
                    Peer peer = Peer.at(service.uri())) {
                peer.ask(new Clock(peer.id()), Time.class);

                assertThat(peer.fail(new Reset(peer.id())).code()).isEqualTo(RefusedCode.RIGHT.number());
            }
        }
    }

    @Nested
    @Tag("AU-5")
    class Through_the_socket_file {
        @TempDir
        private Path directory;

        private Server listen(Path path, int mode) throws Exception {
            ServerConfiguration configuration =
                    new ServerConfiguration(List.of(ListenUri.parse("unix:" + path)), null, null, 0, mode, Map.of());
            return Server.start(configuration, List.of(new Service.Settings().definition("b160l")));
        }

        @Test
        void are_the_owner_alone() throws Exception {
            Path path = directory.resolve("s");
            try (Server server = listen(path, ServerConfiguration.DEFAULT_SOCKET_MODE)) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                        .isEqualTo("rw-------");
                assertThat(server.listening()).containsExactly("unix:" + path);
            }
            assertThat(directory).isEmptyDirectory();
        }

        @Test
        void are_more_where_it_was_configured_wider() throws Exception {
            Path path = directory.resolve("s");
            try (Server server = listen(path, 0660)) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                        .isEqualTo("rw-rw----");
                assertThat(server.hosts()).hasSize(1);
            }
        }

        @Test
        void are_never_there_before_its_mode_is_final() throws Exception {
            Path path = directory.resolve("s");
            SocketFile file = SocketFile.prepare(path, 0660);

            assertThat(path).doesNotExist();
            assertThat(PosixFilePermissions.toString(
                            Files.getPosixFilePermissions(file.temporary().getParent())))
                    .isEqualTo("rwx------");
        }

        @Test
        void come_after_a_service_that_was_killed() throws Exception {
            Path path = directory.resolve("s");
            ServerSocketChannel killed = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            killed.bind(UnixDomainSocketAddress.of(path));
            killed.close();
            assertThat(path).exists();

            try (Server server = listen(path, 0600);
                    Peer peer = Peer.at(server.listening().get(0))) {
                peer.ask(new Getpid(peer.id()), Identity.class);
            }
        }

        @Test
        void stay_with_a_service_that_answers() throws Exception {
            Path path = directory.resolve("s");
            try (Server first = listen(path, 0600)) {
                assertThatThrownBy(() -> listen(path, 0600))
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("another service answers");

                try (Peer peer = Peer.at(first.listening().get(0))) {
                    peer.ask(new Getpid(peer.id()), Identity.class);
                }
            }
        }

        @Test
        void do_not_take_the_place_of_a_file() throws Exception {
            Path path = Files.writeString(directory.resolve("s"), "precious");

            assertThatThrownBy(() -> listen(path, 0600)).isInstanceOf(IOException.class);
            assertThat(path).hasContent("precious");
        }
    }
}
