/*
 * The seccomp filter. Source: seccomp(2), linux/filter.h. A call that stops the program costs two switches of
 * processes, about 5 microseconds; so calls that cannot concern the machine are let through: all that name neither a
 * path nor a descriptor, and mmap(2) of new anonymous memory, which is what malloc does.
 */
#include "static/filter.h"

#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

#define NUMBERS(list) (sizeof(list) / sizeof((list)[0]))
/* Little-endian: the lower half of a 64-bit argument comes first. */
#define ARGUMENT(index) ((uint32_t)(offsetof(struct seccomp_data, args) + 8 * (index)))

#define LOAD(offset) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, (uint32_t)(offset))
#define SKIP_UNLESS_EQUAL(value, count) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)(value), 0, (count))
#define SKIP_IF_EQUAL(value, count) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)(value), (count), 0)
#define SKIP_IF_SET(bits, count) BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, (uint32_t)(bits), (count), 0)
#define RETURN(action) BPF_STMT(BPF_RET | BPF_K, (action))

/* The i386 and x32 system calls are other programs' than those we run. */
#define X32 0x40000000u

/* clang-format off */
static const struct sock_filter FOREIGN[] = {
	LOAD(offsetof(struct seccomp_data, arch)),
	SKIP_IF_EQUAL(AUDIT_ARCH_X86_64, 1),
	RETURN(SECCOMP_RET_ALLOW),
	LOAD(offsetof(struct seccomp_data, nr)),
	BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, X32, 0, 1),
	RETURN(SECCOMP_RET_ALLOW),
};
/* clang-format on */

/* New memory at an address that the kernel chooses. */
/* clang-format off */
static const struct sock_filter ANONYMOUS_MMAP[] = {
	SKIP_UNLESS_EQUAL(SYS_mmap, 6),
	LOAD(ARGUMENT(3)),
	SKIP_IF_SET(MAP_FIXED, 3),
	LOAD(ARGUMENT(4)),
	SKIP_UNLESS_EQUAL(-1, 1),
	RETURN(SECCOMP_RET_ALLOW),
	RETURN(SECCOMP_RET_TRACE),
};
/* clang-format on */

/* A mask that is only asked for, or gets smaller, cannot block SIGSEGV. */
/* clang-format off */
static const struct sock_filter HARMLESS_SIGPROCMASK[] = {
	SKIP_UNLESS_EQUAL(SYS_rt_sigprocmask, 6),
	LOAD(ARGUMENT(0)),
	SKIP_IF_EQUAL(SIG_UNBLOCK, 3),
	LOAD(ARGUMENT(1)),
	SKIP_IF_EQUAL(0, 1),
	RETURN(SECCOMP_RET_TRACE),
	RETURN(SECCOMP_RET_ALLOW),
};
/* clang-format on */

/* The most frequent first. */
/* clang-format off */
static const int TRACED[] = {
	SYS_read, SYS_write, SYS_ioctl, SYS_open, SYS_openat, SYS_close, SYS_fstat, SYS_newfstatat, SYS_stat,
	SYS_lstat, SYS_statx, SYS_lseek, SYS_pread64, SYS_pwrite64, SYS_readv, SYS_writev, SYS_preadv, SYS_pwritev,
	SYS_preadv2, SYS_pwritev2, SYS_munmap, SYS_mprotect, SYS_mremap, SYS_rt_sigaction, SYS_rt_sigsuspend,
	SYS_epoll_pwait, SYS_epoll_pwait2, SYS_creat, SYS_openat2, SYS_close_range, SYS_dup, SYS_dup2, SYS_dup3,
	SYS_fcntl, SYS_access, SYS_faccessat, SYS_faccessat2, SYS_readlink, SYS_readlinkat, SYS_getdents,
	SYS_getdents64, SYS_chdir, SYS_fchdir, SYS_getcwd, SYS_poll, SYS_ppoll, SYS_select, SYS_pselect6,
	SYS_ftruncate, SYS_truncate, SYS_unlink, SYS_unlinkat, SYS_mknod, SYS_mknodat, SYS_chmod, SYS_fchmodat,
	SYS_chown, SYS_lchown, SYS_fchownat, SYS_sendfile, SYS_copy_file_range, SYS_splice,
};
/* clang-format on */

static struct sock_filter *append(struct sock_filter *end, const struct sock_filter *instructions, size_t count)
{
	for (size_t i = 0; i < count; i++)
		*end++ = instructions[i];
	return end;
}

int filter_install(void)
{
	static struct sock_filter filter[NUMBERS(FOREIGN) + NUMBERS(ANONYMOUS_MMAP) + NUMBERS(HARMLESS_SIGPROCMASK) +
					 2 * NUMBERS(TRACED) + 1];
	struct sock_filter *end = append(filter, FOREIGN, NUMBERS(FOREIGN));

	for (size_t i = 0; i < NUMBERS(TRACED); i++) {
		*end++ = (struct sock_filter)SKIP_UNLESS_EQUAL(TRACED[i], 1);
		*end++ = (struct sock_filter)RETURN(SECCOMP_RET_TRACE);
	}
	end = append(end, ANONYMOUS_MMAP, NUMBERS(ANONYMOUS_MMAP));
	end = append(end, HARMLESS_SIGPROCMASK, NUMBERS(HARMLESS_SIGPROCMASK));
	*end++ = (struct sock_filter)RETURN(SECCOMP_RET_ALLOW);

	struct sock_fprog program = { (unsigned short)(end - filter), filter };

	if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0)
		return 0;
	if (errno != EACCES || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == -1)
		return -1;
	/* A program of one's own that is set-uid runs without it, as under any debugger. */
	return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program);
}
