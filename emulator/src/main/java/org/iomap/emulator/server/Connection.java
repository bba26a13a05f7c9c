package org.iomap.emulator.server;

import static org.iomap.protocol.ProtocolCode.BLOCKED;
import static org.iomap.protocol.ProtocolCode.DEADLINE;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.iomap.emulator.configuration.ListenUri;
import org.iomap.protocol.Failure;
import org.iomap.protocol.Header;
import org.iomap.protocol.ProtocolException;
import org.iomap.protocol.Replies;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One socket: bytes in, answers out, and the flow between them. It reads once, lets its {@link FrameHandler} carry out
 * everything that came, and writes once. While answers cannot be written nothing is carried out and nothing is read
 * (FC-1), so its memory is one read, one message begun and one flight of answers.
 */
final class Connection extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);
    private static final int SMALLEST_BUFFER = 512;
    private static final int LARGEST_FIRST_BUFFER = 1 << 16;
    private static final int SECONDS_FOR_A_MESSAGE = 10;
    private static final int SECONDS_BLOCKED = 30;
    private static final int SECONDS_TO_LEAVE = 2;

    private final Caps caps;
    private final Reception reception;
    private final ListenUri uri;
    private Channel channel;
    private ChannelHandlerContext context;
    private FrameHandler handler;
    private ByteBuf received;
    private ByteBuf answers;
    private boolean running;
    private boolean continuing;
    private boolean inputEnded;
    private boolean leaving;
    private boolean passing;
    private boolean leavesWhenPassed;
    private int secondsOfMessage;
    private int secondsBlocked;
    private int secondsLeaving;
    private long blockedBytes;

    Connection(Caps caps, Reception reception, ListenUri uri) {
        this.caps = caps;
        this.reception = reception;
        this.uri = uri;
    }

    /** Lets pass whoever may be given a descriptor; see {@link Reception#requireOwner}. */
    void requireOwner() {
        reception.requireOwner(channel);
    }

    void handler(FrameHandler next) {
        handler = next;
    }

    Channel channel() {
        return channel;
    }

    /** Where the next answer goes. */
    ByteBuf answers() {
        if (answers == null) {
            int expected = received == null ? SMALLEST_BUFFER : received.readableBytes();
            answers = context.alloc().directBuffer(Math.min(Math.max(expected, SMALLEST_BUFFER), LARGEST_FIRST_BUFFER));
        }
        return answers;
    }

    /**
     * Sets the answers so far aside, so that what is sent before {@link #putBack} does not come between bytes that
     * belong together.
     */
    ByteBuf setAside() {
        ByteBuf out = answers();
        answers = null;
        return out;
    }

    /** Puts them back; returns what was sent meanwhile, which is the caller's, or null. */
    ByteBuf putBack(ByteBuf out) {
        ByteBuf meanwhile = answers;
        answers = out;
        return meanwhile;
    }

    /** Bytes of answers that have not been written to the socket. */
    int answersWaiting() {
        return answers == null ? 0 : answers.readableBytes();
    }

    /** True while a descriptor waits for room in the socket: nothing is carried out, and nothing else is written. */
    boolean isPassing() {
        return passing;
    }

    /** False while the other side does not take what it was sent. */
    boolean isWritable() {
        return channel.isWritable() && !leaving && !passing;
    }

    boolean isLeaving() {
        return leaving;
    }

    /** True when the other side has no more requests, or is gone. */
    boolean hasInputEnded() {
        return inputEnded;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
        channel = added.channel();
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        if (handler == null) {
            reception.accept(this, uri);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        caps.received(bytes.readableBytes());
        if (leaving) {
            bytes.release();
            return;
        }
        if (received == null) {
            received = bytes;
        } else {
            received.writeBytes(bytes);
            bytes.release();
        }
        run();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (isWritable()) {
            handler.writable();
            run();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            inputEnded = true;
            if (leaving) {
                channel.close();
            } else {
                run();
            }
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        caps.blocked(-blockedBytes);
        blockedBytes = 0;
        received = release(received);
        answers = release(answers);
        reception.forget(this);
        reception.endOpening(this);
        handler.closed();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        // A peer that does not speak TLS is no failure of ours, and its bytes do not belong into the log (DC-4).
        if (!(cause instanceof IOException || cause instanceof DecoderException)) {
            LOG.warn("Connection closed by a failure of the service", cause);
        }
        ctx.close();
    }

    /** Carries on with what has been received, as far as the other side takes the answers. */
    void run() {
        if (running || leaving) {
            return;
        }
        running = true;
        try {
            boolean more = received != null;
            while (more && isWritable() && !continuing) {
                more = advance();
            }
        } catch (ProtocolException broken) {
            end(Failures.of(handler.requestId(), 0, broken));
        } finally {
            running = false;
        }
        settle();
    }

    private boolean advance() {
        FrameHandler now = handler;
        int before = received.readableBytes();
        FrameHandler.Progress progress = now.run(received);
        if (received != null && received.readableBytes() != before) {
            secondsOfMessage = 0;
        }
        flush();
        switch (progress) {
            case TURN_IS_OVER -> {
                continuing = true;
                // A task of its own would run before the event loop looks at the other sockets again.
                channel.eventLoop().schedule(this::takeTurn, 0, TimeUnit.NANOSECONDS);
                return false;
            }
            case NEEDS_FLUSH -> {
                return true;
            }
            case NEEDS_INPUT -> {
                return false;
            }
            case HANDED_OVER -> {
                return handler != now;
            }
        }
        return false;
    }

    private void takeTurn() {
        continuing = false;
        run();
    }

    /**
     * Writes the answers that have been collected, and passes a descriptor of this process with one of their bytes.
     * What follows them is written when that is done.
     *
     * @param following how many bytes follow that one
     * @param passed runs when the descriptor is not needed any more
     */
    void pass(int descriptor, int following, Runnable passed) {
        ByteBuf out = answers();
        int at = out.writerIndex() - following - 1;
        answers = context.alloc().directBuffer(SMALLEST_BUFFER).writeBytes(out, at + 1, following);
        out.writerIndex(at);
        passing = true;
        DescriptorSender sender = new DescriptorSender(channel, descriptor, () -> {
            passed.run();
            passed();
        });
        caps.sent(out.readableBytes() + 1);
        context.writeAndFlush(out).addListener(written -> sender.send());
    }

    private void passed() {
        passing = false;
        if (leavesWhenPassed) {
            leave();
        } else if (!running && channel.isActive()) {
            flush();
            run();
        }
    }

    /** Writes the answers that have been collected. */
    void flush() {
        if (passing) {
            return;
        }
        ByteBuf out = answers;
        answers = null;
        if (out == null) {
            return;
        }
        if (!out.isReadable() || !channel.isActive()) {
            out.release();
            return;
        }
        caps.sent(out.readableBytes());
        context.writeAndFlush(out, context.voidPromise());
    }

    /** Sends what nobody asked for just now, and leaves if that was the last that was to be sent. */
    void push() {
        flush();
        if (inputEnded && !running) {
            settle();
        }
    }

    private void settle() {
        if (received != null && !received.isReadable()) {
            received = release(received);
        }
        if (received == null) {
            secondsOfMessage = 0;
        } else if (!leaving && received.readableBytes() < received.capacity() / 4) {
            shrink();
        }
        countBlocked();
        boolean read = leaving || (isWritable() && !continuing);
        if (channel.config().isAutoRead() != read) {
            channel.config().setAutoRead(read);
        }
        if (inputEnded && !leaving && !continuing && isWritable() && handler.isIdle()) {
            leave();
        }
    }

    /** A begun message keeps the bytes it has, not the buffer they came in (FR-4). */
    private void shrink() {
        ByteBuf rest = context.alloc().directBuffer(received.readableBytes());
        rest.writeBytes(received);
        received.release();
        received = rest;
    }

    private void countBlocked() {
        // A channel whose output is shut down is never writable again, and calls that 2^63 - 1 bytes.
        boolean isBlocked = !leaving && channel.isActive() && !channel.isWritable();
        long bytes = isBlocked ? channel.bytesBeforeWritable() : 0;
        if (bytes != blockedBytes) {
            caps.blocked(bytes - blockedBytes);
            blockedBytes = bytes;
        }
    }

    /** Once a second: deadlines. */
    void tick() {
        if (leaving) {
            if (++secondsLeaving > SECONDS_TO_LEAVE) {
                channel.close();
            }
            return;
        }
        if (passing) {
            if (++secondsBlocked > SECONDS_BLOCKED) {
                channel.close();
            }
            return;
        }
        handler.tick();
        if (!channel.isWritable()) {
            if (++secondsBlocked > SECONDS_BLOCKED) {
                end(Failures.of(0, 0, new ProtocolException(BLOCKED, "answers were not read for 30 seconds")));
            }
            return;
        }
        secondsBlocked = 0;
        if (received != null && !continuing && ++secondsOfMessage > SECONDS_FOR_A_MESSAGE) {
            end(Failures.of(0, 0, new ProtocolException(DEADLINE, "a message was begun and not ended in 10 seconds")));
        }
    }

    /** Sends the ERROR message and leaves (FR-5). */
    void end(Failure failure) {
        if (!leaving) {
            Replies.encodeError(failure, answers());
            leave();
        }
    }

    /**
     * Sends what is to be sent and closes, without losing the last words: the other side may still be sending, and a
     * socket closed with unread input takes back what was sent. So it is drained for a moment.
     */
    void leave() {
        if (leaving) {
            return;
        }
        if (passing) {
            leavesWhenPassed = true;
            return;
        }
        flush();
        leaving = true;
        received = release(received);
        channel.config().setAutoRead(true);
        boolean drain = !inputEnded
                && channel instanceof DuplexChannel
                && channel.pipeline().get(SslHandler.class) == null;
        context.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(written -> {
            if (drain) {
                ((DuplexChannel) channel).shutdownOutput();
            } else {
                context.close();
            }
        });
    }

    private static ByteBuf release(ByteBuf buffer) {
        if (buffer != null) {
            buffer.release();
        }
        return null;
    }

    /** True when {@code in} holds at least a header. */
    static boolean hasHeader(ByteBuf in) {
        return in.readableBytes() >= Header.LENGTH;
    }
}
