/* Failures: each family in the numbers of this host. */
#include "lib/failure.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>

#include "lib/message.h"

/* In the thread's own memory that is there from its start: it is written in handlers of signals. */
static __thread struct iomap_failure last __attribute__((tls_model("initial-exec")));

const struct iomap_failure *iomap_failure(void)
{
	return &last;
}

int fail(const struct iomap_failure *failure)
{
	last = *failure;
	errno = failure->error;
	return -1;
}

int fail_here(int error, const char *format, ...)
{
	struct iomap_failure failure = { .execution = IOMAP_EXECUTION_NOT_EXECUTED, .error = error };
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(failure.text, sizeof(failure.text), format, arguments);
	va_end(arguments);
	return fail(&failure);
}

int fail_lost(struct iomap_process *process, bool sent)
{
	struct iomap_failure failure = process->loss;

	if (!sent) {
		failure.execution = IOMAP_EXECUTION_NOT_EXECUTED;
	}
	return fail(&failure);
}

static int error_of_refusal(unsigned code)
{
	switch (code) {
	case IOMAP_REFUSED_LIMIT:
		return ENOBUFS;
	case IOMAP_REFUSED_RIGHT:
	case IOMAP_REFUSED_IDENTITY:
		return EPERM;
	case IOMAP_REFUSED_TOKEN:
		return EACCES;
	case IOMAP_REFUSED_MACHINE:
		return ENODEV;
	case IOMAP_REFUSED_CANCELLED:
		return ECANCELED;
	case IOMAP_REFUSED_UNIMPLEMENTED:
		return EOPNOTSUPP;
	case IOMAP_REFUSED_NO_SUCH:
		return ENOENT;
	case IOMAP_REFUSED_SHUTDOWN:
	case IOMAP_REFUSED_MACHINE_DOWN:
		return EHOSTDOWN;
	default:
		return EREMOTEIO;
	}
}

static int error_of(unsigned family, unsigned code)
{
	switch (family) {
	case IOMAP_FAMILY_ERRNO:
		return schema_errno(code);
	case IOMAP_FAMILY_BUS:
		return code == IOMAP_BUS_MACHINE_CHECK ? EHOSTDOWN : EFAULT;
	case IOMAP_FAMILY_REFUSED:
		return error_of_refusal(code);
	default:
		return code == IOMAP_PROTOCOL_UNSUPPORTED ? EOPNOTSUPP : EPROTO;
	}
}

/* The signal of the wire is HP-UX's, and so is its code. */
static void set_signal(struct iomap_failure *failure, uint64_t number, uint64_t code)
{
	if (number == IOMAP_WIRE_SIGSEGV) {
		failure->signal = SIGSEGV;
		failure->si_code = code == IOMAP_WIRE_SEGV_ACCERR ? SEGV_ACCERR : SEGV_MAPERR;
	} else if (number == IOMAP_WIRE_SIGBUS) {
		failure->signal = SIGBUS;
		failure->si_code = code == IOMAP_WIRE_BUS_ADRALN ? BUS_ADRALN : BUS_ADRERR;
	}
}

/* A result in a batch has no signal code: it is that of its cause. */
static uint64_t signal_code(unsigned code)
{
	switch (code) {
	case IOMAP_BUS_NO_MAPPING:
		return IOMAP_WIRE_SEGV_MAPERR;
	case IOMAP_BUS_PROTECTION:
		return IOMAP_WIRE_SEGV_ACCERR;
	case IOMAP_BUS_ALIGNMENT:
		return IOMAP_WIRE_BUS_ADRALN;
	default:
		return IOMAP_WIRE_BUS_ADRERR;
	}
}

void failure_of_status(uint32_t status, uint32_t signal, struct iomap_failure *failure)
{
	*failure = (struct iomap_failure){ 0 };
	if (status != 0) {
		failure->error = error_of(status >> 24, status & 0xFFFFFF);
		set_signal(failure, signal, signal_code(status & 0xFFFFFF));
	}
}

bool failure_decode(const uint8_t *frame, struct iomap_failure *failure)
{
	struct value values[SHAPE_FIELDS];
	struct values room = { values, SHAPE_FIELDS };
	struct message message;
	struct refusal refusal;

	if (!message_decode(frame, &message, &room, &refusal) || message.shape != schema_failure_detail) {
		return false;
	}
	const struct value *at = message.fields;
	*failure = (struct iomap_failure){
		.family = message.status >> 24,
		.code = message.status & 0xFFFFFF,
		.execution = (unsigned)at[0].number,
		.rule = (unsigned)at[1].number,
		.address = at[4].number,
		.value = at[5].number,
		.completed = at[6].number,
		.width = (unsigned)at[8].number,
		.limit = (unsigned)at[10].number,
	};
	failure->error = error_of(failure->family, failure->code);
	set_signal(failure, at[2].number, at[3].number);
	memcpy(failure->text, at[12].bytes, at[12].number);
	return true;
}
