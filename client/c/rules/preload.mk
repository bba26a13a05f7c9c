# libiomap-preload.so, which traps x86-64 instructions with Zydis, and iomap-run.

PRELOAD_SOURCES = $(wildcard src/file/*.c src/preload/*.c src/trap/x86*.c) src/trap/window.c src/trap/access.c \
	src/run/program.c
PRELOAD_OBJECTS = $(PRELOAD_SOURCES:%.c=$(TARGET)/obj/%.o)
RUN_SOURCES = $(wildcard src/run/*.c) src/file/machine.c src/file/path.c src/file/setting.c
RUN_OBJECTS = $(RUN_SOURCES:%.c=$(TARGET)/obj/%.o)

all: run

run: $(TARGET)/bin/iomap-run

$(TARGET)/bin/iomap-run: $(RUN_OBJECTS) $(TARGET)/lib/libiomap.a
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -o $@ $^

$(TARGET)/obj/src/run/%.o: ALL_CFLAGS += -DIOMAP_VERSION='"$(VERSION)"'

ifeq ($(ZYDIS),yes)
all: preload
endif

preload: $(TARGET)/lib/libiomap-preload.so

$(TARGET)/lib/libiomap-preload.so: $(PRELOAD_OBJECTS) $(TARGET)/lib/libiomap.a
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -shared -Wl,-z,defs,-z,now -Wl,--exclude-libs,ALL -o $@ $^ $(X86_LIBRARIES) -ldl

# The test programs are compiled with the checks of the compiler: they call other functions of the C library.
all: $(TARGET)/test/preload/entry_points $(TARGET)/test/preload/sleeping

$(TARGET)/test/preload/%: test/preload/%.c
	@mkdir -p $(@D)
	$(CC) -std=gnu11 -O2 -D_FORTIFY_SOURCE=2 -Wall -Wextra -Werror -pthread $< -o $@

.PHONY: run preload
