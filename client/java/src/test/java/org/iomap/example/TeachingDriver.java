package org.iomap.example;

import java.nio.ByteBuffer;
import org.iomap.driver.CharacterDevice;
import org.iomap.driver.DmaMemory;
import org.iomap.driver.Driver;
import org.iomap.driver.DriverException;
import org.iomap.driver.FileOperations;
import org.iomap.driver.IoctlArgument;
import org.iomap.driver.Ioremap;
import org.iomap.driver.Kernel;
import org.iomap.driver.MemoryArea;
import org.iomap.driver.OpenFile;
import org.iomap.driver.Rights;
import org.iomap.protocol.Errno;
import org.iomap.protocol.Width;

/** The driver of the teaching card: its queue by read and write, its DMA engine by ioctl, all of it by mmap. */
public final class TeachingDriver implements Driver, FileOperations {
    public static final long TEACH_COPY = 0x8004_5401L; // _IOW('T', 1, int): 1 into the card, 3 out of it, 0 waits
    private static final int STATUS = 0x10, INTERRUPT_ENABLE = 0x18, FIFO = 0x20, FIFO_LEVEL = 0x24, THRESHOLD = 0x28;
    private static final int DMA_ADDRESS = 0x50, DMA_LENGTH = 0x58, DMA_CONTROL = 0x5C;
    private Ioremap card;
    private DmaMemory memory;
    private CharacterDevice device;

    @Override
    public String name() {
        return "teach";
    }

    @Override
    public void init(Kernel kernel) {
        var pci = kernel.pciDevices(0x494D, 0x0001).stream().findFirst().orElse(null);
        require(pci != null, Errno.ENODEV, "there is no teaching card");
        kernel.requestMemRegion(pci.resourceStart(0), pci.resourceLength(0), false);
        pci.enable();
        pci.setMaster();
        card = kernel.ioremap(pci.resourceStart(0), pci.resourceLength(0), Rights.USER_RW);
        memory = kernel.dmaAllocCoherent(4096, 0x0FFF_FFFF); // the card has 28 address lines
        device = kernel.registerChrdev(0, this);
        device.createNode("/dev/teach", 0, 0666);
        kernel.requestIrq(pci.irq(), count -> {
            card.writel(card.readl(STATUS), STATUS); // a one written clears its event: the card is silent
            device.wakeUp(); // whoever got EAGAIN and waits
        });
        card.writel(1, THRESHOLD);
        card.writel(0b1110, INTERRUPT_ENABLE); // DMA_DONE, DMA_FAILED, FIFO_LEVEL
    }

    @Override
    public int read(OpenFile file, ByteBuffer into, long position) {
        int words = card.readl(FIFO_LEVEL) & 0x1F;
        require(words > 0, Errno.EAGAIN, "the queue is empty");
        card.loadRepeated(Width.WORD, FIFO, into.limit(Math.min(4 * words, into.limit() & -4)));
        device.wakeUp(); // whoever waits for room
        return into.limit();
    }

    @Override
    public int write(OpenFile file, ByteBuffer from, long position) {
        int room = 16 - (card.readl(FIFO_LEVEL) & 0x1F);
        require(room > 0, Errno.EAGAIN, "the queue is full");
        card.storeRepeated(Width.WORD, FIFO, from.limit(Math.min(4 * room, from.limit() & -4)));
        return from.limit();
    }

    @Override
    public int poll(OpenFile file) {
        int words = card.readl(FIFO_LEVEL) & 0x1F;
        return (words > 0 ? POLLIN : 0) | (words < 16 ? POLLOUT : 0);
    }

    @Override
    public long ioctl(OpenFile file, long request, IoctlArgument argument) {
        require(request == TEACH_COPY, Errno.ENOTTY, "the card copies, and nothing else");
        require((card.readl(DMA_CONTROL) & 1) == 0, Errno.EAGAIN, "a copy is under way");
        card.writel((int) memory.busAddress(), DMA_ADDRESS);
        card.writel((int) memory.length(), DMA_LENGTH);
        card.writel((int) argument.get(), DMA_CONTROL);
        return 0;
    }

    @Override
    public void mmap(OpenFile file, MemoryArea area) {
        if (area.offset() == card.length()) {
            area.remapDma(0, memory);
        } else {
            require(area.offset() + area.length() <= card.length(), Errno.EINVAL, "that is behind the card");
            area.remapPfnRange(0, card.physical() + area.offset(), area.length());
        }
    }

    private static void require(boolean truth, Errno errno, String otherwise) {
        if (!truth) {
            throw new DriverException(errno, otherwise);
        }
    }
}
