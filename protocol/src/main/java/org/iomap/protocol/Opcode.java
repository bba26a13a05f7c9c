package org.iomap.protocol;

/** What a message is about: the numbers of requests, and of events from 0x0100 on. A number is never used again. */
public enum Opcode {
    /** No number of ours: it stands for an opcode that this side does not know. */
    UNKNOWN(0x0000),
    HELLO(0x0001),
    BYE(0x0002),
    PING(0x0003),
    CANCEL(0x0004),
    LIMITS(0x0005),
    SUBSCRIBE(0x0006, Feature.EVENTS, null),
    UNSUBSCRIBE(0x0007, Feature.EVENTS, null),
    ACKNOWLEDGE(0x0008, Feature.EVENTS, null),
    WAIT(0x0009, Feature.EVENTS, null),
    LOAD(0x0010),
    STORE(0x0011),
    FENCE(0x0012),
    LOAD_BLOCK(0x0013, Feature.TRANSFERS, null),
    STORE_BLOCK(0x0014, Feature.TRANSFERS, null),
    LOAD_REPEATED(0x0015, Feature.TRANSFERS, null),
    STORE_REPEATED(0x0016, Feature.TRANSFERS, null),
    FILL(0x0017, Feature.TRANSFERS, null),
    COMPARE(0x0018, Feature.TRANSFERS, null),
    BATCH(0x0019, Feature.BATCH, null),
    OPEN(0x0020),
    CLOSE(0x0021),
    DUP(0x0022),
    IOCTL(0x0023),
    READ(0x0024),
    WRITE(0x0025),
    MMAP(0x0026),
    MUNMAP(0x0027),
    MKNOD(0x0028),
    UNLINK(0x0029),
    CHMOD(0x002A),
    CHOWN(0x002B),
    STAT(0x002C),
    READDIR(0x002D),
    GETPID(0x002E),
    EXIT(0x002F),
    LSEEK(0x0030, Feature.FILES, null),
    POLL(0x0031, Feature.FILES, null),
    FTRUNCATE(0x0032, Feature.FILES, null),
    SHARE(0x0033, Feature.SHARED_MEMORY, null),
    MACHINES(0x0040),
    DRIVERS(0x0041),
    MODULES(0x0042),
    IDENTIFY(0x0043, Feature.PERIPHERALS, null),
    PEEK(0x0050, Feature.MONITOR, Right.MONITOR),
    PEEK_BLOCK(0x0051, Feature.MONITOR, Right.MONITOR),
    PHYSICAL_LOAD(0x0052, Feature.MONITOR, Right.MONITOR),
    PHYSICAL_STORE(0x0053, Feature.MONITOR, Right.MONITOR),
    DRIVE_LINE(0x0054, Feature.MONITOR, Right.MONITOR),
    REGISTERS(0x0055, Feature.MONITOR, Right.MONITOR),
    MAPPINGS(0x0056, Feature.MONITOR, Right.MONITOR),
    FRAME_BUFFERS(0x0057, Feature.MONITOR, Right.MONITOR),
    CRASH_DUMP(0x0058, Feature.MONITOR, Right.MONITOR),
    TERMINAL_INPUT(0x0059, Feature.MONITOR, Right.MONITOR),
    CLOCK(0x005A, Feature.MONITOR, Right.MONITOR),
    POINTER(0x005B, Feature.PERIPHERALS, Right.MONITOR),
    PICTURE(0x005C, Feature.PERIPHERALS, Right.MONITOR),
    EXPLAIN(0x005D, Feature.EXPLAIN, Right.MONITOR),
    RESET(0x0060, Feature.MONITOR, Right.ADMINISTRATOR),
    SET_CLOCK(0x0061, Feature.MONITOR, Right.ADMINISTRATOR),
    BECOME_DRIVER(0x0070, Feature.DRIVERS, Right.DRIVER),
    PCI_DEVICES(0x0071, Feature.DRIVERS, Right.DRIVER),
    CONFIG_LOAD(0x0072, Feature.DRIVERS, Right.DRIVER),
    CONFIG_STORE(0x0073, Feature.DRIVERS, Right.DRIVER),
    PCI_ENABLE(0x0074, Feature.DRIVERS, Right.DRIVER),
    REQUEST_REGION(0x0075, Feature.DRIVERS, Right.DRIVER),
    RELEASE_REGION(0x0076, Feature.DRIVERS, Right.DRIVER),
    IOREMAP(0x0077, Feature.DRIVERS, Right.DRIVER),
    IOUNMAP(0x0078, Feature.DRIVERS, Right.DRIVER),
    REQUEST_IRQ(0x0079, Feature.DRIVERS, Right.DRIVER),
    DMA_ALLOCATE(0x007A, Feature.DRIVERS, Right.DRIVER),
    DMA_FREE(0x007B, Feature.DRIVERS, Right.DRIVER),
    REGISTER_DEVICE(0x007C, Feature.DRIVERS, Right.DRIVER),
    UNREGISTER_DEVICE(0x007D, Feature.DRIVERS, Right.DRIVER),
    CREATE_NODE(0x007E, Feature.DRIVERS, Right.DRIVER),
    WAKE_UP(0x007F, Feature.DRIVERS, Right.DRIVER),
    COMPLETE(0x0080, Feature.DRIVERS, Right.DRIVER),
    PRINTK(0x0081, Feature.DRIVERS, Right.DRIVER),
    INTERRUPT(0x0101, Feature.EVENTS, null),
    FAULT(0x0102, Feature.EVENTS, null),
    DEVICE_REMOVED(0x0103, Feature.EVENTS, null),
    MACHINE_RESET(0x0104, Feature.EVENTS, null),
    GOAWAY(0x0105),
    OVERRUN(0x0106, Feature.EVENTS, null),
    TRACE(0x0107, Feature.EVENTS, null),
    TERMINAL_OUTPUT(0x0108, Feature.EVENTS, null),
    CALL(0x0109, Feature.DRIVERS, null),
    CALL_ABANDONED(0x010A, Feature.DRIVERS, null);

    private static final Opcode[] BY_NUMBER = new Opcode[0x200];

    static {
        for (Opcode opcode : values()) {
            if (BY_NUMBER[opcode.number] != null) {
                throw new AssertionError("two opcodes are 0x%04x".formatted(opcode.number));
            }
            BY_NUMBER[opcode.number] = opcode;
        }
    }

    private final int number;
    private final Feature feature;
    private final Right right;

    Opcode(int number) {
        this(number, null, null);
    }

    Opcode(int number, Feature feature, Right right) {
        this.number = number;
        this.feature = feature;
        this.right = right;
    }

    public int number() {
        return number;
    }

    /** The feature that both sides must have; null for what every connection has. */
    public Feature feature() {
        return feature;
    }

    /** The right that the connection must have; null where none is needed. */
    public Right right() {
        return right;
    }

    /** Returns {@link #UNKNOWN} where the number is none of ours. */
    public static Opcode of(int number) {
        Opcode opcode = number >= 0 && number < BY_NUMBER.length ? BY_NUMBER[number] : null;
        return opcode == null ? UNKNOWN : opcode;
    }
}
