package org.iomap.cli.command;

import java.util.ArrayList;
import java.util.List;
import org.iomap.client.RemoteProcess;
import org.iomap.client.Window;
import org.iomap.protocol.Width;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Where {@code load} and {@code store} go: an offset in a device, or a physical address. */
final class Target {
    @Option(names = "--physical", description = "ADDRESS is physical; no device is opened.")
    private boolean physical;

    @Option(
            names = "--width",
            paramLabel = "BYTES",
            converter = WidthConverter.class,
            description = "1, 2, 4 or 8. Default: the register's; 4 where no register is named.")
    private Width width;

    @Parameters(
            arity = "1..3",
            paramLabel = "WHERE",
            hideParamSyntax = true,
            description = "DEVICE is a path such as /dev/uart0. OFFSET is in bytes, or a register of the device "
                    + "(uart0.LSR). ADDRESS is 0xffd05805, uart0.LSR or videolive+16.")
    private List<String> words = new ArrayList<>();

    /** One load or one store. */
    interface Access extends AutoCloseable {
        long address();

        Width width();

        long load();

        void store(long value);

        @Override
        void close();
    }

    /**
     * Checks the number of words.
     *
     * @param values how many come after the place: 1 for a store
     */
    void expect(int values) {
        int expected = (physical ? 1 : 2) + values;
        if (words.size() != expected) {
            throw new UsageException((physical ? "with --physical: ADDRESS" : "expected: DEVICE OFFSET")
                    + (values == 1 ? " VALUE" : "") + ", not " + words.size() + " words");
        }
    }

    long value() {
        String text = words.get(words.size() - 1);
        if (!NumberConverter.isNumber(text)) {
            throw new UsageException("'" + text + "' is not a value, decimal or 0x...");
        }
        return new NumberConverter().convert(text);
    }

    Access open(RemoteProcess process) {
        Place place = Place.of(words.get(physical ? 0 : 1), process);
        Width used = width == null ? place.widthOr(Width.WORD) : width;
        return physical ? new PhysicalAccess(process, place.address(), used) : inDevice(process, place, used);
    }

    private Access inDevice(RemoteProcess process, Place place, Width used) {
        String device = words.get(0);
        int fd = process.open(device, RemoteProcess.O_RDWR);
        Window window = process.map(fd);
        long offset = NumberConverter.isNumber(words.get(1))
                ? place.address()
                : place.address()
                        - DeviceNumber.of(process.stat(device).device()).region();
        return new WindowAccess(process, window, window.address() + offset, used);
    }

    private record PhysicalAccess(RemoteProcess process, long address, Width width) implements Access {
        @Override
        public long load() {
            return process.monitor().physicalLoad(width, address);
        }

        @Override
        public void store(long value) {
            process.monitor().physicalStore(width, address, value);
        }

        @Override
        public void close() {}
    }

    private record WindowAccess(RemoteProcess process, Window window, long address, Width width) implements Access {
        @Override
        public long load() {
            return process.load(width, address);
        }

        @Override
        public void store(long value) {
            process.store(width, address, value);
        }

        @Override
        public void close() {
            window.close();
        }
    }
}
