# What programs of PA-RISC need, which qemu-hppa runs. Objects: $(TARGET)/obj-hppa.

HPPA_CC := $(shell command -v hppa-linux-gnu-gcc)
HPPA_TRAP_SOURCES = src/trap/parisc.c src/trap/parisc_decode.c
HPPA_SOURCES = $(LIB_SOURCES) $(filter-out %/trap_x86.c,$(wildcard src/file/*.c src/preload/*.c src/preload/hppa/*.c)) \
	src/trap/window.c src/trap/access.c src/run/program.c $(HPPA_TRAP_SOURCES)
HPPA_OBJECTS = $(HPPA_SOURCES:%.c=$(TARGET)/obj-hppa/%.o) $(TARGET)/obj-hppa/schema.o

ifneq ($(HPPA_CC),)
all: hppa
endif

hppa: $(TARGET)/lib/hppa/libiomap-preload.so $(TARGET)/test/hppa/parisc_test

$(TARGET)/lib/hppa/libiomap-preload.so: $(HPPA_OBJECTS)
	@mkdir -p $(@D)
	$(HPPA_CC) $(ALL_CFLAGS) -shared -Wl,-z,defs -o $@ $^ -ldl

$(TARGET)/obj-hppa/%.o: %.c $(TARGET)/include/iomap/registry.h
	@mkdir -p $(@D)
	$(HPPA_CC) $(ALL_CFLAGS) -MMD -MP -c $< -o $@

$(TARGET)/obj-hppa/schema.o: $(TARGET)/obj/schema.c $(TARGET)/include/iomap/registry.h
	@mkdir -p $(@D)
	$(HPPA_CC) $(ALL_CFLAGS) -MMD -MP -c $< -o $@

$(TARGET)/test/hppa/parisc_test: $(addprefix $(TARGET)/obj-hppa/,$(HPPA_TRAP_SOURCES:.c=.o) test/trap/parisc_test.o)
	@mkdir -p $(@D)
	$(HPPA_CC) -o $@ $^

-include $(shell test -d $(TARGET)/obj-hppa && find $(TARGET)/obj-hppa -name '*.d')

.PHONY: hppa
