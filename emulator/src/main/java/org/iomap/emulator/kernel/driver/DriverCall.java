package org.iomap.emulator.kernel.driver;

import java.nio.ByteBuffer;
import org.iomap.emulator.kernel.FileDescription;
import org.iomap.protocol.Operation;

/**
 * What a process wants of a driver outside the service. What an operation does not name is 0.
 *
 * @param number counted from 1
 * @param file which open file, by a number of its own
 * @param flags of open(2); of mmap(2) MAP_SHARED or MAP_PRIVATE
 * @param request of ioctl(2); of mmap(2) the protection
 * @param argument of ioctl(2); of mmap(2) the address
 * @param offset position of read(2) and write(2), offset of mmap(2), bytes
 * @param length bytes of read(2) and mmap(2)
 * @param data of write(2); valid during the call alone
 */
public record DriverCall(
        long number,
        Operation operation,
        long file,
        FileDescription caller,
        int flags,
        long request,
        long argument,
        long offset,
        long length,
        ByteBuffer data) {
    private static final ByteBuffer NO_DATA = ByteBuffer.allocate(0);

    /** A call that says nothing but which file it is about. */
    static DriverCall plain(long number, Operation operation, long file, FileDescription caller) {
        return new DriverCall(number, operation, file, caller, caller.flags(), 0, 0, 0, 0, NO_DATA);
    }

    DriverCall with(long newRequest, long newArgument, long newOffset, long newLength) {
        return new DriverCall(
                number, operation, file, caller, flags, newRequest, newArgument, newOffset, newLength, data);
    }

    DriverCall with(ByteBuffer newData) {
        return new DriverCall(number, operation, file, caller, flags, request, argument, offset, length, newData);
    }

    DriverCall withFlags(int newFlags) {
        return new DriverCall(number, operation, file, caller, newFlags, request, argument, offset, length, data);
    }
}
