# The test programs, as their authors would compile them: target/test/programs/VARIANT/NAME. They know nothing of the
# library; all they use of this project is <sys/iomap.h>.

PROGRAM_SOURCES = $(wildcard test/programs/*.c)
PROGRAM_NAMES = $(PROGRAM_SOURCES:test/programs/%.c=%)
PROGRAM_CFLAGS = -std=gnu11 -Wall -Wextra -Werror -Iinclude -pthread
PROGRAM_VARIANTS = o0 o2 o3 static $(if $(HPPA_CC),hppa-o0 hppa-o2 hppa-o3)

o0_COMPILE = $(CC) -O0
o2_COMPILE = $(CC) -O2
o3_COMPILE = $(CC) -O3 -march=native
static_COMPILE = $(CC) -O2 -static
hppa-o0_COMPILE = $(HPPA_CC) -O0
hppa-o2_COMPILE = $(HPPA_CC) -O2
hppa-o3_COMPILE = $(HPPA_CC) -O3
hppa-static_COMPILE = $(HPPA_CC) -O2 -static

PROGRAMS = $(foreach v,$(PROGRAM_VARIANTS),$(PROGRAM_NAMES:%=$(TARGET)/test/programs/$v/%)) \
	$(if $(HPPA_CC),$(TARGET)/test/programs/hppa-static/man_page)

all: programs
programs: $(PROGRAMS)
ifeq ($(HPPA_CC),)
	@echo "client/c: no hppa-linux-gnu-gcc: left out: test programs for PA-RISC"
endif

define program-variant
$(TARGET)/test/programs/$1/%: test/programs/%.c include/sys/iomap.h
	@mkdir -p $$(@D)
	$$($1_COMPILE) $$(PROGRAM_CFLAGS) $$< -o $$@
endef
$(foreach v,$(PROGRAM_VARIANTS) hppa-static,$(eval $(call program-variant,$v)))

.PHONY: programs
