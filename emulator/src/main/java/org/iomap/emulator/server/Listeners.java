package org.iomap.emulator.server;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.iomap.emulator.configuration.ListenUri;
import org.iomap.emulator.configuration.ServerConfiguration;

/** The sockets that connections come in by. */
final class Listeners implements AutoCloseable {
    private static final int BACKLOG = 1024;
    private static final int SMALLEST_READ = 512;
    private static final int FIRST_READ = 4096;
    private static final int LARGEST_READ = 1 << 17;
    private static final WriteBufferWaterMark WRITABLE = new WriteBufferWaterMark(1 << 15, 1 << 16);

    private final ServerConfiguration configuration;
    private final Transport transport;
    private final EventLoopGroup loops;
    private final Caps caps;
    private final Reception reception;
    private final SslContext tls;
    private final List<Channel> channels = new ArrayList<>();
    private final List<SocketFile> files = new ArrayList<>();
    private final List<String> listening = new ArrayList<>();

    /** @param tls null when nothing listens on tls:// */
    Listeners(
            ServerConfiguration configuration,
            Transport transport,
            EventLoopGroup loops,
            Caps caps,
            Reception reception,
            SslContext tls) {
        this.configuration = configuration;
        this.transport = transport;
        this.loops = loops;
        this.caps = caps;
        this.reception = reception;
        this.tls = tls;
    }

    /** @throws IOException with one line that says which address cannot be listened on, and why */
    void open(ListenUri uri) throws IOException {
        if (uri instanceof ListenUri.Unix unix) {
            SocketFile file = SocketFile.prepare(unix.path(), configuration.socketMode());
            channels.add(bind(
                    uri, bootstrap(uri).channel(transport.unixListener()), transport.unixAddress(file.temporary())));
            file.publish();
            files.add(file);
            listening.add(uri.toString());
        } else if (uri instanceof ListenUri.Tcp tcp) {
            listening.add("tcp://" + tcp.host() + ":" + openTcp(uri, tcp.host(), tcp.port()));
        } else if (uri instanceof ListenUri.Tls secured) {
            listening.add("tls://" + secured.host() + ":" + openTcp(uri, secured.host(), secured.port()));
        }
    }

    /** Where the service listens, with the ports that were chosen. */
    List<String> listening() {
        return List.copyOf(listening);
    }

    private int openTcp(ListenUri uri, String host, int port) throws IOException {
        ServerBootstrap bootstrap = bootstrap(uri)
                .channel(transport.tcpListener())
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true);
        Channel channel = bind(uri, bootstrap, new InetSocketAddress(InetAddress.getByName(host), port));
        channels.add(channel);
        return ((InetSocketAddress) channel.localAddress()).getPort();
    }

    private ServerBootstrap bootstrap(ListenUri uri) {
        return new ServerBootstrap()
                .group(loops)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .childOption(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
                .childOption(
                        ChannelOption.RECVBUF_ALLOCATOR,
                        new AdaptiveRecvByteBufAllocator(SMALLEST_READ, FIRST_READ, LARGEST_READ).maxMessagesPerRead(1))
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WRITABLE)
                .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        if (uri instanceof ListenUri.Tls) {
                            channel.pipeline().addLast(tls.newHandler(channel.alloc()));
                        }
                        channel.pipeline().addLast(new Connection(caps, reception, uri));
                    }
                });
    }

    private static Channel bind(ListenUri uri, ServerBootstrap bootstrap, java.net.SocketAddress address)
            throws IOException {
        var bound = bootstrap.bind(address).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IOException(
                    "cannot listen on %s: %s".formatted(uri, bound.cause().getMessage()), bound.cause());
        }
        return bound.channel();
    }

    @Override
    public void close() {
        channels.forEach(channel -> channel.close().awaitUninterruptibly());
        files.forEach(SocketFile::remove);
    }
}
