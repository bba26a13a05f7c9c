package org.iomap.client;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.iomap.protocol.Execution;
import org.iomap.protocol.Failure;
import org.iomap.protocol.Opcode;
import org.iomap.protocol.ProtocolCode;
import org.iomap.protocol.ProtocolException;
import org.iomap.protocol.Width;

/**
 * Many loads and stores in flight. Each gets an index, counted from 0 since the last {@link #clear}; they are carried
 * out in the order of their indices, and {@link #complete} waits for all. No object is made for an access, and no
 * thread but the caller's is used. A pipeline belongs to one thread; a process may have several.
 */
public final class Pipeline {
    private static final int STAGED = 1024;
    private static final int FIRST_SIZE = 64;

    private final Connection connection;
    private final Receiver receiver = new Answers();
    private final ByteBuffer staged = ByteBuffer.allocateDirect(STAGED * Sending.ACCESS_BYTES);
    private final Map<Integer, Failure> failures = new HashMap<>();

    private long[] values = new long[FIRST_SIZE];
    private boolean[] stores = new boolean[FIRST_SIZE];
    private int count;
    private int number;
    private int firstNumber;
    private boolean inTable;
    /** Written by the owner after all that belongs to the accesses, read by whoever reads the answers. */
    private volatile int sent;
    /** Written by whoever reads the answers after all that belongs to them, read by the owner. */
    private final AtomicInteger answered = new AtomicInteger();

    Pipeline(Connection connection) {
        this.connection = connection;
    }

    /** Adds a load, and returns its index. It is sent when there are many, or with {@link #complete}. */
    public int load(Width width, long address) {
        return add(false, width, address, 0);
    }

    /** Adds a store, and returns its index. It is sent when there are many, or with {@link #complete}. */
    public int store(Width width, long address, long value) {
        return add(true, width, address, value);
    }

    private int add(boolean store, Width width, long address, long value) {
        if (!staged.hasRemaining()) {
            send(connection.deadline());
        }
        if (!inTable) {
            enter();
        }
        if (count == values.length) {
            grow();
        }
        stores[count] = store;
        Opcode opcode = store ? Opcode.STORE : Opcode.LOAD;
        Sending.put(staged, 0, opcode, InFlight.id(number++, receiver.slot()), width, address, value);
        return count++;
    }

    /** Sends what was added; the answers come in with the next call. */
    public void flush() {
        send(connection.deadline());
    }

    /**
     * Sends what is left and waits until everything is answered.
     *
     * @throws IomapException the failure with the lowest index; {@link #failure} has the others
     */
    public void complete() {
        long deadline = connection.deadline();
        send(deadline);
        await(deadline);
        leave();
        if (!failures.isEmpty()) {
            throw IomapException.of(failures.get(
                    failures.keySet().stream().min(Integer::compare).orElseThrow()));
        }
    }

    /** How many were added. */
    public int count() {
        return count;
    }

    /** The value that a completed load has brought; 0 for a store and for what failed. */
    public long value(int index) {
        if (index >= answered.getAcquire()) {
            throw new IllegalStateException("%d of %d are answered".formatted(answered.get(), count));
        }
        return values[index];
    }

    /** Why an access failed; null where it did not. */
    public IomapException failure(int index) {
        Failure failure = failures.get(index);
        return failure == null ? null : IomapException.of(failure);
    }

    /** Forgets what is complete, and counts from 0 again. */
    public void clear() {
        if (answered.get() != count) {
            throw new IllegalStateException("%d of %d are answered".formatted(answered.get(), count));
        }
        count = 0;
        sent = 0;
        answered.set(0);
        firstNumber = number;
        failures.clear();
    }

    private void send(long deadline) {
        sent = count;
        staged.flip();
        try {
            while (staged.hasRemaining()) {
                connection.sending().accesses(staged, deadline);
            }
        } finally {
            staged.compact();
        }
    }

    private void await(long deadline) {
        if (!connection.reading().await(receiver, deadline)) {
            if (connection.isLost()) {
                throw connection.loss().underway(Opcode.LOAD);
            }
            throw new DeadlineException(
                    Opcode.LOAD, Execution.UNKNOWN, true, "%d of %d are answered".formatted(answered.get(), count));
        }
    }

    private void enter() {
        if (!connection.inFlight().add(receiver)) {
            throw Exchanges.noSlot();
        }
        inTable = true;
    }

    private void leave() {
        if (inTable) {
            connection.inFlight().remove(receiver);
            inTable = false;
        }
    }

    /** While nothing is in flight: another thread may be the one that writes the answers down. */
    private void grow() {
        long deadline = connection.deadline();
        send(deadline);
        await(deadline);
        values = Arrays.copyOf(values, 2 * count);
        stores = Arrays.copyOf(stores, 2 * count);
    }

    /** Takes the answers, which come in the order of the accesses: OR-6. */
    private final class Answers extends Receiver {
        @Override
        public boolean isReady() {
            return answered.getAcquire() == sent;
        }

        @Override
        int receive(Frame reply) {
            int index = answered.getPlain();
            if (index >= sent || reply.id() != InFlight.id(firstNumber + index, slot())) {
                throw new ProtocolException(ProtocolCode.PAYLOAD, "replies to loads and stores are out of order");
            }
            boolean store = stores[index];
            requireOpcode(reply, store ? Opcode.STORE : Opcode.LOAD);
            if (reply.isFailure()) {
                values[index] = 0;
                failures.put(index, (Failure) reply.reply());
            } else {
                requireLength(reply, Sending.ACCESS_BYTES);
                values[index] = store ? 0 : reply.u64(Frame.FIRST);
            }
            answered.setRelease(index + 1);
            return 2 * Sending.ACCESS_BYTES;
        }

        @Override
        void lose(Loss reason) {
            // Who waits for a pipeline looks at the connection.
        }
    }
}
