package org.iomap.driver;

/** With which rights a driver maps I/O space. Source: iomap semantics, rule 14. */
public enum Rights {
    /** The driver alone: IOMAPMAP of what overlaps it is EBUSY. */
    KERNEL_RW,
    /** Processes may map the identical region with iomap(7). */
    USER_RW
}
