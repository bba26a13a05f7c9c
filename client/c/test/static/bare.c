/*
 * A program without a C library, which makes its system calls itself, as those of Go do: it stores a word in the frame
 * buffer from one thread, and another one loads it.
 */
#include <fcntl.h>
#include <linux/futex.h>
#include <linux/sched.h>
#include <stdint.h>
#include <sys/iomap.h>
#include <sys/syscall.h>

#define QUIET 0x1f8800 /* of the frame buffer: behind the last line */
#define THREAD (CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD | CLONE_SYSVSEM | CLONE_CHILD_CLEARTID)

static char stack[16384] __attribute__((aligned(16)));
static volatile int running = 1;
static volatile uint32_t *frame;

static long call(long number, long a, long b, long c, long d)
{
	register long fourth __asm__("r10") = d;
	long result;

	__asm__ volatile("syscall"
			 : "=a"(result)
			 : "a"(number), "D"(a), "S"(b), "d"(c), "r"(fourth)
			 : "rcx", "r11", "memory");
	return result;
}

static void __attribute__((used)) work(void)
{
	frame[0] = 0x676f2121;
	call(SYS_exit, 0, 0, 0, 0);
}

/* clone(2) with a stack of its own: the new thread begins with work(). */
static void start(void)
{
	register long tid __asm__("r10") = (long)&running;
	register long tls __asm__("r8") = 0;
	long result;

	__asm__ volatile("syscall\n\ttest %0, %0\n\tjnz 1f\n\txor %%ebp, %%ebp\n\tcall work\n1:"
			 : "=a"(result)
			 : "0"(SYS_clone), "D"((long)THREAD), "S"(stack + sizeof(stack)), "d"(0L), "r"(tid), "r"(tls)
			 : "rcx", "r11", "memory");
}

static void print(uint32_t value)
{
	char line[] = "........\n";

	for (int i = 7; i >= 0; i--, value >>= 4)
		line[i] = "0123456789abcdef"[value & 15];
	call(SYS_write, 1, (long)line, sizeof(line) - 1, 0);
}

void _start(void)
{
	char *base = 0;
	long fd = call(SYS_openat, AT_FDCWD, (long)"/dev/hptv0_tc", O_RDWR, 0);

	if (call(SYS_ioctl, fd, (long)IOMAPMAP, (long)&base, 0) != 0)
		call(SYS_exit_group, 1, 0, 0, 0);
	frame = (volatile uint32_t *)(base + QUIET);
	frame[0] = 0;
	start();
	while (running)
		call(SYS_futex, (long)&running, FUTEX_WAIT, 1, 0);
	print(frame[0]);
	call(SYS_exit_group, 11, 0, 0, 0);
}
