package org.iomap.emulator.bus;

import java.nio.CharBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Which placements answer on which page of I/O space: one look-up for its 65,536 pages.
 *
 * <p>A page has the number of a list of placements. Machines that are made alike have the same numbers, so the table is
 * shared by them; the lists are each machine's own. The PCI windows, 8 MiB each, have their numbers from the start:
 * what a window shows is changed while the machine runs, by changing one list.
 */
final class PageTable {
    /** Bytes of a PCI window. */
    static final long WINDOW = 0x80_0000;

    /** Window 0 is the boot ROM's, window 31 that of the central bus. */
    static final int LAST_WINDOW = 30;

    private static final int PAGE_SHIFT = 12;
    private static final int PAGES = (int) ((IoSpace.END - IoSpace.BASE) >>> PAGE_SHIFT);
    private static final int NOBODY = 0;
    private static final char[] UNUSED = unused();
    private static final ConcurrentMap<CharBuffer, char[]> SHARED = new ConcurrentHashMap<>();

    private char[] numbers = UNUSED;
    private boolean isOwn;
    private Placement[] lists = new Placement[LAST_WINDOW + 1];
    private Placement hostMemory;

    /** Returns what answers at an address, or null for a hole. */
    Placement find(long physical) {
        long offset = physical - IoSpace.BASE;
        if (offset < 0 || offset >= IoSpace.END - IoSpace.BASE) {
            return hostMemory != null && hostMemory.covers(physical) ? hostMemory : null;
        }
        Placement placement = lists[numbers[(int) (offset >>> PAGE_SHIFT)]];
        while (placement != null && !placement.covers(physical)) {
            placement = placement.next();
        }
        return placement;
    }

    void hostMemory(Placement memory) {
        hostMemory = memory;
    }

    /**
     * Returns a placement that is in the way of {@code wanted}, or null. What a PCI window shows is never in the way.
     */
    Placement conflict(Placement wanted) {
        for (int page = firstPage(wanted); page < endPage(wanted); page++) {
            int number = numbers[page];
            for (Placement there = isWindow(number) ? null : lists[number]; there != null; there = there.next()) {
                if (there.overlaps(wanted)) {
                    return there;
                }
            }
        }
        return null;
    }

    void add(Placement placement) {
        own();
        int from = -1;
        int to = -1;
        for (int page = firstPage(placement); page < endPage(placement); page++) {
            if (numbers[page] != from) {
                from = numbers[page];
                to = append(isWindow(from) || from == NOBODY ? placement : placement.before(lists[from]));
            }
            numbers[page] = (char) to;
        }
    }

    /** Nothing more is added: machines that are made alike share their table from now on. */
    void share() {
        numbers = SHARED.computeIfAbsent(CharBuffer.wrap(numbers), CharBuffer::array);
        isOwn = false;
    }

    /** What a PCI window shows from now on where no module has its fixed place. */
    void window(int window, List<Placement> placements) {
        Placement list = null;
        for (int i = placements.size() - 1; i >= 0; i--) {
            list = placements.get(i).before(list);
        }
        lists[window] = list;
    }

    /** True when nothing answers on any page of a range. */
    boolean isHole(long physical, long length) {
        long start = Math.max(physical, IoSpace.BASE);
        long end = Math.min(physical + length, IoSpace.END);
        for (int page = page(start); page < page(end + IoSpace.PAGE - 1); page++) {
            if (lists[numbers[page]] != null) {
                return false;
            }
        }
        return true;
    }

    private int append(Placement list) {
        lists = Arrays.copyOf(lists, lists.length + 1);
        lists[lists.length - 1] = list;
        return lists.length - 1;
    }

    private void own() {
        if (!isOwn) {
            numbers = numbers.clone();
            isOwn = true;
        }
    }

    private static boolean isWindow(int number) {
        return number != NOBODY && number <= LAST_WINDOW;
    }

    private static int firstPage(Placement placement) {
        return page(placement.from());
    }

    private static int endPage(Placement placement) {
        return page(placement.end() + IoSpace.PAGE - 1);
    }

    private static int page(long physical) {
        return (int) ((physical - IoSpace.BASE) >>> PAGE_SHIFT);
    }

    private static char[] unused() {
        char[] numbers = new char[PAGES];
        int pagesOfWindow = (int) (WINDOW >>> PAGE_SHIFT);
        for (int window = 1; window <= LAST_WINDOW; window++) {
            Arrays.fill(numbers, window * pagesOfWindow, (window + 1) * pagesOfWindow, (char) window);
        }
        return numbers;
    }
}
