package org.iomap.cli.transcript;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.iomap.cli.transcript.Outcome.Result;
import org.iomap.client.RemoteProcess;
import org.iomap.protocol.Compared;
import org.iomap.protocol.Width;

/** Loads and stores of a process, in its own address space. */
sealed interface Access extends Action {
    Result access(RemoteProcess process, long address);

    Place place();

    @Override
    default Result play(Stage stage, String process) throws SyntaxException {
        return access(stage.process(process), stage.virtual(process, place()));
    }

    record Load(Width width, Place place) implements Access {
        @Override
        public Result access(RemoteProcess process, long address) {
            return Result.of(width, process.load(width, address));
        }
    }

    record Store(Width width, Place place, long value) implements Access {
        @Override
        public Result access(RemoteProcess process, long address) {
            process.store(width, address, value);
            return Result.NOTHING;
        }
    }

    /** A store without a reply. The next fence tells of the first that failed. */
    record Post(Width width, Place place, long value) implements Access {
        @Override
        public Result access(RemoteProcess process, long address) {
            process.post(width, address, value);
            return Result.NOTHING;
        }
    }

    /** Waits until the stores that the process posted have taken effect; fails with the first that failed. */
    record Fence() implements Access {
        @Override
        public Result access(RemoteProcess process, long address) {
            process.fence();
            return Result.NOTHING;
        }

        @Override
        public Place place() {
            return Place.NONE;
        }
    }

    record LoadBlock(Width width, Place place, int count, long stride) implements Access {
        @Override
        public Result access(RemoteProcess process, long address) {
            ByteBuffer into = elements(width, count);
            process.loadBlock(width, address, stride, into);
            return values(width, into.flip());
        }
    }

    record StoreBlock(Width width, Place place, long stride, List<Long> values) implements Access {
        @Override
        public Result access(RemoteProcess process, long address) {
            process.storeBlock(width, address, stride, bytes(width, values));
            return Result.NOTHING;
        }
    }

    record LoadRepeated(Width width, Place place, int count) implements Access {
        @Override
        public Result access(RemoteProcess process, long address) {
            ByteBuffer into = elements(width, count);
            process.loadRepeated(width, address, into);
            return values(width, into.flip());
        }
    }

    record StoreRepeated(Width width, Place place, List<Long> values) implements Access {
        @Override
        public Result access(RemoteProcess process, long address) {
            process.storeRepeated(width, address, bytes(width, values));
            return Result.NOTHING;
        }
    }

    record Fill(Width width, Place place, long count, long value) implements Access {
        @Override
        public Result access(RemoteProcess process, long address) {
            process.fill(width, address, count, value);
            return Result.NOTHING;
        }
    }

    /** Gives how many elements are equal before the first that is not, then that one. */
    record Compare(Width width, Place place, long count, long value) implements Access {
        @Override
        public Result access(RemoteProcess process, long address) {
            Compared compared = process.compare(width, address, count, value);
            String equal = Long.toString(compared.equal());
            return compared.equal() == count
                    ? Result.of(equal)
                    : new Result(List.of(equal, Result.hex(width, compared.actual())), 1, "");
        }
    }

    private static ByteBuffer elements(Width width, int count) {
        return ByteBuffer.allocate(Math.multiplyExact(count, width.bytes()));
    }

    private static Result values(Width width, ByteBuffer bytes) {
        List<String> values = new ArrayList<>();
        while (bytes.remaining() >= width.bytes()) {
            values.add(Result.hex(width, get(width, bytes)));
        }
        return Result.all(values);
    }

    private static ByteBuffer bytes(Width width, List<Long> values) {
        ByteBuffer bytes = elements(width, values.size());
        values.forEach(value -> put(width, bytes, value));
        return bytes.flip();
    }

    private static long get(Width width, ByteBuffer bytes) {
        return switch (width) {
            case BYTE -> Byte.toUnsignedLong(bytes.get());
            case HALFWORD -> Short.toUnsignedLong(bytes.getShort());
            case WORD -> Integer.toUnsignedLong(bytes.getInt());
            case DOUBLEWORD -> bytes.getLong();
        };
    }

    private static void put(Width width, ByteBuffer bytes, long value) {
        switch (width) {
            case BYTE -> bytes.put((byte) value);
            case HALFWORD -> bytes.putShort((short) value);
            case WORD -> bytes.putInt((int) value);
            case DOUBLEWORD -> bytes.putLong(value);
        }
    }
}
