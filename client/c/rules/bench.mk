# target/bin/iomap-bench-c: what the library costs.

BENCH_OBJECTS = $(patsubst %.c,$(TARGET)/obj/%.o,$(wildcard bench/*.c))

all: bench
bench: $(TARGET)/bin/iomap-bench-c

$(TARGET)/bin/iomap-bench-c: $(BENCH_OBJECTS) $(TARGET)/lib/libiomap.a
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -o $@ $^ $(BENCH_LIBRARIES)

$(TARGET)/obj/bench/%.o: ALL_CFLAGS += -Ibench

.PHONY: bench
