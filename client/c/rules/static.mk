# iomap-static: what iomap-run --static becomes. It runs on x86-64, with Zydis.

STATIC_SOURCES = $(wildcard src/static/*.c src/file/*.c src/trap/x86*.c) src/trap/window.c src/trap/access.c
STATIC_OBJECTS = $(STATIC_SOURCES:%.c=$(TARGET)/obj/%.o)
STATIC_TESTS = $(patsubst test/static/%.c,$(TARGET)/test/static/%,$(wildcard test/static/*.c)) \
	$(TARGET)/test/static/windows-dynamic $(TARGET)/test/static/sleeping-dynamic

ifeq ($(ZYDIS),yes)
all: static
endif

static: $(TARGET)/lib/iomap-static $(STATIC_TESTS)

$(TARGET)/lib/iomap-static: $(STATIC_OBJECTS) $(TARGET)/lib/libiomap.a
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -o $@ $^ $(X86_LIBRARIES)

# Programs that know nothing of the library, as the test programs (programs.mk).
$(TARGET)/test/static/%: test/static/%.c include/sys/iomap.h
	@mkdir -p $(@D)
	$(static_COMPILE) $(PROGRAM_CFLAGS) $(STATIC_FLAGS) $< -o $@

# The same for the preload library, to compare.
$(TARGET)/test/static/%-dynamic: test/static/%.c include/sys/iomap.h
	@mkdir -p $(@D)
	$(o2_COMPILE) $(PROGRAM_CFLAGS) $< -o $@

$(TARGET)/test/static/bare: STATIC_FLAGS = -nostdlib -nostartfiles

.PHONY: static
