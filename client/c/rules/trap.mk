# The trap engine: carries out the loads and stores of a program in its windows. Its x86 half needs Zydis.

TRAP_SOURCES = src/trap/window.c src/trap/access.c
X86_SOURCES = $(wildcard src/trap/x86*.c)

TRAP_OBJECTS = $(TRAP_SOURCES:%.c=$(TARGET)/obj/%.o)
X86_OBJECTS = $(X86_SOURCES:%.c=$(TARGET)/obj/%.o)
X86_LIBRARIES = -lZydis

# A program that traps its own windows needs these too.
TRAPPING_OBJECTS = $(TRAP_OBJECTS) $(X86_OBJECTS) $(addprefix $(TARGET)/obj/src/preload/,signals.o masks.o stack.o trap_x86.o)

ifeq ($(ZYDIS),yes)
trap: $(TRAP_OBJECTS) $(X86_OBJECTS)

BENCH_LIBRARIES = $(X86_LIBRARIES) -ldl
$(TARGET)/bin/iomap-bench-c: $(TRAPPING_OBJECTS)
$(TARGET)/obj/bench/trapped.o: ALL_CFLAGS += -DHAS_TRAPS
else
trap: $(TRAP_OBJECTS)
	@echo "client/c: left out: no Zydis/Zydis.h (libzydis-dev); programs for x86-64 cannot be run with windows"
endif

all: trap

.PHONY: trap

# Tests of the engine, on a bus of RAM: target/test/trap/NAME. Linked low, so that an address may have 32 bits.
TRAP_TESTS = $(filter-out %/parisc,$(patsubst test/trap/%_test.c,$(TARGET)/test/trap/%,$(wildcard test/trap/*_test.c)))
TRAP_TEST_OBJECTS = $(addprefix $(TARGET)/obj/test/trap/,bus.o instructions.o faults.o) $(TRAPPING_OBJECTS)

$(TARGET)/obj/%.o: %.S
	@mkdir -p $(@D)
	$(CC) -c $< -o $@

$(TARGET)/test/trap/%: $(TARGET)/obj/test/trap/%_test.o $(TRAP_TEST_OBJECTS)
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -no-pie -o $@ $^ $(X86_LIBRARIES) -ldl -lm

ifeq ($(ZYDIS),yes)
trap-tests: $(TRAP_TESTS)
all: trap-tests
endif

.PHONY: trap-tests
.SECONDARY: $(TRAP_TEST_OBJECTS) $(TRAP_TESTS:$(TARGET)/test/trap/%=$(TARGET)/obj/test/trap/%_test.o)
