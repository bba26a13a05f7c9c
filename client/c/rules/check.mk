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

# With $IOMAP_CONNECT also those that need a service. CHECK_WITH: a program to run them in; LOADS: of each thread.
check: check-programs
	$(CHECK_WITH) $(TARGET)/test/lib/vectors $(VECTORS)
	$(CHECK_WITH) $(TARGET)/test/lib/client $(LOADS)
	$(if $(IOMAP_CONNECT),$(CHECK_WITH) $(TARGET)/test/lib/service)

.PHONY: check check-programs
.SECONDARY: $(CHECK_HELPERS) $(CHECK_PROGRAMS:$(TARGET)/test/lib/%=$(TARGET)/obj/test/lib/%_test.o)
