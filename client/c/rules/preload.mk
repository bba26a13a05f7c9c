# libiomap-preload.so and iomap-run. The preload traps x86-64 instructions with Zydis.

PRELOAD_SOURCES = $(wildcard src/file/*.c src/preload/*.c) src/trap/window.c src/trap/access.c $(wildcard src/trap/x86*.c)
PRELOAD_OBJECTS = $(PRELOAD_SOURCES:%.c=$(TARGET)/obj/%.o)

preload: $(TARGET)/lib/libiomap-preload.so

$(TARGET)/lib/libiomap-preload.so: $(PRELOAD_OBJECTS) $(TARGET)/lib/libiomap.a
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -shared -Wl,-z,defs -Wl,--exclude-libs,ALL -o $@ $(PRELOAD_OBJECTS) $(TARGET)/lib/libiomap.a \
		-lZydis -ldl

$(TARGET)/bin/iomap-run: $(patsubst %.c,$(TARGET)/obj/%.o,$(wildcard src/run/*.c)) $(TARGET)/lib/libiomap.a
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -o $@ $^

.PHONY: preload
