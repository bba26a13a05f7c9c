package org.iomap.cli.lesson;

import java.util.List;

/** Lesson 3: what ends a mapping, and what does not. */
final class Closing {
    private static final String CARD = "/dev/teach0";
    private static final String FILE = "/tmp/notes";
    private static final long IO_SPACE = 0xF000_0000L;
    private static final long WINDOW = 0xF200_0000L;
    private static final long END = 0xF200_4000L;

    private static final Step OPEN = Step.open(CARD);
    private static final Step MAP = Step.iomapmap(CARD);
    private static final Step CLOSE = Step.closeLast(CARD);
    private static final Step DIE = Step.signal("SIGSEGV", "load from the window that was there", WINDOW, END);

    static final Lesson LESSON = new Lesson(
            3,
            "Close is not unmap",
            "3-close-is-not-unmap.md",
            List.of(
                    Goal.of("The last close of the whole system unmaps", MAP, CLOSE, DIE)
                            .spoiledBy(OPEN),
                    Goal.of(
                                    "Any other close leaves the window where it is",
                                    MAP,
                                    CLOSE,
                                    Step.load("load from the window, without a descriptor", WINDOW, END))
                            .spoiledBy(OPEN),
                    Goal.of(
                            "IOMAPUNMAP unmaps, and needs a descriptor to say it on",
                            MAP,
                            CLOSE,
                            OPEN,
                            Step.iomapunmap(CARD),
                            DIE),
                    Goal.of(
                            "What mmap(2) has mapped stays until munmap(2), close or not",
                            Step.mmap(
                                    "mmap the file /tmp/notes",
                                    call -> call.file().equals(FILE)),
                            Step.closeLast(FILE),
                            Step.load("load from its first page", 0, IO_SPACE),
                            Step.call("munmap it", call -> call.is("munmap") && call.hasSucceeded()))));

    private Closing() {}
}
