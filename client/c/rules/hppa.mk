# What runs under qemu-hppa. Objects: $(TARGET)/obj-hppa.

HPPA_CC := $(shell command -v hppa-linux-gnu-gcc)
HPPA_TRAP_SOURCES = src/trap/parisc.c src/trap/parisc_decode.c

ifneq ($(HPPA_CC),)
all: hppa
endif

hppa: $(TARGET)/test/hppa/parisc_test

$(TARGET)/obj-hppa/%.o: %.c $(TARGET)/include/iomap/registry.h
	@mkdir -p $(@D)
	$(HPPA_CC) $(ALL_CFLAGS) -MMD -MP -c $< -o $@

$(TARGET)/test/hppa/parisc_test: $(HPPA_TRAP_SOURCES:%.c=$(TARGET)/obj-hppa/%.o) $(TARGET)/obj-hppa/test/trap/parisc_test.o
	@mkdir -p $(@D)
	$(HPPA_CC) -o $@ $^

-include $(shell test -d $(TARGET)/obj-hppa && find $(TARGET)/obj-hppa -name '*.d')

.PHONY: hppa
