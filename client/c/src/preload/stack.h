/*
 * Stacks of our own for traps: a program's alternate signal stack may have 8 KiB, of which the kernel's frame alone takes
 * almost half where there is AVX-512.
 */
#ifndef IOMAP_STACK_H
#define IOMAP_STACK_H

/*
 * Calls function(argument) on a stack of 64 KiB that nobody else uses meanwhile; on the present one where the system has
 * no memory for it. Async-signal-safe; the function comes back.
 */
void stack_call(void (*function)(void *argument), void *argument);

#endif
