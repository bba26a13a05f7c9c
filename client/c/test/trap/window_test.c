/* The table of windows: looked up, cut, protected, and read while it changes. */
#include "trap/window.h"

#include <pthread.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/mman.h>

#include "check.h"

#define PAGE 4096u

static struct window window_of(uintptr_t start, size_t length)
{
	return (struct window){ .start = start,
				.length = length,
				.address = 0xF4000000 + start,
				.file = 7,
				.protection = PROT_READ | PROT_WRITE };
}

static void add(uintptr_t start, size_t length)
{
	struct window window = window_of(start, length);

	CHECK(window_add(&window));
}

static void note(void *argument, const struct window *window)
{
	char *text = argument;

	snprintf(text + strlen(text), 64, "%zx+%zx@%llx,%d ", (size_t)window->start, window->length,
		 (unsigned long long)window->address, window->protection);
}

static void is(const char *expected)
{
	char text[512] = "";

	window_each(note, text);
	if (strcmp(text, expected) != 0)
		fprintf(stderr, "%s\n", text);
	CHECK(strcmp(text, expected) == 0);
}

static void finds(void)
{
	struct window window;

	add(0x5000, PAGE);
	add(0x1000, 2 * PAGE);
	is("1000+2000@f4001000,3 5000+1000@f4005000,3 ");
	CHECK(!window_at(0xFFF, &window) && !window_at(0x3000, &window) && !window_at(0x6000, &window));
	CHECK(window_at(0x1000, &window) && window.start == 0x1000 && window.file == 7);
	CHECK(window_at(0x2FFF, &window) && window.start == 0x1000);
	CHECK(window_at(0x5FFF, &window) && window.start == 0x5000);
	CHECK(window_overlaps(0, 0x1001) && !window_overlaps(0, 0x1000) && !window_overlaps(0x3000, 0x2000));
	CHECK(window_first(0x2000, 0x9000, &window) && window.start == 0x1000);
	CHECK(!window_overlaps(0x1000, 0));
}

static void cuts(void)
{
	CHECK(window_protect(0x2000, 0x4000, PROT_READ));
	is("1000+1000@f4001000,3 2000+1000@f4002000,1 5000+1000@f4005000,1 ");
	CHECK(window_protect(0, 0x10000, PROT_READ | PROT_WRITE));
	CHECK(window_remove(0x2000, PAGE));
	is("1000+1000@f4001000,3 5000+1000@f4005000,3 ");
	add(0x8000, 4 * PAGE);
	CHECK(window_remove(0x9000, PAGE));
	is("1000+1000@f4001000,3 5000+1000@f4005000,3 8000+1000@f4008000,3 a000+2000@f400a000,3 ");
	CHECK(window_remove(0, 0x10000));
	is("");
}

static void is_full(void)
{
	struct window window = window_of(0, PAGE);
	uintptr_t start = 2 * PAGE;

	while (window = window_of(start, PAGE), window_add(&window))
		start += 2 * PAGE;
	CHECK(start / (2 * PAGE) > 1000);
	CHECK(window_remove(2 * PAGE, SIZE_MAX - 2 * PAGE));
	is("");
}

static void has_tables_of_others(void)
{
	struct window_table *other = window_table_new(), *copy;

	add(0x1000, PAGE);
	CHECK(other != NULL);
	window_use(other);
	is("");
	add(0x7000, PAGE);
	copy = window_table_copy(other);
	CHECK(window_remove(0x7000, PAGE));
	window_use(copy);
	is("7000+1000@f4007000,3 ");
	window_use(NULL);
	is("1000+1000@f4001000,3 ");
	window_table_free(copy);
	window_table_free(other);
}

static atomic_bool over;

static void *look(void *unused)
{
	struct window window;

	(void)unused;
	while (!over)
		CHECK(window_at(0x1800, &window) && window.start == 0x1000 && window.length == PAGE &&
		      window.address == 0xF4001000 && window.file == 7);
	return NULL;
}

/* A window that stays is always there, whatever happens to its neighbours. */
static void is_read_while_it_changes(void)
{
	pthread_t thread;

	CHECK(pthread_create(&thread, NULL, look, NULL) == 0);
	for (unsigned i = 0; i < 20000; i++) {
		add(0, PAGE);
		add(0x2000, 3 * PAGE);
		CHECK(window_remove(0x3000, PAGE));
		CHECK(window_remove(0, PAGE) && window_remove(0x2000, 3 * PAGE));
	}
	over = true;
	CHECK(pthread_join(thread, NULL) == 0);
}

int main(void)
{
	finds();
	cuts();
	is_full();
	has_tables_of_others();
	is_read_while_it_changes();
	puts("as it should be");
	return 0;
}
