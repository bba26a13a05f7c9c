package org.iomap.client;

import java.util.ArrayList;
import java.util.List;

/**
 * POSIX descriptor numbers: the lowest free one, from 3 on. The server knows handles only, which it never gives twice
 * (RQ-3); numbers are the business of this side.
 */
final class DescriptorNumbers {
    static final int FIRST = 3;

    /** No descriptor has this handle: the server answers EBADF. */
    static final long NO_HANDLE = 0;

    private final List<Descriptor> descriptors = new ArrayList<>();

    /** @param path that was opened */
    record Descriptor(long handle, String path) {}

    synchronized int add(Descriptor descriptor) {
        int free = descriptors.indexOf(null);
        if (free < 0) {
            descriptors.add(descriptor);
            return FIRST + descriptors.size() - 1;
        }
        descriptors.set(free, descriptor);
        return FIRST + free;
    }

    /** Null where the number stands for nothing. */
    synchronized Descriptor find(int number) {
        int index = number - FIRST;
        return index >= 0 && index < descriptors.size() ? descriptors.get(index) : null;
    }

    long handle(int number) {
        Descriptor descriptor = find(number);
        return descriptor == null ? NO_HANDLE : descriptor.handle;
    }

    /** Frees the number, unless it stands for another descriptor by now. */
    synchronized void remove(int number, long handle) {
        Descriptor descriptor = find(number);
        if (descriptor != null && descriptor.handle == handle) {
            descriptors.set(number - FIRST, null);
        }
    }

    /** Another process begins. */
    synchronized void clear() {
        descriptors.clear();
    }

    /** The number of a handle, such as a DEVICE_REMOVED event names; -1 where it has none. */
    synchronized int number(long handle) {
        for (int i = 0; i < descriptors.size(); i++) {
            Descriptor descriptor = descriptors.get(i);
            if (descriptor != null && descriptor.handle == handle) {
                return FIRST + i;
            }
        }
        return -1;
    }
}
