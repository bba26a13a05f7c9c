/* Which system call is carried out where. */
#include "static/calls.h"

#include <sys/syscall.h>

#include "static/signals.h"

typedef void enter(struct tracee *tracee);

/* clang-format off */
static enter *const calls[] = {
	[SYS_open] = call_open, [SYS_openat] = call_open, [SYS_openat2] = call_open, [SYS_creat] = call_open,
	[SYS_stat] = call_stat, [SYS_lstat] = call_stat, [SYS_newfstatat] = call_stat, [SYS_statx] = call_stat,
	[SYS_access] = call_access, [SYS_faccessat] = call_access, [SYS_faccessat2] = call_access,
	[SYS_readlink] = call_readlink, [SYS_readlinkat] = call_readlink,
	[SYS_unlink] = call_change, [SYS_unlinkat] = call_change,
	[SYS_mknod] = call_change, [SYS_mknodat] = call_change,
	[SYS_chmod] = call_change, [SYS_fchmodat] = call_change, [SYS_chown] = call_change, [SYS_lchown] = call_change,
	[SYS_fchownat] = call_change, [SYS_truncate] = call_change,

	[SYS_close] = call_close, [SYS_close_range] = call_close,
	[SYS_dup] = call_dup, [SYS_dup2] = call_dup, [SYS_dup3] = call_dup, [SYS_fcntl] = call_fcntl,
	[SYS_lseek] = call_lseek, [SYS_fstat] = call_fstat, [SYS_ftruncate] = call_ftruncate,
	[SYS_chdir] = call_chdir, [SYS_fchdir] = call_fchdir, [SYS_getcwd] = call_getcwd,
	[SYS_getdents] = call_getdents, [SYS_getdents64] = call_getdents,
	[SYS_sendfile] = call_copy, [SYS_copy_file_range] = call_copy, [SYS_splice] = call_copy,

	[SYS_read] = call_transfer, [SYS_pread64] = call_transfer, [SYS_readv] = call_transfer,
	[SYS_preadv] = call_transfer, [SYS_preadv2] = call_transfer,
	[SYS_write] = call_transfer, [SYS_pwrite64] = call_transfer, [SYS_writev] = call_transfer,
	[SYS_pwritev] = call_transfer, [SYS_pwritev2] = call_transfer,
	[SYS_ioctl] = call_ioctl,
	[SYS_poll] = call_poll, [SYS_ppoll] = call_poll, [SYS_select] = call_poll, [SYS_pselect6] = call_poll,

	[SYS_mmap] = call_mmap, [SYS_munmap] = call_munmap, [SYS_mremap] = call_mremap, [SYS_mprotect] = call_mprotect,

	[SYS_rt_sigprocmask] = signals_sigprocmask, [SYS_rt_sigaction] = signals_sigaction,
	[SYS_rt_sigsuspend] = signals_wait, [SYS_epoll_pwait] = signals_wait, [SYS_epoll_pwait2] = signals_wait,
};
/* clang-format on */

void calls_enter(struct tracee *tracee)
{
	unsigned long number = (unsigned long)tracee->number;

	if (number < sizeof(calls) / sizeof(calls[0]) && calls[number])
		calls[number](tracee);
}
