# `make fuzz': libFuzzer, for FUZZ_SECONDS each; what it finds is left in target/fuzz. It needs clang with its runtime.
# For a long time: make fuzz FUZZ_SECONDS=36000

FUZZ_SECONDS = 5
FUZZ_CC = clang
FUZZ_TARGETS = decoder stream
FUZZ_CFLAGS = -std=c11 -D_GNU_SOURCE -O1 -g1 -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=undefined -pthread \
	-Iinclude -I$(TARGET)/include -Isrc

# Answers to what is under way in the target stream: LOAD, LOAD_BLOCK, LOAD and STORE of a pipeline, OPEN.
ZERO4 = \\0\\0\\0\\0
ZERO8 = $(ZERO4)$(ZERO4)
answer = "\\0\\0\\0\\0040\\02\\0\\0\\0$1\\0\\0\\0$2\\0$3$(ZERO4)$(ZERO8)$(ZERO8)"
ANSWERS = $(call answer,020,0,01)$(call answer,023,0,02)$(call answer,020,0,03)$(call answer,021,01,03)$(call answer,040,0,04)

fuzz: $(FUZZ_TARGETS:%=$(TARGET)/fuzz/%) $(TARGET)/fuzz/vectors/.made
	cd $(TARGET)/fuzz && $(foreach t,$(FUZZ_TARGETS),mkdir -p corpus-$t && \
		./$t -max_total_time=$(FUZZ_SECONDS) -max_len=8192 -timeout=10 -print_final_stats=1 corpus-$t vectors &&) true

$(TARGET)/fuzz/%: test/fuzz/%.c $(LIB_SOURCES) $(TARGET)/obj/schema.c $(TARGET)/include/iomap/registry.h
	@mkdir -p $(@D)
	$(FUZZ_CC) $(FUZZ_CFLAGS) -o $@ $< $(LIB_SOURCES) $(TARGET)/obj/schema.c

$(TARGET)/fuzz/vectors/.made: $(TARGET)/test/lib/vectors
	@mkdir -p $(@D)
	$(TARGET)/test/lib/vectors $(VECTORS) $(@D) && printf '%b' $(ANSWERS) >$(@D)/answers && touch $@

.PHONY: fuzz
