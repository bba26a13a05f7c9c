package org.iomap.cli.transcript;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.iomap.cli.transcript.Outcome.Result;
import org.iomap.driver.DmaMemory;
import org.iomap.driver.PciDevice;
import org.iomap.driver.Rights;
import org.iomap.protocol.Width;

/** What a driver asks of its kernel, by the names that Linux has for it. */
sealed interface KernelCall extends Action {
    int BASE_ADDRESSES = 6;

    Result call(PlayedDriver driver, Stage stage) throws SyntaxException;

    @Override
    default Result play(Stage stage, String process) throws SyntaxException {
        return call(stage.cast().driver(process), stage);
    }

    /** Gives the address of each PCI function, its interrupt line, and where its resources are. */
    record Pci(int vendor, int device) implements KernelCall {
        @Override
        public Result call(PlayedDriver driver, Stage stage) {
            List<String> words = new ArrayList<>();
            for (PciDevice function : driver.kernel().pciDevices(vendor, device)) {
                words.add(function.address());
                words.add(function.irq().isEmpty() ? "-" : function.irq());
                for (int bar = 0; bar < BASE_ADDRESSES; bar++) {
                    if (function.resourceLength(bar) != 0) {
                        words.add(Result.hex(Width.WORD, function.resourceStart(bar)));
                    }
                }
            }
            return new Result(words, Math.min(1, words.size()), "");
        }
    }

    record RequestRegion(Place place, long length, boolean exclusive) implements KernelCall {
        @Override
        public Result call(PlayedDriver driver, Stage stage) throws SyntaxException {
            driver.requestRegion(stage.physical(place), length, exclusive);
            return Result.ZERO;
        }
    }

    record ReleaseRegion(Place place) implements KernelCall {
        @Override
        public Result call(PlayedDriver driver, Stage stage) throws SyntaxException {
            driver.releaseRegion(stage.physical(place));
            return Result.ZERO;
        }
    }

    /** Gives the kernel virtual address. */
    record Ioremap(Place place, long length, Rights rights) implements KernelCall {
        @Override
        public Result call(PlayedDriver driver, Stage stage) throws SyntaxException {
            return Result.address(driver.ioremap(stage.physical(place), length, rights));
        }
    }

    record Iounmap(long address) implements KernelCall {
        @Override
        public Result call(PlayedDriver driver, Stage stage) {
            driver.iounmap(address);
            return Result.ZERO;
        }
    }

    /** @param silencing what the handler does; null for nothing */
    record RequestIrq(String line, Access.Store silencing) implements KernelCall {
        @Override
        public Result call(PlayedDriver driver, Stage stage) throws SyntaxException {
            driver.requestIrq(line, silencing, silencing == null ? 0 : stage.virtual(driver, silencing.place()));
            return Result.ZERO;
        }
    }

    record FreeIrq(String line) implements KernelCall {
        @Override
        public Result call(PlayedDriver driver, Stage stage) {
            driver.freeIrq(line);
            return Result.ZERO;
        }
    }

    /** Gives how often the handler of a line was called since the last time. */
    record AwaitIrq(String line, Duration time) implements KernelCall {
        @Override
        public Result call(PlayedDriver driver, Stage stage) {
            return Result.of(driver.await(line, time));
        }
    }

    /** Gives the kernel virtual address, then what the device is told. */
    record AllocateDma(long length, long mask) implements KernelCall {
        @Override
        public Result call(PlayedDriver driver, Stage stage) {
            DmaMemory memory = driver.allocate(length, mask);
            return new Result(
                    List.of(Result.hex(Width.WORD, memory.address()), Result.hex(Width.WORD, memory.busAddress())),
                    1,
                    "");
        }
    }

    record FreeDma(long address) implements KernelCall {
        @Override
        public Result call(PlayedDriver driver, Stage stage) {
            driver.free(address);
            return Result.ZERO;
        }
    }

    /**
     * Gives the major number.
     *
     * @param place where what it maps begins
     * @param length bytes; 0 for a device that nobody can map
     */
    record Register(int major, Place place, long length) implements KernelCall {
        @Override
        public Result call(PlayedDriver driver, Stage stage) throws SyntaxException {
            return Result.of(driver.register(major, new PlayedFile(stage.physical(place), length)));
        }
    }

    record Unregister(int major) implements KernelCall {
        @Override
        public Result call(PlayedDriver driver, Stage stage) {
            driver.unregister(major);
            return Result.ZERO;
        }
    }

    /** Makes a special file of the device that was registered last. */
    record Node(String path, int minor, int permissions) implements KernelCall {
        @Override
        public Result call(PlayedDriver driver, Stage stage) {
            driver.createNode(path, minor, permissions);
            return Result.ZERO;
        }
    }

    /** Writes a line into the trace. */
    record Printk(String text) implements KernelCall {
        @Override
        public Result call(PlayedDriver driver, Stage stage) {
            driver.kernel().printk(text);
            return Result.NOTHING;
        }
    }
}
