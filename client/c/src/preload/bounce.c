/* Buffers in windows. */
#include "preload/bounce.h"

#include <endian.h>
#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include <iomap/iomap.h>

#include "preload/copy.h"
#include "trap/window.h"

#define WORD 4u

/* Loads or stores elements of this width at the machine; `data' has their bytes in address order. */
typedef int block(const struct window *window, unsigned width, uintptr_t at, unsigned char *data, size_t count);

static int load(const struct window *window, unsigned width, uintptr_t at, unsigned char *data, size_t count)
{
	return iomap_load_block(window->process, width, window->address + (at - window->start), 0, data, count);
}

static int store(const struct window *window, unsigned width, uintptr_t at, unsigned char *data, size_t count)
{
	return iomap_store_block(window->process, width, window->address + (at - window->start), 0, data, count);
}

/* Between words as numbers of the machine, which is big-endian, and as this processor has them. */
static void turn_words(const struct window *window, unsigned char *data, size_t count)
{
	if (window->order == BUS_ORDER || __BYTE_ORDER == __BIG_ENDIAN)
		return;
	for (size_t i = 0; i < count; i++) {
		uint32_t word;

		memcpy(&word, data + WORD * i, WORD);
		word = be32toh(word);
		memcpy(data + WORD * i, &word, WORD);
	}
}

/* [at, at + count) is in the window. */
static bool move(const struct window *window, block *move_block, bool storing, uintptr_t at, unsigned char *data,
		 size_t count)
{
	size_t head = -at % WORD < count ? -at % WORD : count;
	size_t words = (count - head) / WORD;
	size_t tail = count - head - WORD * words;

	if (head > 0 && move_block(window, 1, at, data, head) < 0)
		return false;
	if (storing)
		turn_words(window, data + head, words);
	if (words > 0 && move_block(window, WORD, at + head, data + head, words) < 0)
		return false;
	if (!storing)
		turn_words(window, data + head, words);
	return tail == 0 || move_block(window, 1, at + count - tail, data + count - tail, tail) == 0;
}

/* What of [at, at + count) is in windows that have this right moves by them; the rest is the program's memory. */
static bool move_all(bool storing, uintptr_t at, unsigned char *data, size_t count)
{
	while (count > 0) {
		struct window window;
		bool found = window_first(at, count, &window);
		size_t before = !found ? count : window.start > at ? window.start - at : 0;
		size_t inside;

		if (!(storing ? copy_to_program((void *)at, data, before)
			      : copy_from_program(data, (const void *)at, before)))
			return false;
		at += before;
		data += before;
		count -= before;
		if (!found)
			break;
		inside = window.start + window.length - at < count ? window.start + window.length - at : count;
		if (!(window.protection & (storing ? PROT_WRITE : PROT_READ)) ||
		    !move(&window, storing ? store : load, storing, at, data, inside)) {
			errno = EFAULT;
			return false;
		}
		at += inside;
		data += inside;
		count -= inside;
	}
	return true;
}

bool bounce_into(struct bounce *bounce, void *program, size_t count, bool always)
{
	*bounce = (struct bounce){ .data = program, .program = program };
	if (count == 0 || (!always && !window_overlaps((uintptr_t)program, count)))
		return true;
	bounce->own = malloc(count);
	bounce->data = bounce->own;
	return bounce->own;
}

bool bounce_from(struct bounce *bounce, const void *program, size_t count, bool always)
{
	if (!bounce_into(bounce, (void *)(uintptr_t)program, count, always))
		return false;
	if (!bounce->own || move_all(false, (uintptr_t)program, bounce->own, count))
		return true;
	bounce_end(bounce);
	return false;
}

bool bounce_store(struct bounce *bounce, size_t count)
{
	return !bounce->own || move_all(true, (uintptr_t)bounce->program, bounce->own, count);
}

void bounce_end(struct bounce *bounce)
{
	int error = errno;

	free(bounce->own);
	bounce->own = NULL;
	errno = error;
}
