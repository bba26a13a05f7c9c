/* The system calls of a traced program that may concern the machine; the filter stops it at these. */
#ifndef IOMAP_CALLS_H
#define IOMAP_CALLS_H

#include "static/tracee.h"

/*
 * At the beginning of one, after call_begin(): lets the kernel carry it out, has it do something else (call_replace),
 * or carries it out (call_return).
 */
void calls_enter(struct tracee *tracee);

/* Paths: path_calls.c */
void call_open(struct tracee *tracee);
void call_stat(struct tracee *tracee);
void call_access(struct tracee *tracee);
void call_readlink(struct tracee *tracee);
void call_change(struct tracee *tracee); /* unlink, chmod, ...: EPERM for the machine's */

/* Descriptors: descriptor_calls.c */
void call_close(struct tracee *tracee);
void call_dup(struct tracee *tracee);
void call_fcntl(struct tracee *tracee);
void call_lseek(struct tracee *tracee);
void call_fstat(struct tracee *tracee);
void call_ftruncate(struct tracee *tracee);
void call_copy(struct tracee *tracee); /* sendfile and the like: EINVAL, then programs read and write */

/* Directories: directory_calls.c, getdents_call.c */
void call_chdir(struct tracee *tracee);
void call_fchdir(struct tracee *tracee);
void call_getcwd(struct tracee *tracee);
void call_getdents(struct tracee *tracee);

/* transfer_calls.c: read and write in all their forms; ioctl_calls.c; poll_calls.c */
void call_transfer(struct tracee *tracee);
void call_ioctl(struct tracee *tracee);
void call_poll(struct tracee *tracee);

/* Memory: memory_calls.c */
void call_mmap(struct tracee *tracee);
void call_munmap(struct tracee *tracee);
void call_mremap(struct tracee *tracee);
void call_mprotect(struct tracee *tracee);

#endif
