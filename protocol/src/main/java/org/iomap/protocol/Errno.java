package org.iomap.protocol;

/** The error numbers of HP-UX, from sys/errno.h. */
public enum Errno {
    EPERM(1),
    ENOENT(2),
    EIO(5),
    ENXIO(6),
    EBADF(9),
    EAGAIN(11),
    ENOMEM(12),
    EACCES(13),
    EFAULT(14),
    EBUSY(16),
    EEXIST(17),
    ENODEV(19),
    ENOTDIR(20),
    EISDIR(21),
    EINVAL(22),
    ENFILE(23),
    EMFILE(24),
    ENOTTY(25),
    EFBIG(27),
    ENOSPC(28),
    ESPIPE(29),
    EROFS(30),
    EOVERFLOW(72),
    ETIMEDOUT(238),
    ENOSYS(251);

    private static final Numbers<Errno> BY_NUMBER = new Numbers<>(values(), Errno::number);

    private final int number;

    Errno(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }

    /** Returns the constant of a number, or null when there is none. */
    public static Errno of(long number) {
        return BY_NUMBER.find(number);
    }
}
