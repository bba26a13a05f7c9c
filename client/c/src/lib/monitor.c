/* The monitor's and the administrator's requests, but for those that are accesses. */
#include <errno.h>

#include "lib/descriptor.h"
#include "lib/exchange.h"
#include "lib/failure.h"

#define FIELDS(...) ((const struct value[]){ __VA_ARGS__ })

int iomap_drive_line(struct iomap_process *process, const char *line, int high)
{
	struct call drive;
	return call(process, &drive, IOMAP_REQUEST_DRIVE_LINE, FIELDS(number(high != 0), string(line)));
}

int64_t iomap_terminal_input(struct iomap_process *process, const char *terminal, const void *data, size_t count)
{
	struct call input;

	if (call(process, &input, IOMAP_REQUEST_TERMINAL_INPUT, FIELDS(string(terminal), bytes(data, count))) != 0) {
		return -1;
	}
	return (int64_t)input.fields[0].number;
}

int iomap_reset(struct iomap_process *process)
{
	struct call reset;
	int result = call(process, &reset, IOMAP_REQUEST_RESET, NULL);

	if (result == 0) {
		descriptors_clear(process);
	}
	return result;
}

static int take_time(const struct call *clock, uint64_t *nanos, unsigned *kind)
{
	if (nanos) {
		*nanos = clock->fields[0].number;
	}
	if (kind) {
		*kind = (unsigned)clock->fields[1].number;
	}
	return 0;
}

int iomap_clock(struct iomap_process *process, uint64_t *nanos, unsigned *kind)
{
	struct call clock;
	int result = call(process, &clock, IOMAP_REQUEST_CLOCK, NULL);
	return result == 0 ? take_time(&clock, nanos, kind) : result;
}

int iomap_set_clock(struct iomap_process *process, unsigned kind, uint64_t advance_nanos)
{
	struct call clock;
	return call(process, &clock, IOMAP_REQUEST_SET_CLOCK, FIELDS(number(kind), number(advance_nanos)));
}
