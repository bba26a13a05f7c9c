package org.iomap.client.driver;

import java.util.ArrayList;
import java.util.List;
import org.iomap.driver.DmaMemory;
import org.iomap.driver.DriverException;
import org.iomap.driver.MemoryArea;
import org.iomap.protocol.Called;
import org.iomap.protocol.Errno;
import org.iomap.protocol.PageRange;

/** What mmap(2) is about to map, and the pages that the driver has put into it. */
final class RemoteArea implements MemoryArea {
    private static final int PAGE = 4096;
    private static final int MAP_SHARED = 1;

    private final Called call;
    private final List<PageRange> pages = new ArrayList<>();

    RemoteArea(Called call) {
        this.call = call;
    }

    List<PageRange> pages() {
        return pages;
    }

    @Override
    public long address() {
        return call.argument();
    }

    @Override
    public long length() {
        return call.length();
    }

    @Override
    public long offset() {
        return call.offset();
    }

    @Override
    public int protection() {
        return (int) call.request();
    }

    @Override
    public boolean isShared() {
        return (call.flags() & MAP_SHARED) != 0;
    }

    @Override
    public void remapPfnRange(long at, long physical, long length) {
        require(((at | physical | length) & (PAGE - 1)) == 0, "not of whole pages", at, physical, length);
        boolean inside = at >= 0 && length > 0 && at <= length() - length;
        require(inside, "outside of the area", at, physical, length);
        require(isFree(at, length), "over pages that are there already", at, physical, length);
        pages.add(new PageRange(at, physical, length));
    }

    private boolean isFree(long at, long length) {
        return pages.stream().allMatch(page -> at + length <= page.at() || page.at() + page.length() <= at);
    }

    private static void require(boolean truth, String problem, long at, long physical, long length) {
        if (!truth) {
            throw new DriverException(
                    Errno.EINVAL,
                    "0x%x bytes of 0x%08x at 0x%x of the area: %s".formatted(length, physical, at, problem));
        }
    }

    @Override
    public void remapDma(long at, DmaMemory memory) {
        long whole = (memory.length() + PAGE - 1) / PAGE * PAGE;
        remapPfnRange(at, memory.busAddress(), Math.min(whole, length() - at));
    }
}
