# The trap engine: carries out the loads and stores of a program in its windows. Its x86 half needs Zydis.

TRAP_SOURCES = src/trap/window.c src/trap/access.c
X86_SOURCES = $(wildcard src/trap/x86*.c)
ZYDIS := $(shell printf '\#include <Zydis/Zydis.h>\n' | $(CC) -E -x c - >/dev/null 2>&1 && echo yes)

TRAP_OBJECTS = $(TRAP_SOURCES:%.c=$(TARGET)/obj/%.o)
X86_OBJECTS = $(X86_SOURCES:%.c=$(TARGET)/obj/%.o)
X86_LIBRARIES = -lZydis

ifeq ($(ZYDIS),yes)
trap: $(TRAP_OBJECTS) $(X86_OBJECTS)
else
trap: $(TRAP_OBJECTS)
	@echo "client/c: left out: no Zydis/Zydis.h (libzydis-dev); programs for x86-64 cannot be run with windows"
endif

all: trap

.PHONY: trap
