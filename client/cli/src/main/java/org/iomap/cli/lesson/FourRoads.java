package org.iomap.cli.lesson;

import java.util.List;
import java.util.function.Predicate;

/** Lesson 1: ioremap, a driver's mmap, /dev/mem and iomap(7), all to one register. */
final class FourRoads {
    private static final String MEMORY = "/dev/mem";
    private static final String CARD = "/dev/teach0";
    private static final long REGISTERS = 0xF200_1000L;
    private static final long END = 0xF200_2000L;
    private static final long KERNEL = 0x1_0000_0000L;
    private static final int NOT_MMAP = 15;
    private static final int KERNELS_OWN = 14;

    private static final Step LOAD =
            Step.load("load a register of the teaching card, from 0xf2001000 on", REGISTERS, END);

    static final Lesson LESSON = new Lesson(
            1,
            "Four roads to one register",
            "1-four-roads.md",
            List.of(
                    Goal.of(
                            "ioremap: a driver's own mapping",
                            LOAD.by(Doer::isDriver, "be a driver, ioremap the card, and load one of its registers")),
                    Goal.of(
                            "file_operations.mmap: a process maps what a driver hands out",
                            Step.mmap("mmap a device file of the driver", call -> !isMemory(call)),
                            LOAD.by(Predicate.not(Doer::isDriver), LOAD.words())),
                    Goal.of(
                            "/dev/mem: root maps physical memory, and asks no driver",
                            Step.mmap("be root, and mmap /dev/mem at 0xf2001000", call -> isMemory(call)),
                            LOAD),
                    Goal.of("iomap(7): the minor number says what", Step.iomapmap(CARD), LOAD),
                    Goal.of(
                            "A kernel's address is no address of a process",
                            Step.signal(
                                            "SIGSEGV",
                                            "use the driver's kernel address in a process",
                                            KERNEL,
                                            Long.MAX_VALUE)
                                    .by(Predicate.not(Doer::isDriver), "use the driver's kernel address in a process")),
                    Goal.of(
                            "Each file has its own way to be mapped",
                            Step.call(
                                    "mmap /dev/teach0, which iomap drives",
                                    call -> call.is("mmap") && call.rule() == NOT_MMAP)),
                    Goal.of(
                            "Rule 14: what a driver has mapped for itself alone, IOMAPMAP refuses",
                            Step.iomapmapBreaking(
                                    KERNELS_OWN, "map /dev/teach0 with IOMAPMAP while a driver has it KERNEL_RW"))));

    private FourRoads() {}

    private static boolean isMemory(Deed.Call call) {
        return call.file().equals(MEMORY);
    }
}
