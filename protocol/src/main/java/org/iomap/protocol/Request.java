package org.iomap.protocol;

/** A message that asks. Each record reads and writes its own fields, in the order of its components. */
public sealed interface Request
        permits Hello,
                Bye,
                Ping,
                Cancel,
                Limits,
                Subscribe,
                Unsubscribe,
                Acknowledge,
                Wait,
                Load,
                Store,
                Fence,
                LoadBlock,
                StoreBlock,
                LoadRepeated,
                StoreRepeated,
                Fill,
                Compare,
                Batch,
                Open,
                Close,
                Dup,
                Ioctl,
                Read,
                Write,
                Mmap,
                Munmap,
                Mknod,
                Unlink,
                Chmod,
                Chown,
                Stat,
                Readdir,
                Getpid,
                Exit,
                Machines,
                Drivers,
                Modules,
                Identify,
                Peek,
                PeekBlock,
                PhysicalLoad,
                PhysicalStore,
                DriveLine,
                Registers,
                Mappings,
                FrameBuffers,
                CrashDump,
                TerminalInput,
                Clock,
                Picture,
                Pointer,
                Explain,
                Reset,
                Lseek,
                Poll,
                Ftruncate,
                Share,
                BecomeDriver,
                PciDevices,
                ConfigLoad,
                ConfigStore,
                PciEnable,
                RequestRegion,
                ReleaseRegion,
                Ioremap,
                Iounmap,
                RequestIrq,
                DmaAllocate,
                DmaFree,
                RegisterDevice,
                UnregisterDevice,
                CreateNode,
                WakeUp,
                Complete,
                Printk,
                SetClock {
    /** Chosen by the client, u32; repeated in the reply. 0 wants no reply. */
    long requestId();

    Opcode opcode();

    /** The field that stands in the header; 0 where the opcode has none. */
    default long aux() {
        return 0;
    }

    /** Writes the fields after the header. */
    void encode(FieldWriter out);
}
