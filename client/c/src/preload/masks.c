/* The calls that set masks and handlers, with the kernel's masks (signals.h). */
#include <dlfcn.h>
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <sys/epoll.h>

#include "preload/signals.h"

#define INTERPOSED __attribute__((visibility("default")))
/* The C library's function of this name. */
#define NEXT(name) ((__typeof__(&name))(uintptr_t)dlsym(RTLD_NEXT, #name))

INTERPOSED int pthread_sigmask(int how, const sigset_t *set, sigset_t *old)
{
	sigset_t kernel;
	int error;

	if (set != NULL)
		kernel = signals_to_kernel(set);
	error = signals_kernel_mask(how, set != NULL ? &kernel : NULL, old);
	if (error == 0 && old != NULL)
		*old = signals_to_program(old);
	return error;
}

INTERPOSED int sigprocmask(int how, const sigset_t *set, sigset_t *old)
{
	int error = pthread_sigmask(how, set, old);

	if (error == 0)
		return 0;
	errno = error;
	return -1;
}

INTERPOSED int sigsuspend(const sigset_t *set)
{
	sigset_t kernel = signals_to_kernel(set);

	return NEXT(sigsuspend)(&kernel);
}

INTERPOSED int epoll_pwait2(int epoll, struct epoll_event *events, int count, const struct timespec *timeout,
			    const sigset_t *set)
{
	sigset_t kernel;

	if (set != NULL)
		kernel = signals_to_kernel(set);
	return NEXT(epoll_pwait2)(epoll, events, count, timeout, set != NULL ? &kernel : NULL);
}

/* Of threads that are yet to be made. */
INTERPOSED int pthread_attr_setsigmask_np(pthread_attr_t *attributes, const sigset_t *set)
{
	sigset_t kernel;

	if (set != NULL)
		kernel = signals_to_kernel(set);
	return NEXT(pthread_attr_setsigmask_np)(attributes, set != NULL ? &kernel : NULL);
}

INTERPOSED int epoll_pwait(int epoll, struct epoll_event *events, int count, int timeout, const sigset_t *set)
{
	sigset_t kernel;

	if (set != NULL)
		kernel = signals_to_kernel(set);
	return NEXT(epoll_pwait)(epoll, events, count, timeout, set != NULL ? &kernel : NULL);
}

/* The highest real-time signal that a program may use. */
INTERPOSED int __libc_current_sigrtmax(void)
{
	return SIGNAL_STAND_IN - 1;
}

__sighandler_t bsd_signal(int number, __sighandler_t handler); /* not in <signal.h> since POSIX.1-2008 */

static __sighandler_t set_handler(int number, __sighandler_t handler, int flags)
{
	struct sigaction action = { .sa_handler = handler, .sa_flags = flags }, old;

	if (handler == SIG_ERR) {
		errno = EINVAL;
		return SIG_ERR;
	}
	if (!(flags & SA_NODEFER))
		sigaddset(&action.sa_mask, number);
	return sigaction(number, &action, &old) == 0 ? old.sa_handler : SIG_ERR;
}

INTERPOSED __sighandler_t signal(int number, __sighandler_t handler)
{
	return set_handler(number, handler, SA_RESTART);
}

INTERPOSED __sighandler_t bsd_signal(int number, __sighandler_t handler)
{
	return set_handler(number, handler, SA_RESTART);
}

INTERPOSED __sighandler_t ssignal(int number, __sighandler_t handler)
{
	return set_handler(number, handler, SA_RESTART);
}

INTERPOSED __sighandler_t __sysv_signal(int number, __sighandler_t handler)
{
	return set_handler(number, handler, SA_RESETHAND | SA_NODEFER);
}

INTERPOSED __sighandler_t sysv_signal(int number, __sighandler_t handler)
{
	return set_handler(number, handler, SA_RESETHAND | SA_NODEFER);
}

static int mask_one(int how, int number)
{
	sigset_t one;

	sigemptyset(&one);
	return sigaddset(&one, number) == 0 ? sigprocmask(how, &one, NULL) : -1;
}

INTERPOSED int sighold(int number)
{
	return mask_one(SIG_BLOCK, number);
}

INTERPOSED int sigrelse(int number)
{
	return mask_one(SIG_UNBLOCK, number);
}

INTERPOSED int sigignore(int number)
{
	return set_handler(number, SIG_IGN, 0) == SIG_ERR ? -1 : 0;
}

/* BSD: a mask is an int, with a bit for each of the first signals. */
#define BSD_SIGNALS 31

int sigpause_bsd(int mask) __asm__("sigpause"); /* <signal.h> gives this name to the one of X/Open */
int sigpause_xpg(int number) __asm__("__xpg_sigpause");

static sigset_t set_of(int mask)
{
	sigset_t set;

	sigemptyset(&set);
	for (int number = 1; number <= BSD_SIGNALS; number++)
		if ((unsigned)mask >> (number - 1) & 1)
			sigaddset(&set, number);
	return set;
}

static int change_mask(int how, const sigset_t *set)
{
	unsigned mask = 0;
	sigset_t old;

	if (sigprocmask(how, set, &old) != 0)
		return -1;
	for (int number = 1; number <= BSD_SIGNALS; number++)
		if (sigismember(&old, number) == 1)
			mask |= 1u << (number - 1);
	return (int)mask;
}

INTERPOSED int sigblock(int mask)
{
	sigset_t set = set_of(mask);

	return change_mask(SIG_BLOCK, &set);
}

INTERPOSED int sigsetmask(int mask)
{
	sigset_t set = set_of(mask);

	return change_mask(SIG_SETMASK, &set);
}

INTERPOSED int siggetmask(void)
{
	return change_mask(SIG_BLOCK, NULL);
}

INTERPOSED int sigpause_bsd(int mask)
{
	sigset_t set = set_of(mask);

	return sigsuspend(&set);
}

INTERPOSED int sigpause_xpg(int number)
{
	sigset_t set;

	if (sigprocmask(SIG_BLOCK, NULL, &set) != 0 || sigdelset(&set, number) != 0)
		return -1;
	return sigsuspend(&set);
}

/* System V: SIG_HOLD blocks; anything else unblocks. What it was before is returned. */
INTERPOSED __sighandler_t sigset(int number, __sighandler_t handler)
{
	__sighandler_t old;
	struct sigaction action;
	sigset_t mask;

	if (sigprocmask(SIG_BLOCK, NULL, &mask) != 0 || sigaction(number, NULL, &action) != 0)
		return SIG_ERR;
	old = handler == SIG_HOLD ? action.sa_handler : set_handler(number, handler, 0);
	if (old == SIG_ERR || mask_one(handler == SIG_HOLD ? SIG_BLOCK : SIG_UNBLOCK, number) != 0)
		return SIG_ERR;
	return sigismember(&mask, number) == 1 ? SIG_HOLD : old;
}
