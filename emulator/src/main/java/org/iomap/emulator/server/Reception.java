package org.iomap.emulator.server;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.unix.PeerCredentials;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.iomap.emulator.configuration.Access;
import org.iomap.emulator.configuration.Admission;
import org.iomap.emulator.configuration.ListenUri;
import org.iomap.emulator.configuration.OwnUser;
import org.iomap.emulator.configuration.ServerConfiguration;
import org.iomap.emulator.kernel.Credentials;
import org.iomap.emulator.kernel.SystemCallException;
import org.iomap.protocol.Errno;
import org.iomap.protocol.Header;
import org.iomap.protocol.RefusedCode;
import org.iomap.protocol.Replies;
import org.iomap.protocol.Right;
import org.iomap.protocol.Welcome;

/**
 * Where connections say who they are and are shown to their machine, whose event loop they are moved to. Used by every
 * event loop.
 */
final class Reception {
    private static final String SERVER_NAME = "iomapd 1.0.0";
    private static final int ROOT = 0;

    private final ServerConfiguration configuration;
    private final Map<String, MachineHost> machines;
    private final Map<EventLoop, Ticks> ticks;
    private final Caps caps;
    private final OwnUser owner;
    private final Set<Connection> opening = ConcurrentHashMap.newKeySet();
    private final AtomicLong connections = new AtomicLong();
    private volatile boolean isClosed;

    /** @param machines by name; the first is who names none gets */
    Reception(
            ServerConfiguration configuration,
            Map<String, MachineHost> machines,
            Map<EventLoop, Ticks> ticks,
            Caps caps,
            OwnUser owner) {
        this.configuration = configuration;
        this.machines = new LinkedHashMap<>(machines);
        this.ticks = ticks;
        this.caps = caps;
        this.owner = owner;
    }

    /** A socket was accepted at {@code uri}; its channel is on its first event loop. */
    void accept(Connection connection, ListenUri uri) {
        ticks.get(connection.channel().eventLoop()).add(connection);
        opening.add(connection);
        try {
            caps.beginOpening();
            if (isClosed) {
                throw new RefusedException(RefusedCode.SHUTDOWN, "EN-1: " + EndReason.SHUTDOWN.text());
            }
            connection.handler(new Opening(connection, this, uri));
        } catch (RefusedException full) {
            caps.refused();
            connection.handler(new Opening(connection, this, uri));
            connection.end(Failures.of(0, 0, full));
        }
    }

    /** The opening of a connection ended, well or not; its channel is on its first event loop. */
    void endOpening(Connection connection) {
        if (opening.remove(connection)) {
            caps.endOpening();
        }
    }

    void forget(Connection connection) {
        ticks.get(connection.channel().eventLoop()).remove(connection);
    }

    /**
     * A HELLO came. Either the connection becomes a session of its machine, or {@code refuse} gets the reason, on the
     * event loop that the connection is on then.
     *
     * @throws RefusedException at once where nothing has to be asked
     */
    void receive(Opening opened, long requestId, HelloOptions options, Consumer<RuntimeException> refuse) {
        MachineHost host = machine(options.machine());
        Connection connection = opened.connection();
        Admission admission = admission(connection.channel(), opened.uri(), host, options);
        Terms terms = new Terms(host.definition().limits(), options.features(), options.limits());
        move(connection, host.loop(), () -> {
            try {
                Session session = host.admit(connection, admission, terms, options.processName());
                endOpening(connection);
                connection.handler(session);
                Replies.encode(welcome(requestId, session, host, options), connection.answers());
                connection.flush();
                connection.run();
            } catch (RuntimeException no) {
                refuse.accept(no);
            }
        });
    }

    private MachineHost machine(String name) {
        MachineHost host = name.isEmpty() ? machines.values().iterator().next() : machines.get(name);
        if (host == null) {
            throw new RefusedException(
                    RefusedCode.MACHINE,
                    "no machine has this name; there are: " + String.join(", ", machines.keySet()));
        }
        return host;
    }

    private Admission admission(Channel channel, ListenUri uri, MachineHost host, HelloOptions options) {
        Admission admission = options.token() == null
                ? withoutToken(channel, uri, host.definition().access())
                : withToken(host.definition().access(), options.token());
        int[] wanted = options.identity();
        if (wanted == null || isSame(admission.credentials(), wanted)) {
            return admission;
        }
        if (!admission.rights().contains(Right.ANY_UID)) {
            throw new RefusedException(
                    RefusedCode.IDENTITY,
                    "AU-1: to be uid %d needs the right ANY_UID".formatted(Integer.toUnsignedLong(wanted[0])));
        }
        return new Admission(new Credentials(wanted[0], wanted[1], Set.of()), admission.rights());
    }

    private static boolean isSame(Credentials have, int[] wanted) {
        return have.uid() == wanted[0] && have.gid() == wanted[1];
    }

    private Admission withToken(Access access, byte[] token) {
        boolean isOwners =
                configuration.ownerToken() != null && configuration.ownerToken().matches(token);
        Optional<Admission> configured = access.token(token);
        if (isOwners) {
            return access.owner(owner);
        }
        return configured.orElseThrow(
                () -> new RefusedException(RefusedCode.TOKEN, "AU-2: this token is not known here"));
    }

    private Admission withoutToken(Channel channel, ListenUri uri, Access access) {
        if (!(uri instanceof ListenUri.Unix)) {
            if (!configuration.admitsAnonymous(uri)) {
                throw new RefusedException(RefusedCode.TOKEN, "AU-2: a token is needed here");
            }
            return access.anonymous();
        }
        try {
            Optional<PeerCredentials> peer = Transport.peer(channel);
            return peer.isPresent() ? access.peer(peer.get().uid(), peer.get().gids()[0], owner) : access.owner(owner);
        } catch (IOException gone) {
            throw new RefusedException(RefusedCode.IDENTITY, "AU-1: the system does not tell who is at the other end");
        }
    }

    private void move(Connection connection, EventLoop to, Runnable then) {
        Channel channel = connection.channel();
        Ticks before = ticks.get(channel.eventLoop());
        if (channel.eventLoop() == to) {
            then.run();
            return;
        }
        before.remove(connection);
        channel.deregister()
                .addListener(left -> to.register(channel).addListener(arrived -> {
                    if (arrived.isSuccess()) {
                        ticks.get(to).add(connection);
                        then.run();
                    } else {
                        channel.close();
                    }
                }));
    }

    private Welcome welcome(long requestId, Session session, MachineHost host, HelloOptions options) {
        Credentials credentials = session.admission().credentials();
        long rights =
                session.admission().rights().stream().mapToLong(Right::number).reduce(0, (all, one) -> all | one);
        return new Welcome(
                requestId,
                connections.incrementAndGet(),
                Header.MINOR,
                session.process().pid(),
                Integer.toUnsignedLong(credentials.uid()),
                Integer.toUnsignedLong(credentials.gid()),
                rights,
                SERVER_NAME,
                host.name(),
                options.answers(),
                session.terms().featureIds(),
                session.terms().limitValues());
    }

    /**
     * Lets pass a connection that may be given a descriptor of a memory: who has it can make it shorter, and so take
     * the memory away from its machine.
     *
     * @throws RefusedException if it is another user's
     * @throws SystemCallException ENODEV if it is no UNIX socket
     */
    void requireOwner(Channel channel) {
        int uid;
        try {
            uid = Transport.peer(channel)
                    .orElseThrow(() -> new SystemCallException(
                            Errno.ENODEV, 0, "only a UNIX socket passes memory to another program"))
                    .uid();
        } catch (IOException gone) {
            throw new RefusedException(RefusedCode.RIGHT, "AU-1: the system does not tell who is at the other end");
        }
        if (uid != owner.uid() && uid != ROOT) {
            throw new RefusedException(RefusedCode.RIGHT, "AU-4: only the user who runs the service may share memory");
        }
    }

    void refused() {
        caps.refused();
    }

    /** Nobody is let in any more, and who is still opening is told. */
    void close() {
        isClosed = true;
        RefusedException why = new RefusedException(RefusedCode.SHUTDOWN, "EN-1: " + EndReason.SHUTDOWN.text());
        for (Connection connection : opening) {
            connection.channel().eventLoop().execute(() -> connection.end(Failures.of(0, 0, why)));
        }
    }
}
