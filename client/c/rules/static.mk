# iomap-static: what iomap-run --static becomes. It runs on x86-64, with Zydis.

STATIC_SOURCES = $(wildcard src/static/*.c src/file/*.c src/trap/x86*.c) src/trap/window.c src/trap/access.c
STATIC_OBJECTS = $(STATIC_SOURCES:%.c=$(TARGET)/obj/%.o)

ifneq ($(wildcard /usr/include/Zydis/Zydis.h),)
all: static
endif

static: $(TARGET)/lib/iomap-static

$(TARGET)/lib/iomap-static: $(STATIC_OBJECTS) $(TARGET)/lib/libiomap.a
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -o $@ $^ -lZydis

.PHONY: static
