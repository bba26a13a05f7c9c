package org.iomap.emulator.register;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.iomap.protocol.Width;

/**
 * One register: its row in the data sheet and its present value.
 *
 * <p>A load is two steps, the value and then the side effect. A peek is the first step alone.
 */
public final class Register {
    private final String name;
    private final Width width;
    private final Access access;
    private final long reset;
    private final long writable;
    private long value;
    private LongSupplier live;
    private Runnable afterLoad;
    private LongConsumer afterStore;
    private List<NamedBits> fields = List.of();
    private boolean isUnimplemented;
    private boolean wasTouched;

    Register(String name, Width width, Access access, long reset, long writable) {
        this.name = name;
        this.width = width;
        this.access = access;
        this.reset = reset;
        this.writable = writable;
        this.value = reset;
    }

    /** A load returns {@code source}, computed anew each time and without side effect, instead of the stored value. */
    public Register live(LongSupplier source) {
        live = source;
        return this;
    }

    /** What a load does to the module, once its value is taken. */
    public Register afterLoad(Runnable effect) {
        afterLoad = effect;
        return this;
    }

    /** What a store does to the module, once the writable bits are taken. */
    public Register afterStore(Runnable effect) {
        return afterChange(changed -> effect.run());
    }

    /** As {@link #afterStore}, for an effect that needs the bits which the store changed. */
    public Register afterChange(LongConsumer effect) {
        afterStore = effect;
        return this;
    }

    /** The model keeps what is written here and does nothing with it; the trace says so when it is touched. */
    public Register unimplemented() {
        isUnimplemented = true;
        return this;
    }

    /** Names a bit; bit 0 is the least significant. */
    public Flag flag(int bit, String bitName) {
        return named(new Flag(this, bit, bitName));
    }

    /** Names {@code bits} neighbouring bits. */
    public Field field(int lowestBit, int bits, String fieldName) {
        return named(new Field(this, lowestBit, bits, fieldName));
    }

    public String name() {
        return name;
    }

    public Width width() {
        return width;
    }

    public Access access() {
        return access;
    }

    /** The value after a reset. */
    public long resetValue() {
        return reset;
    }

    /** The bits that a store changes. */
    public long writable() {
        return writable;
    }

    /** The bits that have names, in the order in which they were named. */
    public List<NamedBits> fields() {
        return fields;
    }

    public boolean isUnimplemented() {
        return isUnimplemented;
    }

    public long value() {
        return value;
    }

    public void value(long newValue) {
        value = newValue;
    }

    /** Clears every bit of {@code bits}. */
    public void clear(long bits) {
        value &= ~bits;
    }

    /** What a load would return; nothing changes. */
    public long peek() {
        return live == null ? value : live.getAsLong();
    }

    long load() {
        long loaded = peek();
        if (afterLoad != null) {
            afterLoad.run();
        }
        return loaded;
    }

    void store(long stored) {
        long before = value;
        value = (before & ~writable) | (stored & writable);
        if (afterStore != null) {
            afterStore.accept(before ^ value);
        }
    }

    void reset() {
        value = reset;
        wasTouched = false;
    }

    /** Returns true the first time after a reset. */
    boolean touch() {
        boolean isFirst = !wasTouched;
        wasTouched = true;
        return isFirst;
    }

    private <B extends NamedBits> B named(B bits) {
        List<NamedBits> more = new ArrayList<>(fields);
        more.add(bits);
        fields = List.copyOf(more);
        return bits;
    }
}
