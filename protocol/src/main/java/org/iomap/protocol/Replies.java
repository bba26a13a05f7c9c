package org.iomap.protocol;

import static org.iomap.protocol.MessageType.ERROR;
import static org.iomap.protocol.MessageType.REPLY;

import io.netty.buffer.ByteBuf;
import java.util.List;

/** Whole replies: the header and the fields. */
public final class Replies {
    private Replies() {}

    public static void encode(Reply reply, ByteBuf out) {
        encode(reply, REPLY, 0, out);
    }

    /**
     * Encodes a reply as messages of at most {@code longest} bytes: a list is divided, and a dump is cut.
     *
     * @param longest the limit MESSAGE_BYTES in force
     */
    public static void encode(Reply reply, long longest, ByteBuf out) {
        encode(reply, 0, longest, out);
    }

    private static void encode(Reply reply, int flags, long longest, ByteBuf out) {
        int start = out.writerIndex();
        encode(reply, REPLY, flags, out);
        if (out.writerIndex() - start <= longest) {
            return;
        }
        if (reply instanceof ListReply<?> list && list.entries().size() > 1) {
            out.writerIndex(start);
            divide(list, flags, longest, out);
        } else if (reply instanceof CrashReport report && !report.text().isEmpty()) {
            out.writerIndex(start);
            encode(report.half(), flags, longest, out);
        }
    }

    private static <E extends Structure> void divide(ListReply<E> list, int flags, long longest, ByteBuf out) {
        List<E> entries = list.entries();
        int half = entries.size() / 2;
        encode(list.with(entries.subList(0, half)), Header.FLAG_MORE, longest, out);
        encode(list.with(entries.subList(half, entries.size())), flags, longest, out);
    }

    /** Encodes a part, or the first entries of a list, that is not the last one of its answer. */
    public static void encodeMore(Reply part, ByteBuf out) {
        encode(part, REPLY, Header.FLAG_MORE, out);
    }

    /** Encodes the last message before the connection closes. */
    public static void encodeError(Failure failure, ByteBuf out) {
        encode(failure, ERROR, 0, out);
    }

    private static void encode(Reply reply, MessageType type, int flags, ByteBuf out) {
        int start = Header.begin(out, type, flags, reply.opcodeNumber(), reply.requestId(), reply.status());
        reply.encode(new FieldWriter(out, start));
        Header.end(out, start);
    }

    /**
     * Decodes one ERROR message.
     *
     * @param frame exactly the bytes that the length counts
     * @throws ProtocolException if it does not say what is wrong
     */
    public static Failure decodeError(ByteBuf frame) {
        if (decode(frame) instanceof Failure failure) {
            return failure;
        }
        throw new ProtocolException(ProtocolCode.PAYLOAD, "an ERROR message without a status");
    }

    /**
     * Decodes one reply or ERROR message. Type and flags are the caller's to check.
     *
     * @param frame exactly the bytes that the length counts
     * @throws ProtocolException if the fields are not those of the opcode, or the opcode has no reply
     */
    public static Reply decode(ByteBuf frame) {
        int start = frame.readerIndex();
        int opcodeNumber = frame.getUnsignedShort(start + Header.OPCODE_AT);
        long requestId = frame.getUnsignedInt(start + Header.ID_AT);
        long status = frame.getUnsignedInt(start + Header.AUX_AT);
        frame.skipBytes(Header.LENGTH);
        FieldReader in = new FieldReader(frame, start);
        return status == 0
                ? decode(Opcode.of(opcodeNumber), requestId, in)
                : Failure.decode(requestId, opcodeNumber, status, in);
    }

    private static Reply decode(Opcode opcode, long requestId, FieldReader in) {
        return switch (opcode) {
            case HELLO -> Welcome.decode(requestId, in);
            case BYE,
                    PING,
                    CANCEL,
                    UNSUBSCRIBE,
                    ACKNOWLEDGE,
                    FENCE,
                    STORE_BLOCK,
                    STORE_REPEATED,
                    FILL,
                    CLOSE,
                    MUNMAP,
                    MKNOD,
                    UNLINK,
                    CHMOD,
                    CHOWN,
                    EXIT,
                    DRIVE_LINE,
                    POINTER,
                    RESET,
                    FTRUNCATE,
                    BECOME_DRIVER,
                    PCI_ENABLE,
                    REQUEST_REGION,
                    RELEASE_REGION,
                    IOUNMAP,
                    DMA_FREE,
                    UNREGISTER_DEVICE,
                    CREATE_NODE,
                    WAKE_UP,
                    COMPLETE,
                    PRINTK -> Done.decode(requestId, opcode, in);
            case LIMITS -> LimitList.decode(requestId, in);
            case SUBSCRIBE -> Subscribed.decode(requestId, in);
            case WAIT -> Waited.decode(requestId, in);
            case LOAD, PHYSICAL_LOAD, PEEK, CONFIG_LOAD -> Loaded.decode(requestId, opcode, in);
            case STORE, PHYSICAL_STORE, CONFIG_STORE -> Stored.decode(requestId, opcode, in);
            case LOAD_BLOCK, LOAD_REPEATED, READ, PEEK_BLOCK, PICTURE -> Part.decode(requestId, opcode, in);
            case COMPARE -> Compared.decode(requestId, in);
            case BATCH -> BatchDone.decode(requestId, in);
            case OPEN, DUP -> Opened.decode(requestId, opcode, in);
            case IOCTL -> Controlled.decode(requestId, in);
            case WRITE, TERMINAL_INPUT -> Written.decode(requestId, opcode, in);
            case MMAP -> Mapped.decode(requestId, in);
            case LSEEK -> Position.decode(requestId, in);
            case POLL -> Polled.decode(requestId, in);
            case SHARE -> Shared.decode(requestId, in);
            case EXPLAIN -> Explained.decode(requestId, in);
            case PCI_DEVICES -> PciDeviceList.decode(requestId, in);
            case IOREMAP -> KernelMapped.decode(requestId, in);
            case REQUEST_IRQ -> IrqGranted.decode(requestId, in);
            case DMA_ALLOCATE -> DmaAllocated.decode(requestId, in);
            case REGISTER_DEVICE -> Registered.decode(requestId, in);
            case STAT -> Status.decode(requestId, in);
            case READDIR -> Names.decode(requestId, in);
            case GETPID -> Identity.decode(requestId, in);
            case MACHINES -> MachineList.decode(requestId, in);
            case DRIVERS -> DriverList.decode(requestId, in);
            case MODULES -> ModuleList.decode(requestId, in);
            case IDENTIFY -> Identified.decode(requestId, in);
            case REGISTERS -> RegisterList.decode(requestId, in);
            case MAPPINGS -> MappingList.decode(requestId, in);
            case FRAME_BUFFERS -> FrameBufferList.decode(requestId, in);
            case CRASH_DUMP -> CrashReport.decode(requestId, in);
            case CLOCK, SET_CLOCK -> Time.decode(requestId, opcode, in);
            case UNKNOWN,
                    INTERRUPT,
                    FAULT,
                    DEVICE_REMOVED,
                    MACHINE_RESET,
                    GOAWAY,
                    OVERRUN,
                    TRACE,
                    TERMINAL_OUTPUT,
                    CALL,
                    CALL_ABANDONED -> throw new ProtocolException(ProtocolCode.UNSUPPORTED, opcode + " has no reply");
        };
    }
}
