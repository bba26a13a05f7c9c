package org.iomap.emulator.server;

import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SelectStrategyFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.PeerCredentials;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.spi.SelectorProvider;
import java.nio.file.Path;
import java.util.Optional;

/** Which sockets the host has: epoll where it is available, NIO elsewhere. */
final class Transport {
    private final boolean epoll = Epoll.isAvailable();

    /** One thread an event loop. */
    EventLoopGroup eventLoops(int threads, long spinNanos) {
        SelectStrategyFactory polling = () -> new AdaptivePolling(spinNanos);
        IoHandlerFactory handlers = epoll
                ? EpollIoHandler.newFactory(0, polling)
                : NioIoHandler.newFactory(SelectorProvider.provider(), polling);
        return new MultiThreadIoEventLoopGroup(threads, new DefaultThreadFactory("machine"), handlers);
    }

    Class<? extends ServerChannel> unixListener() {
        return epoll ? EpollServerDomainSocketChannel.class : NioServerDomainSocketChannel.class;
    }

    Class<? extends ServerChannel> tcpListener() {
        return epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
    }

    SocketAddress unixAddress(Path path) {
        return epoll ? new DomainSocketAddress(path.toString()) : UnixDomainSocketAddress.of(path);
    }

    /**
     * The kernel's word on who is at the other end (AU-1). Empty where the host does not tell: then only the directory
     * of the socket says who may connect.
     */
    static Optional<PeerCredentials> peer(Channel channel) throws IOException {
        return channel instanceof EpollDomainSocketChannel unix
                ? Optional.of(unix.peerCredentials())
                : Optional.empty();
    }
}
