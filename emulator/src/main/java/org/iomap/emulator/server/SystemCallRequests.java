package org.iomap.emulator.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.function.Supplier;
import org.iomap.emulator.bus.SharedFile;
import org.iomap.emulator.kernel.Answer;
import org.iomap.emulator.kernel.FileStatus;
import org.iomap.emulator.kernel.SharedPart;
import org.iomap.emulator.kernel.SystemCalls;
import org.iomap.emulator.kernel.UserProcess;
import org.iomap.protocol.Chmod;
import org.iomap.protocol.Chown;
import org.iomap.protocol.Close;
import org.iomap.protocol.Controlled;
import org.iomap.protocol.Done;
import org.iomap.protocol.Dup;
import org.iomap.protocol.Ftruncate;
import org.iomap.protocol.Header;
import org.iomap.protocol.Ioctl;
import org.iomap.protocol.Limit;
import org.iomap.protocol.Lseek;
import org.iomap.protocol.Mapped;
import org.iomap.protocol.Mknod;
import org.iomap.protocol.Mmap;
import org.iomap.protocol.Munmap;
import org.iomap.protocol.Name;
import org.iomap.protocol.Names;
import org.iomap.protocol.Open;
import org.iomap.protocol.Opened;
import org.iomap.protocol.Part;
import org.iomap.protocol.Poll;
import org.iomap.protocol.Polled;
import org.iomap.protocol.Position;
import org.iomap.protocol.Read;
import org.iomap.protocol.Readdir;
import org.iomap.protocol.Replies;
import org.iomap.protocol.Reply;
import org.iomap.protocol.Request;
import org.iomap.protocol.Share;
import org.iomap.protocol.Shared;
import org.iomap.protocol.Stat;
import org.iomap.protocol.Status;
import org.iomap.protocol.Unlink;
import org.iomap.protocol.Write;
import org.iomap.protocol.Written;

/** The requests that are system calls. */
final class SystemCallRequests {
    /** Header and fields of a Part, rounded up. */
    private static final int PART_OVERHEAD = 2 * Header.LENGTH;

    /** The padding of a Shared. */
    private static final int AFTER_DESCRIPTOR = Long.BYTES;

    private final Session session;
    private final MachineHost host;

    SystemCallRequests(Session session, MachineHost host) {
        this.session = session;
        this.host = host;
    }

    Reply open(Open request) {
        return later(
                request,
                () -> calls().open(process(), request.path(), (int) request.flags())
                        .then(handle -> new Opened(request.requestId(), request.opcode(), handle)));
    }

    Reply close(Close request) {
        calls().close(process(), request.handle());
        return done(request);
    }

    Reply dup(Dup request) {
        return new Opened(request.requestId(), request.opcode(), calls().dup(process(), request.handle()));
    }

    Reply ioctl(Ioctl request) {
        return later(
                request,
                () -> calls().ioctl(process(), request.handle(), request.request(), request.argument())
                        .then(result -> new Controlled(request.requestId(), result.argument(), result.result())));
    }

    /** As read(2): at most what one message holds. */
    Reply read(Read request) {
        long most = session.terms().limit(Limit.MESSAGE_BYTES) - PART_OVERHEAD;
        int count = (int) (Long.compareUnsigned(request.count(), most) < 0 ? request.count() : most);
        return later(request, count, () -> {
            ByteBuffer into = ByteBuffer.allocate(count);
            return calls().read(process(), request.handle(), into).then(done -> part(request, into.flip()));
        });
    }

    private static Reply part(Read request, ByteBuffer bytes) {
        ByteBuf data = Unpooled.wrappedBuffer(bytes);
        return new Part(request.requestId(), request.opcode(), 0, data.readableBytes(), data);
    }

    /** The bytes are copied: a driver may be asked for them when the message is long gone. */
    Reply write(Write request) {
        return later(request, request.data().readableBytes(), () -> {
            byte[] bytes = new byte[request.data().readableBytes()];
            request.data().readBytes(bytes);
            return calls().write(process(), request.handle(), ByteBuffer.wrap(bytes))
                    .then(count -> new Written(request.requestId(), request.opcode(), count));
        });
    }

    Reply lseek(Lseek request) {
        long position = calls().lseek(process(), request.handle(), request.offset(), (int) request.whence());
        return new Position(request.requestId(), position);
    }

    Reply ftruncate(Ftruncate request) {
        calls().ftruncate(process(), request.handle(), request.length());
        return done(request);
    }

    Reply poll(Poll request) {
        return later(
                request,
                () -> calls().poll(process(), request.handle(), (int) request.events(), request.timeoutMillis())
                        .then(events -> new Polled(request.requestId(), events)));
    }

    Reply mmap(Mmap request) {
        return later(
                request,
                () -> calls().mmap(
                                process(),
                                request.handle(),
                                request.address(),
                                request.length(),
                                request.offset(),
                                (int) request.protection(),
                                (int) request.flags())
                        .then(address -> new Mapped(request.requestId(), address)));
    }

    private Reply later(Request request, Supplier<Answer<? extends Reply>> call) {
        return later(request, 0, call);
    }

    private Reply later(Request request, long bytes, Supplier<Answer<? extends Reply>> call) {
        session.pendingCalls().requireRoom(bytes);
        return session.pendingCalls().reply(request, bytes, call.get());
    }

    /** The reply is written here, because a descriptor goes with it. */
    Reply share(Share request) {
        session.connection().requireOwner();
        SharedPart part = calls().share(process(), request.address(), request.length());
        if (request.requestId() != 0) {
            Replies.encode(
                    new Shared(request.requestId(), part.offset(), request.length(), Shared.DESCRIPTOR),
                    session.connection().answers());
            SharedFile file = part.file();
            file.retain();
            session.connection().pass(file.descriptor(part.isWritable()), AFTER_DESCRIPTOR, file::release);
        }
        return null;
    }

    Reply munmap(Munmap request) {
        calls().munmap(process(), request.address(), request.length());
        return done(request);
    }

    Reply mknod(Mknod request) {
        calls().mknod(process(), request.path(), (int) request.mode(), (int) request.device());
        return done(request);
    }

    Reply unlink(Unlink request) {
        calls().unlink(process(), request.path());
        return done(request);
    }

    Reply chmod(Chmod request) {
        calls().chmod(process(), request.path(), (int) request.mode());
        return done(request);
    }

    Reply chown(Chown request) {
        calls().chown(process(), request.path(), (int) request.uid(), (int) request.gid());
        return done(request);
    }

    Reply stat(Stat request) {
        FileStatus status = calls().stat(process(), request.path());
        return new Status(
                request.requestId(),
                status.inode(),
                Integer.toUnsignedLong(status.mode()),
                Integer.toUnsignedLong(status.uid()),
                Integer.toUnsignedLong(status.gid()),
                Integer.toUnsignedLong(status.device()));
    }

    Reply readdir(Readdir request) {
        return new Names(
                request.requestId(),
                calls().readdir(process(), request.path()).stream()
                        .map(Name::new)
                        .toList());
    }

    Reply getpid(Request request) {
        return new org.iomap.protocol.Identity(
                request.requestId(),
                process().pid(),
                Integer.toUnsignedLong(process().credentials().uid()),
                Integer.toUnsignedLong(process().credentials().gid()));
    }

    /** Releases everything the process owns, then says so, then closes (EN-2). */
    Reply exit(Request request, String reason) {
        process().exit(reason);
        session.end();
        host.later(session.connection()::leave);
        return done(request);
    }

    private static Done done(Request request) {
        return new Done(request.requestId(), request.opcode());
    }

    private SystemCalls calls() {
        return host.kernel().systemCalls();
    }

    private UserProcess process() {
        return session.process();
    }
}
