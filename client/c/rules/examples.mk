# The examples of the manual, compiled as its reader would: target/examples/NAME.

EXAMPLES = $(patsubst examples/%.c,$(TARGET)/examples/%,$(wildcard examples/*.c))

all: examples
examples: $(EXAMPLES)

$(TARGET)/examples/%: examples/%.c $(TARGET)/lib/libiomap.so.1
	@mkdir -p $(@D)
	$(CC) -Wall -Wextra -Wpedantic -Werror $(CFLAGS) -Iinclude -I$(TARGET)/include -o $@ $< -L$(TARGET)/lib -liomap \
		-Wl,-rpath,'$$ORIGIN/../lib'

.PHONY: examples
