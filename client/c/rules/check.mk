# The tests of the library: target/test/lib/NAME. `make check' runs those that need no service.

CHECK_PROGRAMS = $(patsubst test/lib/%_test.c,$(TARGET)/test/lib/%,$(wildcard test/lib/*_test.c))
CHECK_HELPERS = $(TARGET)/obj/test/lib/title.o $(TARGET)/obj/test/lib/fake.o
VECTORS = ../../protocol/vectors

all: check-programs
check-programs: $(CHECK_PROGRAMS)

$(TARGET)/test/lib/%: $(TARGET)/obj/test/lib/%_test.o $(CHECK_HELPERS) $(LIB_OBJECTS)
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -o $@ $^

$(TARGET)/obj/test/lib/%.o: ALL_CFLAGS += -Itest/lib

# The same for PA-RISC, where $(CHECK_WITH) is qemu-hppa and $(CHECK_FOR) hppa-.
HPPA_CHECKED = $(TARGET)/obj-hppa/test/lib/title.o $(TARGET)/obj-hppa/test/lib/fake.o $(TARGET)/obj-hppa/schema.o \
	$(LIB_SOURCES:%.c=$(TARGET)/obj-hppa/%.o)

$(TARGET)/test/lib/hppa-%: $(TARGET)/obj-hppa/test/lib/%_test.o $(HPPA_CHECKED)
	@mkdir -p $(@D)
	$(HPPA_CC) $(ALL_CFLAGS) -o $@ $^

# A directory of the host has entries that 32 bits do not hold.
$(TARGET)/obj-hppa/test/lib/%.o: ALL_CFLAGS += -Itest/lib -D_FILE_OFFSET_BITS=64

# With $IOMAP_CONNECT also those that need a service. CHECK_WITH: a program to run them in; LOADS: of each thread.
check: $(CHECK_PROGRAMS:$(TARGET)/test/lib/%=$(TARGET)/test/lib/$(CHECK_FOR)%)
	$(CHECK_WITH) $(TARGET)/test/lib/$(CHECK_FOR)vectors $(VECTORS)
	$(CHECK_WITH) $(TARGET)/test/lib/$(CHECK_FOR)hostile
	$(CHECK_WITH) $(TARGET)/test/lib/$(CHECK_FOR)waiting $(LOADS)
	$(CHECK_WITH) $(TARGET)/test/lib/$(CHECK_FOR)events
	$(if $(IOMAP_CONNECT),$(CHECK_WITH) $(TARGET)/test/lib/$(CHECK_FOR)service)

.PHONY: check check-programs
.SECONDARY: $(CHECK_HELPERS) $(CHECK_PROGRAMS:$(TARGET)/test/lib/%=$(TARGET)/obj/test/lib/%_test.o) $(HPPA_CHECKED)
