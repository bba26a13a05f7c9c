package org.iomap.cli.transcript;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.iomap.driver.Rights;
import org.iomap.protocol.Width;

/** The verbs of the language, each with its arguments and what it does. TRANSCRIPTS.md explains them. */
final class Grammar {
    static final Map<String, Long> REQUESTS = Map.of(
            "IOMAPMAP", 0xC0044D01L, "IOMAPUNMAP", 0xC0044D02L, "IOMAPMAP8", 0xC0084D01L, "IOMAPUNMAP8", 0xC0084D02L);
    static final Map<String, Long> OPEN_FLAGS = Map.of(
            "rdonly",
            0L,
            "wronly",
            1L,
            "rdwr",
            2L,
            "creat",
            0x100L,
            "trunc",
            0x200L,
            "excl",
            0x400L,
            "nonblock",
            0x10000L);

    private static final Map<String, Integer> FILE_TYPES = Map.of("c", 0020000, "b", 0060000, "p", 0010000);
    private static final Map<String, Parser> CLOCK = Map.of(
            "show", words -> new Control.ShowClock(),
            "advance", words -> new Control.AdvanceClock(words.time()),
            "real", words -> new Control.SetClock(ClockKind.REAL),
            "virtual", words -> new Control.SetClock(ClockKind.VIRTUAL));
    private static final Map<String, Long> PROTECTION = Map.of("none", 0L, "read", 1L, "write", 2L);
    private static final Map<String, Long> MAP_FLAGS = Map.of("shared", 1L, "private", 2L, "fixed", 4L);
    private static final Map<String, Long> WHENCE = Map.of("set", 0L, "cur", 1L, "end", 2L);
    private static final Map<String, Long> EVENTS = Map.of("in", 1L, "out", 4L);
    private static final Map<String, Rights> RIGHTS = Map.of("kernel", Rights.KERNEL_RW, "user", Rights.USER_RW);
    private static final long READ_AND_WRITE = 3;
    private static final long MAP_SHARED = 1;
    private static final long ANY_MEMORY = 0xFFFF_FFFFL;
    private static final Map<String, Verb> VERBS = new LinkedHashMap<>();

    static {
        // spotless:off
        //   name          arguments                                      what it does
        add("open",        "PATH FLAGS",                                  words -> new SystemCall.Open(words.word("PATH"), (int) words.symbols("FLAGS", OPEN_FLAGS)));
        add("close",       "FD",                                          words -> new SystemCall.Close(words.small("FD")));
        add("dup",         "FD",                                          words -> new SystemCall.Dup(words.small("FD")));
        add("ioctl",       "FD REQUEST ARGUMENT",                         words -> new SystemCall.Ioctl(words.small("FD"), words.symbol("REQUEST", REQUESTS), words.number("ARGUMENT")));
        add("read",        "FD COUNT",                                    words -> new SystemCall.Read(words.small("FD"), words.small("COUNT")));
        add("write",       "FD COUNT|\"TEXT\"",                           words -> new SystemCall.Write(words.small("FD"), data(words)));
        add("lseek",       "FD OFFSET set|cur|end",                       words -> new SystemCall.Lseek(words.small("FD"), words.signedLong("OFFSET"), words.oneOf("WHENCE", WHENCE).intValue()));
        add("ftruncate",   "FD LENGTH",                                   words -> new SystemCall.Ftruncate(words.small("FD"), words.number("LENGTH")));
        add("poll",        "FD in|out|in,out TIME",                       words -> new SystemCall.Poll(words.small("FD"), (int) words.symbols("EVENTS", EVENTS), words.time()));
        add("mmap",        "FD ADDRESS LENGTH OFFSET [PROTECTION [MAPFLAGS]]", Grammar::mmap);
        add("munmap",      "ADDRESS LENGTH",                              words -> new SystemCall.Munmap(words.number("ADDRESS"), words.number("LENGTH")));
        add("mknod",       "PATH c DRIVER MINOR MODE",                    Grammar::mknod);
        add("unlink",      "PATH",                                        words -> new SystemCall.Unlink(words.word("PATH")));
        add("chmod",       "PATH MODE",                                   Grammar::chmod);
        add("chown",       "PATH UID GID",                                words -> new SystemCall.Chown(words.word("PATH"), words.small("UID"), words.small("GID")));
        add("stat",        "PATH",                                        words -> new SystemCall.Stat(words.word("PATH")));
        add("readdir",     "PATH",                                        words -> new SystemCall.Readdir(words.word("PATH")));
        add("ls",          "PATH",                                        words -> new SystemCall.Readdir(words.word("PATH")));
        add("getpid",      "",                                            words -> new SystemCall.Getpid());
        add("exit",        "[CODE]",                                      words -> new SystemCall.Exit((int) words.number("CODE", 0)));
        add("kill",        "",                                            words -> new Control.Kill());

        add("load",        "WIDTH ADDRESS",                               words -> new Access.Load(words.width(), words.place()));
        add("store",       "WIDTH ADDRESS VALUE",                         Grammar::store);
        add("post",        "WIDTH ADDRESS VALUE",                         words -> { Width width = words.width(); return new Access.Post(width, words.place(), words.value(width)); });
        add("fence",       "",                                            words -> new Access.Fence());
        add("loadblock",   "WIDTH ADDRESS COUNT [stride STRIDE]",         Grammar::loadBlock);
        add("storeblock",  "WIDTH ADDRESS [stride STRIDE] VALUE...",      Grammar::storeBlock);
        add("loadrep",     "WIDTH ADDRESS COUNT",                         words -> new Access.LoadRepeated(words.width(), words.place(), words.small("COUNT")));
        add("storerep",    "WIDTH ADDRESS VALUE...",                      words -> { Width width = words.width(); return new Access.StoreRepeated(width, words.place(), words.values(width)); });
        add("fill",        "WIDTH ADDRESS COUNT VALUE",                   words -> { Width width = words.width(); return new Access.Fill(width, words.place(), words.number("COUNT"), words.value(width)); });
        add("compare",     "WIDTH ADDRESS COUNT VALUE",                   words -> { Width width = words.width(); return new Access.Compare(width, words.place(), words.number("COUNT"), words.value(width)); });

        add("peek",        "WIDTH ADDRESS",                               words -> new Physical.Peek(words.width(), words.place()));
        for (Width width : Width.values()) {
            int bits = 8 * width.bytes();
            add("r" + bits,  "ADDRESS",                                   words -> new Physical.Load(width, words.place()));
            add("w" + bits,  "ADDRESS VALUE",                             words -> new Physical.Store(width, words.place(), words.value(width)));
        }
        add("explain",     "ADDRESS",                                     words -> new Physical.Explain(words.place()));
        add("irq",         "CHIP LINE LEVEL",                             words -> new Physical.Drive(words.word("CHIP") + "." + words.number("LINE"), words.number("LEVEL") != 0));

        add("subscribe",   "INTERRUPT",                                   words -> new Watch.Subscribe(words.word("INTERRUPT")));
        add("wait",        "INTERRUPT TIME",                              words -> new Watch.Wait(words.word("INTERRUPT"), words.time()));
        add("acknowledge", "INTERRUPT",                                   words -> new Watch.Acknowledge(words.word("INTERRUPT")));
        add("input",       "TERMINAL \"TEXT\"",                           words -> new Watch.Input(words.word("TERMINAL"), words.text()));
        add("pointer",     "POINTER BUTTONS X Y [WHEEL]",                 words -> new Watch.Point(words.word("POINTER"), words.small("BUTTONS"), words.signed("X"), words.signed("Y"), words.isEmpty() ? 0 : words.signed("WHEEL")));
        add("expect",      "TERMINAL \"TEXT\"",                           words -> new Watch.Output(words.word("TERMINAL"), words.text()));

        add("driver",      "NAME",                                        words -> new Control.Insmod(words.word("NAME")));
        add("pci",         "VENDOR DEVICE",                               words -> new KernelCall.Pci(words.small("VENDOR"), words.small("DEVICE")));
        add("request_region", "ADDRESS LENGTH [exclusive]",               words -> new KernelCall.RequestRegion(words.place(), words.number("LENGTH"), words.take("exclusive")));
        add("release_region", "ADDRESS",                                  words -> new KernelCall.ReleaseRegion(words.place()));
        add("ioremap",     "ADDRESS LENGTH kernel|user",                  words -> new KernelCall.Ioremap(words.place(), words.number("LENGTH"), words.oneOf("RIGHTS", RIGHTS)));
        add("iounmap",     "KERNELADDRESS",                               words -> new KernelCall.Iounmap(words.number("KERNELADDRESS")));
        add("request_irq", "INTERRUPT [store WIDTH ADDRESS VALUE]",       words -> new KernelCall.RequestIrq(words.word("INTERRUPT"), words.take("store") ? store(words) : null));
        add("free_irq",    "INTERRUPT",                                   words -> new KernelCall.FreeIrq(words.word("INTERRUPT")));
        add("dma_alloc",   "LENGTH [MASK]",                               words -> new KernelCall.AllocateDma(words.number("LENGTH"), words.number("MASK", ANY_MEMORY)));
        add("dma_free",    "KERNELADDRESS",                               words -> new KernelCall.FreeDma(words.number("KERNELADDRESS")));
        add("chrdev",      "MAJOR [map ADDRESS LENGTH]",                  Grammar::chrdev);
        add("unregister",  "MAJOR",                                       words -> new KernelCall.Unregister(words.small("MAJOR")));
        add("node",        "PATH MINOR MODE",                             words -> new KernelCall.Node(words.word("PATH"), words.minor(), words.mode()));
        add("printk",      "\"TEXT\"",                                    words -> new KernelCall.Printk(words.text()));

        add("reset",       "",                                            words -> new Control.Reset());
        add("clock",       "show|advance TIME|real|virtual",              Grammar::clock);
        add("lsdev",       "[DRIVER]",                                    words -> new Control.Drivers(words.isEmpty() ? null : words.word("DRIVER")));
        add("map",         "",                                            words -> new Control.Mappings());
        add("crash",       "",                                            words -> new Control.Crashes());
        // spotless:on
    }

    private Grammar() {}

    /** @param arguments names in capitals are kinds, as the shell completes them */
    record Verb(String name, String arguments, Parser parser) {
        String usage() {
            return arguments.isEmpty() ? name : name + " " + arguments;
        }
    }

    @FunctionalInterface
    interface Parser {
        Action parse(Words words) throws SyntaxException;
    }

    static Map<String, Verb> verbs() {
        return VERBS;
    }

    /** The action of a line without its process and its expectation. */
    static Action parse(List<Tokens.Token> tokens) throws SyntaxException {
        String name = tokens.get(0).text();
        Verb verb = VERBS.get(name);
        if (verb == null) {
            throw Nearest.unknown("verb", name, VERBS.keySet());
        }
        Words words = new Words(tokens.subList(1, tokens.size()));
        try {
            Action action = verb.parser().parse(words);
            words.end();
            return action;
        } catch (SyntaxException wrong) {
            throw new SyntaxException(wrong.getMessage() + " (" + verb.usage() + ")");
        }
    }

    private static void add(String name, String arguments, Parser parser) {
        VERBS.put(name, new Verb(name, arguments, parser));
    }

    /** A string, or as many zero bytes as the number says. */
    private static String data(Words words) throws SyntaxException {
        return words.nextIsText() ? words.text() : "\0".repeat(words.small("COUNT"));
    }

    private static Action mmap(Words words) throws SyntaxException {
        return new SystemCall.Mmap(
                words.small("FD"),
                words.number("ADDRESS"),
                words.number("LENGTH"),
                words.number("OFFSET"),
                (int) words.symbols("PROTECTION", PROTECTION, READ_AND_WRITE),
                (int) words.symbols("MAPFLAGS", MAP_FLAGS, MAP_SHARED));
    }

    private static Access.Store store(Words words) throws SyntaxException {
        Width width = words.width();
        return new Access.Store(width, words.place(), words.value(width));
    }

    private static Action chrdev(Words words) throws SyntaxException {
        int major = words.small("MAJOR");
        return words.take("map")
                ? new KernelCall.Register(major, words.place(), words.number("LENGTH"))
                : new KernelCall.Register(major, Place.NONE, 0);
    }

    private static Action mknod(Words words) throws SyntaxException {
        String path = words.word("PATH");
        int type = words.oneOf("file type", FILE_TYPES);
        String driver = words.word("DRIVER");
        int minor = words.minor();
        return new SystemCall.Mknod(path, driver, minor, type | words.mode());
    }

    /** The path first, as of chmod(2), or last, as of chmod(1). */
    private static Action chmod(Words words) throws SyntaxException {
        if (words.startsWith("/")) {
            return new SystemCall.Chmod(words.word("PATH"), words.mode());
        }
        int mode = words.mode();
        return new SystemCall.Chmod(words.word("PATH"), mode);
    }

    private static Action loadBlock(Words words) throws SyntaxException {
        Width width = words.width();
        Place place = words.place();
        int count = words.small("COUNT");
        return new Access.LoadBlock(width, place, count, stride(words, width));
    }

    private static Action storeBlock(Words words) throws SyntaxException {
        Width width = words.width();
        Place place = words.place();
        long stride = stride(words, width);
        return new Access.StoreBlock(width, place, stride, words.values(width));
    }

    private static long stride(Words words, Width width) throws SyntaxException {
        return words.take("stride") ? words.number("STRIDE") : width.bytes();
    }

    private static Action clock(Words words) throws SyntaxException {
        return words.oneOf("clock command", CLOCK).parse(words);
    }
}
