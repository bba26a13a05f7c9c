/* SIGSEGV: traps are carried out, all else goes to the program as if it had come there directly. */
#include "preload/signals.h"

#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#define INTERPOSED __attribute__((visibility("default")))
#define KERNEL_SIGSET_SIZE 8 /* bytes */

/* The C library's sigaction, under a name that no program uses: it is not put before by ours. */
int __sigaction(int signal, const struct sigaction *action, struct sigaction *old);

/* The program's action for SIGSEGV; changed and copied with all signals blocked. */
static struct sigaction segv_action;
static atomic_flag segv_lock = ATOMIC_FLAG_INIT;
static bool started;
/* This thread is in our handler, and not in one of the program: a fault there is our own. */
static __thread bool handling __attribute__((tls_model("initial-exec")));
static void (*watch)(const struct fault *fault);

int signals_kernel_mask(int how, const sigset_t *set, sigset_t *old)
{
	return syscall(SYS_rt_sigprocmask, how, set, old, KERNEL_SIGSET_SIZE) == 0 ? 0 : errno;
}

static void lock(sigset_t *before)
{
	sigset_t all;

	sigfillset(&all);
	signals_kernel_mask(SIG_SETMASK, &all, before);
	while (atomic_flag_test_and_set_explicit(&segv_lock, memory_order_acquire))
		sched_yield();
}

static void unlock(const sigset_t *before)
{
	atomic_flag_clear_explicit(&segv_lock, memory_order_release);
	signals_kernel_mask(SIG_SETMASK, before, NULL);
}

sigset_t signals_to_kernel(const sigset_t *program)
{
	sigset_t kernel = *program;

	sigdelset(&kernel, SIGNAL_STAND_IN);
	if (sigismember(program, SIGSEGV) == 1)
		sigaddset(&kernel, SIGNAL_STAND_IN);
	sigdelset(&kernel, SIGSEGV);
	return kernel;
}

sigset_t signals_to_program(const sigset_t *kernel)
{
	sigset_t program = *kernel;

	if (sigismember(kernel, SIGNAL_STAND_IN) == 1)
		sigaddset(&program, SIGSEGV);
	return program;
}

static void on_segv(int signal, siginfo_t *info, void *context);

/* On the stack that the program chose for its own handler: the one it has in case that the other one overflowed. */
static void install(int flags)
{
	struct sigaction ours = { .sa_sigaction = on_segv, .sa_flags = SA_SIGINFO | SA_NODEFER | (flags & SA_ONSTACK) };

	memset(&ours.sa_mask, 0xFF,
	       sizeof(ours.sa_mask));	   /* that of pthread_cancel(3) too, which sigfillset leaves out */
	sigdelset(&ours.sa_mask, SIGSEGV); /* a copy from or to memory that the program has no right to */
	__sigaction(SIGSEGV, &ours, NULL);
}

static void set_segv_action(const struct sigaction *action, struct sigaction *old)
{
	sigset_t before;

	lock(&before);
	if (old != NULL)
		*old = segv_action;
	if (action != NULL) {
		segv_action = *action;
		install(action->sa_flags);
	}
	unlock(&before);
}

/* Dies of the signal: the access is made again, or the signal sent again, and now it meets the default action. */
static void default_action(const siginfo_t *info)
{
	struct sigaction action = { .sa_handler = SIG_DFL };

	__sigaction(SIGSEGV, &action, NULL);
	if (info->si_code <= 0)
		syscall(SYS_tgkill, getpid(), syscall(SYS_gettid), SIGSEGV);
}

/* The mask that the kernel would give the program's handler. */
static sigset_t mask_of_handler(const struct sigaction *action, int signal, const sigset_t *interrupted)
{
	sigset_t mask, own = signals_to_kernel(&action->sa_mask);

	sigorset(&mask, interrupted, &own);
	if (!(action->sa_flags & SA_NODEFER))
		sigaddset(&mask, signal == SIGSEGV ? SIGNAL_STAND_IN : signal);
	return mask;
}

/* Calls a handler of the program as the kernel would have. It may not come back (siglongjmp). */
static void call_handler(const struct sigaction *action, int signal, siginfo_t *info, void *context)
{
	const ucontext_t *interrupted = context;
	sigset_t mask, all;

	sigemptyset(&mask);
	memcpy(&mask, &interrupted->uc_sigmask, KERNEL_SIGSET_SIZE); /* all that the frame has */
	mask = mask_of_handler(action, signal, &mask);
	signals_kernel_mask(SIG_SETMASK, &mask, NULL);
	handling = false;
	if (action->sa_flags & SA_SIGINFO)
		action->sa_sigaction(signal, info, context);
	else
		action->sa_handler(signal);
	sigfillset(&all);
	sigdelset(&all, SIGSEGV);
	signals_kernel_mask(SIG_SETMASK, &all, NULL);
}

static bool is_blocked(const ucontext_t *context, int signal)
{
	return sigismember(&context->uc_sigmask, signal) == 1;
}

static void segv_to_program(siginfo_t *info, void *context)
{
	const struct sigaction reset = { .sa_handler = SIG_DFL };
	struct sigaction action;
	bool forced = info->si_code > 0; /* the processor's, not kill(2)'s: it cannot be ignored */

	set_segv_action(NULL, &action);
	if (!(action.sa_flags & SA_SIGINFO) && action.sa_handler == SIG_IGN && !forced)
		return;
	if ((forced && is_blocked(context, SIGNAL_STAND_IN)) ||
	    (!(action.sa_flags & SA_SIGINFO) && (action.sa_handler == SIG_DFL || action.sa_handler == SIG_IGN))) {
		default_action(info);
		return;
	}
	if (action.sa_flags & SA_RESETHAND)
		set_segv_action(&reset, NULL);
	call_handler(&action, SIGSEGV, info, context);
}

/* Where a signal that is queued cannot look like a fault: the handler is called from ours. */
static void call_or_kill(struct sigaction *action, siginfo_t *info, ucontext_t *context)
{
	const struct sigaction reset = { .sa_handler = SIG_DFL };

	if (action->sa_handler == SIG_DFL) {
		syscall(SYS_tgkill, getpid(), syscall(SYS_gettid), info->si_signo);
		return;
	}
	if (action->sa_flags & SA_RESETHAND)
		__sigaction(info->si_signo, &reset, NULL);
	action->sa_mask = signals_to_program(&action->sa_mask);
	call_handler(action, info->si_signo, info, context);
}

/*
 * Leaves SIGBUS or SIGFPE pending for this thread: it is delivered at the instruction when our handler has returned,
 * with everything that the kernel does for one of its own. Like a fault, it cannot be blocked or ignored.
 */
static void queue_to_program(const struct fault *fault, ucontext_t *context)
{
	siginfo_t info = { .si_signo = fault->signal, .si_code = fault->code };
	struct sigaction action;

	info.si_addr = (void *)(uintptr_t)fault->address;
	__sigaction(fault->signal, NULL, &action);
	if (is_blocked(context, fault->signal) || (!(action.sa_flags & SA_SIGINFO) && action.sa_handler == SIG_IGN)) {
		action = (struct sigaction){ .sa_handler = SIG_DFL };
		__sigaction(fault->signal, &action, NULL);
		sigdelset(&context->uc_sigmask, fault->signal);
	}
	if (FAULTS_CAN_BE_QUEUED)
		syscall(SYS_rt_tgsigqueueinfo, getpid(), syscall(SYS_gettid), fault->signal, &info);
	else
		call_or_kill(&action, &info, context);
}

static void fault_to_program(const struct fault *fault, siginfo_t *info, void *context)
{
	if (fault->signal != SIGSEGV) {
		queue_to_program(fault, context);
		return;
	}
	info->si_code = fault->code;
	info->si_addr = (void *)(uintptr_t)fault->address;
	segv_to_program(info, context);
}

/*
 * A fault of our handler: its stack has come to its end, which is the program's alternate one where that is small. The
 * kernel would begin it again and again from the top; it dies of the fault instead.
 */
static void end_of_stack(const siginfo_t *info)
{
	static const char text[] = "iomap: the signal stack of this thread is too small to carry out a trap on it\n";

	if (syscall(SYS_write, STDERR_FILENO, text, sizeof(text) - 1) >= 0 || errno)
		default_action(info);
}

static void on_segv(int signal, siginfo_t *info, void *context)
{
	int error = errno;
	struct fault fault = { .address = (uintptr_t)info->si_addr };
	enum trap_result result = TRAP_NOT_OURS;

	(void)signal;
	if (info->si_code > 0 && trap_ends_copy(context))
		return;
	if (info->si_code > 0 && handling) {
		end_of_stack(info);
		return;
	}
	handling = true;
	if (info->si_code > 0 && window_overlaps((uintptr_t)info->si_addr, 1)) {
		int cancelling;

		/* A thread that may be cancelled at any time must not be while it holds a lock of ours. */
		pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &cancelling);
		result = trap_carry_out(info, context, &fault);
		pthread_setcancelstate(cancelling, NULL);
	}
	if (result == TRAP_FAULT && watch)
		watch(&fault);
	errno = error;
	if (result == TRAP_FAULT)
		fault_to_program(&fault, info, context);
	else if (result == TRAP_NOT_OURS)
		segv_to_program(info, context);
	handling = false;
}

/* Another thread may have held the lock. */
static void after_fork(void)
{
	atomic_flag_clear(&segv_lock);
	trap_forget();
}

void signals_watch(void (*watcher)(const struct fault *fault))
{
	watch = watcher;
}

bool signals_start(void)
{
	sigset_t kernel;

	if (started)
		return trap_start();
	__sigaction(SIGSEGV, NULL, &segv_action);
	signals_kernel_mask(SIG_SETMASK, NULL, &kernel);
	kernel = signals_to_kernel(&kernel); /* blocked since exec(3) */
	started = true;
	install(segv_action.sa_flags);
	signals_kernel_mask(SIG_SETMASK, &kernel, NULL);
	pthread_atfork(NULL, NULL, after_fork);
	return trap_start();
}

INTERPOSED int sigaction(int signal, const struct sigaction *action, struct sigaction *old)
{
	struct sigaction to_kernel;

	if (signal == SIGNAL_STAND_IN) {
		errno = EINVAL;
		return -1;
	}
	if (signal == SIGSEGV && started) {
		set_segv_action(action, old);
		return 0;
	}
	if (action != NULL) {
		to_kernel = *action;
		to_kernel.sa_mask = signals_to_kernel(&action->sa_mask);
	}
	if (__sigaction(signal, action != NULL ? &to_kernel : NULL, old) != 0)
		return -1;
	if (old != NULL)
		old->sa_mask = signals_to_program(&old->sa_mask);
	return 0;
}
