package org.iomap.cli.bench;

import java.util.List;

/** What a client asks for, again and again. */
enum Work {
    ONE(1, 1),
    FLIGHT_64(64, 1),
    FLIGHT_1024(1024, 1),
    BATCH_1024(1024, 1),
    BLOCK_LOAD(1, Work.BLOCK_BYTES),
    BLOCK_STORE(1, Work.BLOCK_BYTES);

    static final int BLOCK_BYTES = 1 << 16;
    static final int MESSAGE_BYTES = 32;
    static final String UART = "/dev/uart0";
    /** The scratch register of the UART: it is there to be loaded. */
    static final int SCRATCH = 0x807;

    static final String FRAME_BUFFER = "/dev/gsc0";
    private static final String SCRATCH_PHYSICAL = "0xffd05807";
    private static final String QEMU_MEMORY = "0x100000";

    private final int flight;
    private final int bytes;

    Work(int flight, int bytes) {
        this.flight = flight;
        this.bytes = bytes;
    }

    int flight() {
        return flight;
    }

    /** Of an operation. */
    int bytes() {
        return bytes;
    }

    /** What an echo does the same for: it knows neither batches nor directions. */
    Work atAnEcho() {
        return switch (this) {
            case BATCH_1024 -> FLIGHT_1024;
            case BLOCK_STORE -> BLOCK_LOAD;
            default -> this;
        };
    }

    boolean isBlock() {
        return bytes == BLOCK_BYTES;
    }

    private String direction() {
        return this == BLOCK_STORE ? "store" : "load";
    }

    /** The words that make a client do it: the mode first, then what follows the time. */
    List<String> words(Peer.Kind peer) {
        return switch (peer) {
            case C_ECHO, NETTY_ECHO ->
                List.of("raw", Integer.toString(flight), Integer.toString(isBlock() ? bytes : MESSAGE_BYTES));
            case QTEST ->
                isBlock()
                        ? List.of("qblock", direction(), Integer.toString(bytes), QEMU_MEMORY)
                        : List.of("qtest", Integer.toString(flight), SCRATCH_PHYSICAL);
            case IOMAPD ->
                isBlock()
                        ? List.of("block", direction(), Integer.toString(bytes), FRAME_BUFFER, "0")
                        : List.of(
                                this == BATCH_1024 ? "batch" : "load",
                                Integer.toString(flight),
                                UART,
                                Integer.toString(SCRATCH));
        };
    }
}
