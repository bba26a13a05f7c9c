package org.iomap.emulator.server;

import io.netty.channel.Channel;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/**
 * Sends a descriptor of this process beside one byte, past the channel: Netty's own way ends the connection when the
 * socket is full at that moment.
 */
final class DescriptorSender {
    private static final int RETRY_MILLIS = 1;

    private final Channel channel;
    private final int descriptor;
    private final Runnable done;

    /** @param done runs on the event loop when it was sent, or the connection is gone */
    DescriptorSender(Channel channel, int descriptor, Runnable done) {
        this.channel = channel;
        this.descriptor = descriptor;
        this.done = done;
    }

    /** Everything before it has been written. */
    void send() {
        if (channel.isActive()) {
            try {
                Socket socket =
                        new Socket(((EpollDomainSocketChannel) channel).fd().intValue());
                if (socket.sendFd(descriptor) <= 0) {
                    channel.eventLoop().schedule(this::send, RETRY_MILLIS, TimeUnit.MILLISECONDS);
                    return;
                }
            } catch (IOException gone) {
                channel.close();
            }
        }
        done.run();
    }
}
