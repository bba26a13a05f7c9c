package org.iomap.cli.bench;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import java.util.concurrent.TimeUnit;

/**
 * The least that a Netty server can do: it answers with the buffer that it received, one write for each read, with the
 * transport, the allocator and the polling of the service. What the service takes longer is its own work.
 */
public final class NettyEcho {
    private static final int BACKLOG = 1024;
    private static final int SMALLEST_READ = 512;
    private static final int FIRST_READ = 4096;
    private static final int LARGEST_READ = 1 << 17;

    private NettyEcho() {}

    /** The path of the socket, and how many microseconds it polls. */
    public static void main(String... arguments) throws InterruptedException {
        long spinNanos = TimeUnit.MICROSECONDS.toNanos(Long.parseLong(arguments[1]));
        new ServerBootstrap()
                .group(new MultiThreadIoEventLoopGroup(
                        1, EpollIoHandler.newFactory(0, () -> new EchoPolling(spinNanos))))
                .channel(EpollServerDomainSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .childOption(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
                .childOption(
                        ChannelOption.RECVBUF_ALLOCATOR,
                        new AdaptiveRecvByteBufAllocator(SMALLEST_READ, FIRST_READ, LARGEST_READ).maxMessagesPerRead(1))
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(new Echo());
                    }
                })
                .bind(new DomainSocketAddress(arguments[0]))
                .sync()
                .channel()
                .closeFuture()
                .sync();
    }

    private static final class Echo extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            context.writeAndFlush(message, context.voidPromise());
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }
}
