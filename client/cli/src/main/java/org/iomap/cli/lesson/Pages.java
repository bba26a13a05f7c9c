package org.iomap.cli.lesson;

import java.util.List;

/** Lesson 2: which part of I/O space a minor number means, and that a page is the least that is mapped. */
final class Pages {
    private static final long KEYBOARD = 0xFFD0_8000L;
    private static final long MOUSE = 0xFFD0_8100L;
    private static final long NOBODY = 0xFFD0_8200L;
    private static final long NEXT_PAGE = 0xFFD0_9000L;
    private static final long SERIAL_PORT = 0xFFD0_5800L;
    private static final long SERIAL_PORT_END = 0xFFD0_5808L;
    private static final long THIRD_PAGE = 0xFFD0_2000L;
    private static final long FOURTH_PAGE = 0xFFD0_3000L;
    private static final int EMPTY_REGION = 5;
    private static final int NOT_IDENTICAL = 10;

    private static final int PAGE = 0x1000;

    static final Lesson LESSON = new Lesson(
            2,
            "Minor numbers, and pages",
            "2-minor-numbers-and-pages.md",
            List.of(
                    Goal.of(
                            "Who maps the keyboard has the mouse as well: they share a page",
                            Step.load("load keyboard.ID at 0xffd08000", KEYBOARD, MOUSE),
                            Step.load("load mouse.ID at 0xffd08100, in the same process", MOUSE, NOBODY)),
                    Goal.of(
                            "Mapped, but nobody answers: SIGBUS",
                            Step.signal("SIGBUS", "load 0xffd08200, which is in the page", NOBODY, NEXT_PAGE)),
                    Goal.of(
                            "One page further nothing is mapped: SIGSEGV",
                            Step.load("load from the page at 0xffd08000", KEYBOARD, NOBODY),
                            Step.signal("SIGSEGV", "load 0xffd09000", NEXT_PAGE, NEXT_PAGE + PAGE)),
                    Goal.of(
                            "A minor number means pages, and the program adds the rest",
                            Step.load(
                                    "load uart0.LSR, 0x805 bytes into the page at 0xffd05000",
                                    SERIAL_PORT,
                                    SERIAL_PORT_END)),
                    Goal.of(
                            "M counts: a window of three pages",
                            Step.load("load from the third page from 0xffd00000 on", THIRD_PAGE, FOURTH_PAGE),
                            Step.signal("SIGSEGV", "load 0xffd03000, the fourth", FOURTH_PAGE, FOURTH_PAGE + PAGE)),
                    Goal.of(
                            "A name is not a region: open decides, not mknod",
                            Step.openBreaking(EMPTY_REGION, "open a device whose M is 0")),
                    Goal.of(
                            "Regions are compared as a whole: overlapping is not the same",
                            Step.iomapmapBreaking(
                                    NOT_IDENTICAL,
                                    "map /dev/lasi0 with IOMAPMAP while somebody has one of its pages mapped"))));

    private Pages() {}
}
