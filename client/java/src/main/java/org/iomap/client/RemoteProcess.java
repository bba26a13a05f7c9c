package org.iomap.client;

import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.iomap.client.DescriptorNumbers.Descriptor;
import org.iomap.protocol.Bye;
import org.iomap.protocol.Chmod;
import org.iomap.protocol.Chown;
import org.iomap.protocol.Close;
import org.iomap.protocol.Compared;
import org.iomap.protocol.Controlled;
import org.iomap.protocol.Done;
import org.iomap.protocol.DriverEntry;
import org.iomap.protocol.DriverList;
import org.iomap.protocol.Drivers;
import org.iomap.protocol.Dup;
import org.iomap.protocol.Errno;
import org.iomap.protocol.EventKind;
import org.iomap.protocol.Exit;
import org.iomap.protocol.Fence;
import org.iomap.protocol.Ftruncate;
import org.iomap.protocol.Getpid;
import org.iomap.protocol.GoAway;
import org.iomap.protocol.Identified;
import org.iomap.protocol.Identify;
import org.iomap.protocol.Identity;
import org.iomap.protocol.Ioctl;
import org.iomap.protocol.Limit;
import org.iomap.protocol.LimitList;
import org.iomap.protocol.LimitValue;
import org.iomap.protocol.Limits;
import org.iomap.protocol.Lseek;
import org.iomap.protocol.MachineEntry;
import org.iomap.protocol.MachineList;
import org.iomap.protocol.Machines;
import org.iomap.protocol.Mapped;
import org.iomap.protocol.Mknod;
import org.iomap.protocol.Mmap;
import org.iomap.protocol.ModuleEntry;
import org.iomap.protocol.ModuleList;
import org.iomap.protocol.Modules;
import org.iomap.protocol.Munmap;
import org.iomap.protocol.Name;
import org.iomap.protocol.Names;
import org.iomap.protocol.Opcode;
import org.iomap.protocol.Open;
import org.iomap.protocol.Opened;
import org.iomap.protocol.Ping;
import org.iomap.protocol.Poll;
import org.iomap.protocol.Polled;
import org.iomap.protocol.Position;
import org.iomap.protocol.Read;
import org.iomap.protocol.Readdir;
import org.iomap.protocol.Stat;
import org.iomap.protocol.Status;
import org.iomap.protocol.Unlink;
import org.iomap.protocol.Welcome;
import org.iomap.protocol.Width;
import org.iomap.protocol.Write;
import org.iomap.protocol.Written;

/**
 * A process of the emulated machine: one connection, owned by this object. Its calls are those of the manual, and fail
 * with {@link IomapException}. Any number of threads may use it; a call runs in the thread that makes it.
 */
public final class RemoteProcess implements AutoCloseable {
    public static final int O_RDONLY = 0;
    public static final int O_WRONLY = 1;
    public static final int O_RDWR = 2;
    /** A file that does not exist is made. */
    public static final int O_CREAT = 0x100;
    /** A file that exists is emptied. */
    public static final int O_TRUNC = 0x200;
    /** With O_CREAT: a file that exists is EEXIST. */
    public static final int O_EXCL = 0x400;
    /** A call that would wait fails with EAGAIN. */
    public static final int O_NONBLOCK = 0x10000;

    /** Of {@link #lseek}: from the start. */
    public static final int SEEK_SET = 0;
    /** Of {@link #lseek}: from where the position is. */
    public static final int SEEK_CUR = 1;
    /** Of {@link #lseek}: from the end. */
    public static final int SEEK_END = 2;

    public static final int PROT_NONE = 0;
    public static final int PROT_READ = 1;
    public static final int PROT_WRITE = 2;

    public static final int MAP_SHARED = 1;
    public static final int MAP_PRIVATE = 2;
    /** At the address given, in place of what is mapped there. */
    public static final int MAP_FIXED = 4;

    /** A read would not wait. */
    public static final int POLLIN = 1;
    /** A write would not wait. */
    public static final int POLLOUT = 4;
    /** Something is wrong with the device; always told. */
    public static final int POLLERR = 8;

    /** {@code _IOWR('M', 1, int)}: maps the device; the argument is the address, 0 lets the system choose. */
    public static final long IOMAPMAP = 0xC004_4D01L;
    /** {@code _IOWR('M', 2, int)}: unmaps the device. */
    public static final long IOMAPUNMAP = 0xC004_4D02L;

    private final Connection connection;
    private final DescriptorNumbers descriptors = new DescriptorNumbers();
    private final BlockTransfer blocks;
    private final Monitor monitor;

    RemoteProcess(Connection connection) {
        this.connection = connection;
        blocks = new BlockTransfer(connection);
        monitor = new Monitor(connection, descriptors);
    }

    /** Connects to {@code unix:/path}, {@code tcp://host:port} or {@code tls://host:port}. */
    public static RemoteProcess connect(String uri) {
        return to(uri).connect();
    }

    /** Connects with more to say than the address. */
    public static Connector to(String uri) {
        return new Connector(uri);
    }

    // The system calls, in the order of the manual.

    /**
     * open(2).
     *
     * @return the lowest free descriptor number from 3 on
     */
    public int open(String path, int flags) {
        Opened opened = connection.call(id -> new Open(id, flags, path), Opened.class);
        return descriptors.add(new Descriptor(opened.handle(), path));
    }

    /** close(2). */
    public void close(int fd) {
        long handle = descriptors.handle(fd);
        try {
            connection.call(id -> new Close(id, handle), Done.class);
        } catch (ErrnoException e) {
            if (e.errno() == Errno.EBADF) {
                descriptors.remove(fd, handle);
            }
            throw e;
        }
        descriptors.remove(fd, handle);
    }

    /** dup(2). */
    public int dup(int fd) {
        Descriptor descriptor = descriptors.find(fd);
        Opened opened = connection.call(id -> new Dup(id, descriptors.handle(fd)), Opened.class);
        return descriptors.add(new Descriptor(opened.handle(), descriptor == null ? "" : descriptor.path()));
    }

    /** ioctl(2). {@code argument} is the value the argument points to. */
    public IoctlResult ioctl(int fd, long request, long argument) {
        Controlled controlled =
                connection.call(id -> new Ioctl(id, request, descriptors.handle(fd), argument), Controlled.class);
        return new IoctlResult(controlled.argument(), controlled.result());
    }

    /** read(2). Returns what was read, at most {@code count} bytes. */
    public byte[] read(int fd, int count) {
        byte[] bytes = new byte[Math.min(count, connection.limits().messageBytes())];
        ByteBuffer into = ByteBuffer.wrap(bytes);
        long deadline = connection.deadline();
        Exchange exchange =
                connection.send(id -> new Read(id, descriptors.handle(fd), bytes.length), into, bytes.length, deadline);
        connection.await(exchange, deadline);
        connection.end(exchange);
        return Arrays.copyOf(bytes, into.position());
    }

    /** write(2). Returns how many bytes were written. */
    public int write(int fd, byte[] bytes) {
        return (int) connection
                .call(id -> new Write(id, descriptors.handle(fd), Unpooled.wrappedBuffer(bytes)), Written.class)
                .count();
    }

    /**
     * lseek(2).
     *
     * @param offset bytes, signed
     * @param whence {@link #SEEK_SET}, {@link #SEEK_CUR} or {@link #SEEK_END}
     * @return the position, in bytes from the start
     */
    public long lseek(int fd, long offset, int whence) {
        return connection
                .call(id -> new Lseek(id, whence, descriptors.handle(fd), offset), Position.class)
                .offset();
    }

    /** ftruncate(2). */
    public void ftruncate(int fd, long length) {
        connection.call(id -> new Ftruncate(id, descriptors.handle(fd), length), Done.class);
    }

    /**
     * poll(2) of one descriptor.
     *
     * @param events what to wait for: {@link #POLLIN} and {@link #POLLOUT}, added up
     * @return what would not wait; 0 when the time is over
     */
    public int poll(int fd, int events, Duration timeout) {
        long nanos = Deadlines.nanos(timeout);
        long millis = Deadlines.millis(nanos);
        long deadline = System.nanoTime() + nanos + connection.deadlineNanos();
        return (int) ((Polled) connection.call(id -> new Poll(id, events, descriptors.handle(fd), millis), 0, deadline))
                .events();
    }

    /**
     * mmap(2). Returns the address.
     *
     * @param protection {@link #PROT_READ} and {@link #PROT_WRITE}, added up
     * @param flags {@link #MAP_SHARED} or {@link #MAP_PRIVATE}, and {@link #MAP_FIXED}
     */
    public long mmap(int fd, long address, long length, long offset, int protection, int flags) {
        return connection
                .call(
                        id -> new Mmap(id, descriptors.handle(fd), address, length, offset, protection, flags),
                        Mapped.class)
                .address();
    }

    /** munmap(2). */
    public void munmap(long address, long length) {
        connection.call(id -> new Munmap(id, address, length), Done.class);
    }

    /**
     * mknod(2).
     *
     * @param mode permissions, with S_IFCHR (0020000)
     * @param device major number in bits 31:24, minor number in bits 23:0
     */
    public void mknod(String path, int mode, int device) {
        connection.call(id -> new Mknod(id, mode, Integer.toUnsignedLong(device), path), Done.class);
    }

    /** unlink(2). */
    public void unlink(String path) {
        connection.call(id -> new Unlink(id, path), Done.class);
    }

    /** chmod(2). */
    public void chmod(String path, int mode) {
        connection.call(id -> new Chmod(id, mode, path), Done.class);
    }

    /** chown(2). */
    public void chown(String path, int uid, int gid) {
        connection.call(
                id -> new Chown(id, Integer.toUnsignedLong(uid), Integer.toUnsignedLong(gid), path), Done.class);
    }

    /** stat(2). */
    public FileStatus stat(String path) {
        Status status = connection.call(id -> new Stat(id, path), Status.class);
        return new FileStatus(status.inode(), (int) status.mode(), status.uid(), status.gid(), status.device());
    }

    /** The names in a directory, sorted. */
    public List<String> readdir(String path) {
        return connection.call(id -> new Readdir(id, path), Names.class).names().stream()
                .map(Name::name)
                .toList();
    }

    /** getpid(2), with the identity of the process. */
    public Identity getpid() {
        return connection.call(Getpid::new, Identity.class);
    }

    /** exit(2): the process ends, and the connection with it. */
    public void exit(int code) {
        connection.call(id -> new Exit(id, code), Done.class);
        connection.lose(Loss.of("the process has exited"));
    }

    /** Ends the process in good order. Does nothing when it has ended. */
    @Override
    public void close() {
        if (!connection.isLost()) {
            try {
                connection.call(Bye::new, Done.class);
            } catch (IomapException e) {
                // It ends either way; the server cleans up after a connection that is gone.
            } finally {
                connection.lose(Loss.of("the process has ended"));
            }
        }
    }

    /** Breaks the connection without a word, as the death of a program does. */
    public void kill() {
        connection.lose(Loss.of("the process was killed"));
    }

    // Windows.

    /** IOMAPMAP with a null argument: the system chooses the address. */
    public Window map(int fd) {
        return map(fd, 0);
    }

    /** IOMAPMAP at an address. */
    public Window map(int fd, long address) {
        Descriptor descriptor = descriptors.find(fd);
        long actual = ioctl(fd, IOMAPMAP, address).argument();
        return new Window(this, fd, descriptor.handle(), actual, RegionSize.of(this, descriptor.path(), actual));
    }

    void unmap(int fd, long handle, long address, long size) {
        if (descriptors.handle(fd) == handle) {
            ioctl(fd, IOMAPUNMAP, 0);
        } else {
            munmap(address, size);
        }
    }

    // Loads and stores, by address.

    public long load(Width width, long address) {
        return connection.access(Opcode.LOAD, width, address, 0);
    }

    public void store(Width width, long address, long value) {
        connection.access(Opcode.STORE, width, address, value & width.mask());
    }

    /** Stores without waiting. A failure comes as a FAULT event, and with the next {@link #fence}. */
    public void post(Width width, long address, long value) {
        connection.post(width, address, value & width.mask());
    }

    /** Waits until everything before has taken effect; fails with the first failure of a posted store. */
    public void fence() {
        connection.call(Fence::new, Done.class);
    }

    public CompletableFuture<Long> loadAsync(Width width, long address) {
        return connection.accessLater(Opcode.LOAD, width, address, 0, Exchange::first);
    }

    public CompletableFuture<Void> storeAsync(Width width, long address, long value) {
        return connection.accessLater(Opcode.STORE, width, address, value & width.mask(), answered -> null);
    }

    /** Many loads and stores in flight, answered in the caller's thread. */
    public Pipeline pipeline() {
        return new Pipeline(connection);
    }

    /**
     * Loads elements from advancing addresses until {@code into} is full. Its position tells how far all went well.
     *
     * @param stride bytes from one element to the next; 0 means {@code width}
     */
    public void loadBlock(Width width, long address, long stride, ByteBuffer into) {
        blocks.loadBlock(width, address, stride, into);
    }

    /**
     * Stores the elements in {@code from} to advancing addresses. Its position tells how far all went well; after a
     * failure, up to seven further requests may have been carried out behind it.
     *
     * @param stride bytes from one element to the next; 0 means {@code width}
     */
    public void storeBlock(Width width, long address, long stride, ByteBuffer from) {
        blocks.storeBlock(width, address, stride, from);
    }

    /** Loads from one address until {@code into} is full, as a FIFO port is emptied. */
    public void loadRepeated(Width width, long address, ByteBuffer into) {
        blocks.loadRepeated(width, address, into);
    }

    /** Stores all of {@code from} to one address, as a FIFO port is filled. */
    public void storeRepeated(Width width, long address, ByteBuffer from) {
        blocks.storeRepeated(width, address, from);
    }

    /** Stores one value to {@code count} elements. */
    public void fill(Width width, long address, long count, long value) {
        blocks.fill(width, address, count, value & width.mask());
    }

    /** Loads up to the first element that is not {@code value}. */
    public Compared compare(Width width, long address, long count, long value) {
        return blocks.compare(width, address, count, value & width.mask());
    }

    // Around the process.

    /**
     * Becomes a driver of the machine; once for a process, which needs the right to.
     *
     * @param name 1 to 64 of {@code A-Z a-z 0-9 . _ -}, as lsdev(1M) and the trace show it
     */
    public DriverConnection becomeDriver(String name) {
        return DriverConnection.become(connection, name);
    }

    /** Looks at the machine from outside. */
    public Monitor monitor() {
        return monitor;
    }

    /**
     * Asks for events.
     *
     * @param source which line or terminal, such as {@code lasi.5} or {@code uart0}; empty where the kind has one
     *     source
     */
    public Subscription subscribe(EventKind kind, String source) {
        return Subscription.open(connection, kind, source);
    }

    /** Asks whether the server lives. */
    public void ping() {
        connection.call(Ping::new, Done.class);
    }

    public List<DriverEntry> drivers() {
        return connection.call(Drivers::new, DriverList.class).drivers();
    }

    public List<ModuleEntry> modules() {
        return connection.call(Modules::new, ModuleList.class).modules();
    }

    /** Returns the IODC of a module of {@link #modules}: sixteen bytes that say what it is. */
    public byte[] iodc(String module) {
        Identified said = connection.call(id -> new Identify(id, module), Identified.class);
        return ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(said.first())
                .putLong(said.second())
                .array();
    }

    public List<MachineEntry> machines() {
        return connection.call(Machines::new, MachineList.class).machines();
    }

    /** The limits in force. */
    public Map<Limit, Long> limits() {
        Map<Limit, Long> limits = new EnumMap<>(Limit.class);
        for (LimitValue value : connection.call(Limits::new, LimitList.class).limits()) {
            Limit known = Limit.of(value.id());
            if (known != null) {
                limits.put(known, value.value());
            }
        }
        return limits;
    }

    /** What the server said when the connection opened. */
    public Welcome welcome() {
        return connection.welcome();
    }

    /** What the server has announced about the end of the connection. */
    public Optional<GoAway> goAway() {
        return Optional.ofNullable(connection.incoming().goAway());
    }

    /** The number of a descriptor that an event names by its handle; -1 where there is none. */
    public int descriptor(long handle) {
        return descriptors.number(handle);
    }

    /** False when the connection is lost or closed. */
    public boolean isAlive() {
        return !connection.isLost();
    }
}
