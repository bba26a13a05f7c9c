/*
 * The table of windows: sorted by address, and read under a sequence count. A reader copies what it found and looks
 * again when a change went on meanwhile; words are atomic because it may read them while they change.
 */
#include "trap/window.h"

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#define TABLE_SIZE 1024
#define WINDOW_WORDS (sizeof(struct window) / sizeof(uintptr_t))
#define KERNEL_SIGSET_SIZE 8 /* bytes of the kernel's sigset_t */

_Static_assert(sizeof(struct window) % sizeof(uintptr_t) == 0, "a window is whole words");

struct slot {
	_Atomic uintptr_t words[WINDOW_WORDS];
};

struct window_table {
	pthread_mutex_t lock; /* of those that change it */
	atomic_uint sequence; /* odd while it changes */
	atomic_size_t count;
	struct slot slots[TABLE_SIZE]; /* disjoint, in ascending order */
};

/* What the owner of the lock works on: the windows as they will be. */
struct draft {
	size_t count;
	struct window windows[TABLE_SIZE];
};

static struct window_table program_table = { .lock = PTHREAD_MUTEX_INITIALIZER };
static struct window_table *table = &program_table;
static struct draft draft;
static pthread_mutex_t draft_lock = PTHREAD_MUTEX_INITIALIZER;

static struct window slot_get(const struct slot *slot)
{
	uintptr_t words[WINDOW_WORDS];
	struct window window;

	for (size_t i = 0; i < WINDOW_WORDS; i++)
		words[i] = atomic_load_explicit(&slot->words[i], memory_order_relaxed);
	memcpy(&window, words, sizeof(window));
	return window;
}

static void slot_set(struct slot *slot, const struct window *window)
{
	uintptr_t words[WINDOW_WORDS];

	memcpy(words, window, sizeof(words));
	for (size_t i = 0; i < WINDOW_WORDS; i++)
		atomic_store_explicit(&slot->words[i], words[i], memory_order_relaxed);
}

/* The lowest window that ends after the address, at its index; false: none does. */
static bool search(const struct window_table *t, uintptr_t address, size_t *index, struct window *window)
{
	size_t low = 0, high = atomic_load_explicit(&t->count, memory_order_relaxed);
	size_t count = high;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		struct window candidate = slot_get(&t->slots[middle]);

		if (candidate.start + (candidate.length - 1) < address)
			low = middle + 1;
		else
			high = middle;
	}
	*index = low;
	if (low == count)
		return false;
	*window = slot_get(&t->slots[low]);
	return true;
}

bool window_first(uintptr_t start, size_t length, struct window *window)
{
	unsigned before;
	bool found;
	size_t index;

	do {
		do {
			before = atomic_load_explicit(&table->sequence, memory_order_acquire);
		} while (before & 1);
		found = length > 0 && search(table, start, &index, window);
		atomic_thread_fence(memory_order_acquire);
	} while (atomic_load_explicit(&table->sequence, memory_order_relaxed) != before);
	return found && (window->start <= start || window->start - start < length);
}

bool window_at(uintptr_t address, struct window *window)
{
	return window_first(address, 1, window);
}

bool window_overlaps(uintptr_t start, size_t length)
{
	struct window window;

	return window_first(start, length, &window);
}

/* A trap of this thread in the midst of a change would wait for its end for ever. */
static void set_signals(int how, const uint64_t *set, uint64_t *old)
{
	syscall(SYS_rt_sigprocmask, how, set, old, KERNEL_SIGSET_SIZE);
}

static void change_begin(uint64_t *signals)
{
	const uint64_t all = ~(uint64_t)0;

	set_signals(SIG_SETMASK, &all, signals);
	pthread_mutex_lock(&table->lock);
	pthread_mutex_lock(&draft_lock);
	draft.count = atomic_load(&table->count);
	for (size_t i = 0; i < draft.count; i++)
		draft.windows[i] = slot_get(&table->slots[i]);
}

/* Publishes the draft when it is a good one. */
static bool change_end(bool good, const uint64_t *signals)
{
	if (good) {
		atomic_fetch_add(&table->sequence, 1);
		for (size_t i = 0; i < draft.count; i++)
			slot_set(&table->slots[i], &draft.windows[i]);
		atomic_store(&table->count, draft.count);
		atomic_fetch_add(&table->sequence, 1);
	}
	pthread_mutex_unlock(&draft_lock);
	pthread_mutex_unlock(&table->lock);
	set_signals(SIG_SETMASK, signals, NULL);
	return good;
}

/* Into the draft, behind those that are lower. */
static bool insert(const struct window *window)
{
	size_t at = draft.count;

	if (draft.count == TABLE_SIZE)
		return false;
	while (at > 0 && draft.windows[at - 1].start > window->start)
		at--;
	memmove(&draft.windows[at + 1], &draft.windows[at], (draft.count - at) * sizeof(*window));
	draft.windows[at] = *window;
	draft.count++;
	return true;
}

/* The part of a window that is in [start, start + length); false: there is none. */
static bool part_of(const struct window *window, uintptr_t start, size_t length, struct window *part)
{
	uintptr_t first = window->start > start ? window->start : start;
	uintptr_t last_of_window = window->start + (window->length - 1);
	uintptr_t last = last_of_window < start + (length - 1) ? last_of_window : start + (length - 1);

	if (first > last)
		return false;
	*part = *window;
	part->start = first;
	part->length = last - first + 1;
	part->address = window->address + (first - window->start);
	return true;
}

/* Cuts the window at this index of the draft out of it and puts back what lies outside of the part. */
static bool cut(size_t index, const struct window *part)
{
	struct window whole = draft.windows[index], rest;
	size_t before = part->start - whole.start, after = whole.length - before - part->length;

	draft.count--;
	memmove(&draft.windows[index], &draft.windows[index + 1], (draft.count - index) * sizeof(whole));
	if (before > 0 && !(part_of(&whole, whole.start, before, &rest) && insert(&rest)))
		return false;
	return after == 0 || (part_of(&whole, part->start + part->length, after, &rest) && insert(&rest));
}

bool window_add(const struct window *window)
{
	uint64_t signals;

	if (window->length == 0)
		return false;
	change_begin(&signals);
	return change_end(insert(window), &signals);
}

bool window_remove(uintptr_t start, size_t length)
{
	uint64_t signals;
	struct window part;
	bool good = true;

	if (length == 0)
		return true;
	change_begin(&signals);
	for (size_t i = draft.count; good && i-- > 0;)
		if (part_of(&draft.windows[i], start, length, &part))
			good = cut(i, &part);
	return change_end(good, &signals);
}

bool window_protect(uintptr_t start, size_t length, int protection)
{
	uint64_t signals;
	struct window part;
	bool good = true;

	if (length == 0)
		return true;
	change_begin(&signals);
	for (size_t i = draft.count; good && i-- > 0;) {
		if (!part_of(&draft.windows[i], start, length, &part) || part.protection == protection)
			continue;
		part.protection = protection;
		good = cut(i, &part) && insert(&part);
	}
	return change_end(good, &signals);
}

void window_each(void (*visit)(void *argument, const struct window *window), void *argument)
{
	struct window window;

	for (uintptr_t from = 0; window_first(from, SIZE_MAX - from, &window); from = window.start + window.length) {
		visit(argument, &window);
		if (window.start + window.length < window.start)
			return;
	}
}

struct window_table *window_table_new(void)
{
	struct window_table *new = calloc(1, sizeof(*new));

	if (new != NULL)
		pthread_mutex_init(&new->lock, NULL);
	return new;
}

struct window_table *window_table_copy(const struct window_table *original)
{
	struct window_table *copy = window_table_new();

	if (copy == NULL)
		return NULL;
	atomic_store(&copy->count, atomic_load(&original->count));
	for (size_t i = 0; i < atomic_load(&copy->count); i++) {
		struct window window = slot_get(&original->slots[i]);

		slot_set(&copy->slots[i], &window);
	}
	return copy;
}

void window_table_free(struct window_table *unused)
{
	free(unused);
}

void window_use(struct window_table *other)
{
	table = other != NULL ? other : &program_table;
}

static void lock_table(void)
{
	pthread_mutex_lock(&program_table.lock);
	pthread_mutex_lock(&draft_lock);
}

static void unlock_table(void)
{
	pthread_mutex_unlock(&draft_lock);
	pthread_mutex_unlock(&program_table.lock);
}

/* A child of fork(2) finds the table whole; before all others, as their handlers use it. */
__attribute__((constructor(101))) static void start(void)
{
	pthread_atfork(lock_table, unlock_table, unlock_table);
}
