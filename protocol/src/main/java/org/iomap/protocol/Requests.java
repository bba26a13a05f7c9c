package org.iomap.protocol;

import static org.iomap.protocol.MessageType.REQUEST;

import io.netty.buffer.ByteBuf;

/** Whole requests: the header and the fields. */
public final class Requests {
    private Requests() {}

    public static void encode(Request request, ByteBuf out) {
        encode(request, 0, out);
    }

    /**
     * Encodes a request with flags.
     *
     * @param flags {@link Header#FLAG_POSTED} or 0
     */
    public static void encode(Request request, int flags, ByteBuf out) {
        int start = Header.begin(out, REQUEST, flags, request.opcode().number(), request.requestId(), request.aux());
        request.encode(new FieldWriter(out, start));
        Header.end(out, start);
    }

    /**
     * Decodes the fields of one request. Type, flags and opcode are the caller's to check.
     *
     * @param frame exactly the bytes that the length counts
     * @throws ProtocolException if the fields are not those of the opcode, or the opcode is not a request
     */
    public static Request decode(Opcode opcode, ByteBuf frame) {
        int start = frame.readerIndex();
        long requestId = frame.getUnsignedInt(start + Header.ID_AT);
        long aux = frame.getUnsignedInt(start + Header.AUX_AT);
        frame.skipBytes(Header.LENGTH);
        FieldReader in = new FieldReader(frame, start);
        Request request = decode(opcode, requestId, aux, in);
        if (aux != request.aux()) {
            throw new ProtocolException(
                    ProtocolCode.RESERVED, "the aux word of %s is reserved, not 0x%08x".formatted(opcode, aux));
        }
        in.end();
        return request;
    }

    private static Request decode(Opcode opcode, long requestId, long aux, FieldReader in) {
        return switch (opcode) {
            case HELLO -> Hello.decode(requestId, in);
            case BYE -> Bye.decode(requestId, in);
            case PING -> Ping.decode(requestId, in);
            case CANCEL -> Cancel.decode(requestId, aux, in);
            case LIMITS -> Limits.decode(requestId, in);
            case SUBSCRIBE -> Subscribe.decode(requestId, aux, in);
            case UNSUBSCRIBE -> Unsubscribe.decode(requestId, aux, in);
            case ACKNOWLEDGE -> Acknowledge.decode(requestId, aux, in);
            case WAIT -> Wait.decode(requestId, aux, in);
            case LOAD -> Load.decode(requestId, aux, in);
            case STORE -> Store.decode(requestId, aux, in);
            case FENCE -> Fence.decode(requestId, in);
            case LOAD_BLOCK -> LoadBlock.decode(requestId, aux, in);
            case STORE_BLOCK -> StoreBlock.decode(requestId, aux, in);
            case LOAD_REPEATED -> LoadRepeated.decode(requestId, aux, in);
            case STORE_REPEATED -> StoreRepeated.decode(requestId, aux, in);
            case FILL -> Fill.decode(requestId, aux, in);
            case COMPARE -> Compare.decode(requestId, aux, in);
            case BATCH -> Batch.decode(requestId, aux, in);
            case OPEN -> Open.decode(requestId, aux, in);
            case CLOSE -> Close.decode(requestId, in);
            case DUP -> Dup.decode(requestId, in);
            case IOCTL -> Ioctl.decode(requestId, aux, in);
            case READ -> Read.decode(requestId, in);
            case WRITE -> Write.decode(requestId, in);
            case MMAP -> Mmap.decode(requestId, in);
            case MUNMAP -> Munmap.decode(requestId, in);
            case MKNOD -> Mknod.decode(requestId, aux, in);
            case UNLINK -> Unlink.decode(requestId, in);
            case CHMOD -> Chmod.decode(requestId, aux, in);
            case CHOWN -> Chown.decode(requestId, in);
            case STAT -> Stat.decode(requestId, in);
            case READDIR -> Readdir.decode(requestId, in);
            case GETPID -> Getpid.decode(requestId, in);
            case EXIT -> Exit.decode(requestId, aux, in);
            case LSEEK -> Lseek.decode(requestId, aux, in);
            case POLL -> Poll.decode(requestId, aux, in);
            case FTRUNCATE -> Ftruncate.decode(requestId, in);
            case SHARE -> Share.decode(requestId, in);
            case BECOME_DRIVER -> BecomeDriver.decode(requestId, in);
            case PCI_DEVICES -> PciDevices.decode(requestId, in);
            case CONFIG_LOAD -> ConfigLoad.decode(requestId, aux, in);
            case CONFIG_STORE -> ConfigStore.decode(requestId, aux, in);
            case PCI_ENABLE -> PciEnable.decode(requestId, aux, in);
            case REQUEST_REGION -> RequestRegion.decode(requestId, aux, in);
            case RELEASE_REGION -> ReleaseRegion.decode(requestId, in);
            case IOREMAP -> Ioremap.decode(requestId, aux, in);
            case IOUNMAP -> Iounmap.decode(requestId, in);
            case REQUEST_IRQ -> RequestIrq.decode(requestId, in);
            case DMA_ALLOCATE -> DmaAllocate.decode(requestId, in);
            case DMA_FREE -> DmaFree.decode(requestId, in);
            case REGISTER_DEVICE -> RegisterDevice.decode(requestId, aux, in);
            case UNREGISTER_DEVICE -> UnregisterDevice.decode(requestId, aux, in);
            case CREATE_NODE -> CreateNode.decode(requestId, aux, in);
            case WAKE_UP -> WakeUp.decode(requestId, aux, in);
            case COMPLETE -> Complete.decode(requestId, in);
            case PRINTK -> Printk.decode(requestId, in);
            case MACHINES -> Machines.decode(requestId, in);
            case DRIVERS -> Drivers.decode(requestId, in);
            case MODULES -> Modules.decode(requestId, in);
            case IDENTIFY -> Identify.decode(requestId, in);
            case PEEK -> Peek.decode(requestId, aux, in);
            case PEEK_BLOCK -> PeekBlock.decode(requestId, aux, in);
            case PHYSICAL_LOAD -> PhysicalLoad.decode(requestId, aux, in);
            case PHYSICAL_STORE -> PhysicalStore.decode(requestId, aux, in);
            case DRIVE_LINE -> DriveLine.decode(requestId, aux, in);
            case REGISTERS -> Registers.decode(requestId, in);
            case MAPPINGS -> Mappings.decode(requestId, in);
            case FRAME_BUFFERS -> FrameBuffers.decode(requestId, in);
            case CRASH_DUMP -> CrashDump.decode(requestId, in);
            case TERMINAL_INPUT -> TerminalInput.decode(requestId, in);
            case CLOCK -> Clock.decode(requestId, in);
            case POINTER -> Pointer.decode(requestId, in);
            case PICTURE -> Picture.decode(requestId, in);
            case EXPLAIN -> Explain.decode(requestId, aux, in);
            case RESET -> Reset.decode(requestId, in);
            case SET_CLOCK -> SetClock.decode(requestId, aux, in);
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
                    CALL_ABANDONED ->
                throw new ProtocolException(ProtocolCode.UNSUPPORTED, opcode + " is not a request");
        };
    }
}
