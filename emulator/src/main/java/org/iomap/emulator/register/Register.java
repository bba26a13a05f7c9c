package org.iomap.emulator.register;

import java.util.List;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.iomap.emulator.bus.Region;
import org.iomap.protocol.Width;

/**
 * One register: its row in the data sheet and its present value.
 *
 * <p>A load is two steps, the value and then the side effect. A peek is the first step alone.
 */
public final class Register {
    private Row row;
    private long value;
    private LongSupplier live;
    private Runnable afterLoad;
    private LongConsumer afterStore;
    private Region port;
    private boolean isUnimplemented;
    private boolean wasTouched;

    Register(String name, Width width, Access access, long reset, long writable) {
        this.row = Row.of(name, width, access, reset, writable);
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

    /**
     * The register is a door to another address space: an access to any of its bytes, of any width that fits, is one of
     * {@code behind} at the same byte.
     */
    public Register port(Region behind) {
        port = behind;
        return this;
    }

    /** The model keeps what is written here and does nothing with it; the trace says so when it is touched. */
    public Register unimplemented() {
        isUnimplemented = true;
        return this;
    }

    /**
     * Names the bits, from the least significant up.
     *
     * @param names separated by one blank: {@code DR} for one bit, {@code TRIGGER:2} for two, {@code -} for one and
     *     {@code -:5} for five that have no name
     */
    public Register bits(String names) {
        row = row.with(NamedBits.list(names));
        return this;
    }

    /** Returns the bit that has this name. */
    public Flag flag(String bitName) {
        return new Flag(this, bitsNamed(bitName).lowestBit());
    }

    /** Returns the several bits that have this name. */
    public Field field(String bitsName) {
        NamedBits named = bitsNamed(bitsName);
        return new Field(this, named.lowestBit(), named.bits());
    }

    public String name() {
        return row.name();
    }

    public Width width() {
        return row.width();
    }

    public Access access() {
        return row.access();
    }

    /** The value after a reset. */
    public long resetValue() {
        return row.reset();
    }

    /** The bits that a store changes. */
    public long writable() {
        return row.writable();
    }

    /** The bits that have names, from the least significant up. */
    public List<NamedBits> fields() {
        return row.fields();
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

    /** True when a load is its value and its side effect, and nothing besides. */
    boolean isPlain() {
        return port == null && !isUnimplemented;
    }

    /** What is behind this register, or null when it has a value of its own. */
    Region port() {
        return port;
    }

    /** What a load would return; nothing changes. A port shows 0: what it gives is not its own. */
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
        long writable = row.writable();
        value = (before & ~writable) | (stored & writable);
        if (afterStore != null) {
            afterStore.accept(before ^ value);
        }
    }

    void reset() {
        value = row.reset();
        wasTouched = false;
    }

    /** Returns true the first time after a reset. */
    boolean touch() {
        boolean isFirst = !wasTouched;
        wasTouched = true;
        return isFirst;
    }

    private NamedBits bitsNamed(String wanted) {
        for (NamedBits bits : row.fields()) {
            if (bits.name().equals(wanted)) {
                return bits;
            }
        }
        throw new IllegalArgumentException(row.name() + " has no bits named " + wanted);
    }
}
