/*
 * The C library's own functions, behind those that this library puts before them: real()->open(...). All are looked up
 * at once, as dlsym(3) is not allowed in a signal handler or between vfork and exec.
 */
#ifndef IOMAP_REAL_H
#define IOMAP_REAL_H

#include <dirent.h>
#include <fcntl.h>
#include <glob.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/select.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <sys/xattr.h>
#include <unistd.h>

/* Another name of it is of a different type where off_t has 4 bytes. */
/* clang-format off */
#define REAL_FUNCTIONS(X)                                                                                             \
	X(openat64) X(close) X(close_range) X(closefrom) X(dup) X(dup2) X(dup3) X(fcntl) X(fcntl64) X(ioctl)                    \
	X(read) X(write) X(pread64) X(pwrite64) X(readv) X(writev) X(preadv64) X(pwritev64) X(lseek64) X(ftruncate64)  \
	X(recvfrom) X(sendto) X(sendfile) X(sendfile64) X(copy_file_range) X(splice)                               \
	X(fread) X(fwrite) X(fread_unlocked) X(fwrite_unlocked) X(fopen) X(fopen64) X(freopen64) X(fdopen)                      \
	X(fstatat64) X(fstat64) X(statx) X(faccessat) X(readlinkat) X(realpath)                \
	X(getxattr) X(lgetxattr) X(fgetxattr) X(listxattr) X(llistxattr) X(flistxattr)                                 \
	X(opendir) X(fdopendir) X(closedir) X(readdir) X(readdir64) X(rewinddir) X(seekdir) X(telldir) X(dirfd)        \
	X(scandir) X(scandir64) X(glob) X(glob64) X(chdir) X(fchdir) X(getcwd)                                                                 \
	X(mmap64) X(munmap) X(mremap) X(mprotect) X(madvise) X(msync) X(mlock)                              \
	X(mknodat) X(unlinkat) X(remove) X(fchmodat) X(fchownat) X(renameat) X(renameat2)                              \
	X(posix_spawn_file_actions_addopen) X(posix_spawn_file_actions_destroy)                                        \
	X(poll) X(ppoll) X(select) X(pselect)                                                                                 \
	X(execve) X(execvpe) X(fexecve) X(posix_spawn) X(posix_spawnp) X(system) X(popen)
/* clang-format on */

struct real {
#define MEMBER(name) __typeof__(&name) name;
	REAL_FUNCTIONS(MEMBER)
#undef MEMBER
};

const struct real *real(void) __attribute__((returns_nonnull));

/* Marks a function that is put before the C library's. */
#define INTERPOSED __attribute__((visibility("default")))

#endif
