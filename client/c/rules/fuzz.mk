# `make fuzz': libFuzzer, for FUZZ_SECONDS each; what it finds is left in target/fuzz. It needs clang with its runtime.
# For a long time: make fuzz FUZZ_SECONDS=36000

FUZZ_SECONDS = 5
FUZZ_CC = clang
FUZZ_TARGETS = decoder stream
FUZZ_CFLAGS = -std=c11 -D_GNU_SOURCE -O1 -g1 -fsanitize=fuzzer-no-link,address,undefined \
	-fno-sanitize-recover=undefined -pthread -Iinclude -I$(TARGET)/include -Isrc
FUZZ_OBJECTS = $(LIB_SOURCES:%.c=$(TARGET)/fuzz/obj/%.o) $(TARGET)/fuzz/obj/schema.o

# Answers to what is under way in the target stream: LOAD, LOAD_BLOCK, LOAD and STORE of a pipeline, OPEN.
ZERO4 = \\0\\0\\0\\0
ZERO8 = $(ZERO4)$(ZERO4)
answer = "\\0\\0\\0\\0040\\02\\0\\0\\0$1\\0\\0\\0$2\\0$3$(ZERO4)$(ZERO8)$(ZERO8)"
ANSWERS = $(call answer,020,0,01)$(call answer,023,0,02)$(call answer,020,0,03)$(ANSWERS_TOO)
ANSWERS_TOO = $(call answer,021,01,03)$(call answer,040,0,04)

fuzz: $(FUZZ_TARGETS:%=fuzz-%)

fuzz-%: $(TARGET)/fuzz/% $(TARGET)/fuzz/vectors/.made
	@mkdir -p $(TARGET)/fuzz/corpus-$*
	cd $(TARGET)/fuzz && ./$* -max_total_time=$(FUZZ_SECONDS) -max_len=8192 -timeout=10 -print_final_stats=1 \
		corpus-$* vectors

$(TARGET)/fuzz/%: $(TARGET)/fuzz/obj/test/fuzz/%.o $(FUZZ_OBJECTS)
	$(FUZZ_CC) -fsanitize=fuzzer,address,undefined -pthread -o $@ $^

$(TARGET)/fuzz/obj/schema.o: $(TARGET)/obj/schema.c $(TARGET)/include/iomap/registry.h
	@mkdir -p $(@D)
	$(FUZZ_CC) $(FUZZ_CFLAGS) -c $< -o $@

$(TARGET)/fuzz/obj/%.o: %.c $(wildcard src/lib/*.h) $(TARGET)/include/iomap/registry.h
	@mkdir -p $(@D)
	$(FUZZ_CC) $(FUZZ_CFLAGS) -c $< -o $@

$(TARGET)/fuzz/vectors/.made: $(TARGET)/test/lib/vectors
	@mkdir -p $(@D)
	$(TARGET)/test/lib/vectors $(VECTORS) $(@D) && printf '%b' $(ANSWERS) >$(@D)/answers && touch $@

.PHONY: fuzz
.SECONDARY: $(FUZZ_OBJECTS) $(FUZZ_TARGETS:%=$(TARGET)/fuzz/obj/test/fuzz/%.o)
