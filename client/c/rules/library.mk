library: $(TARGET)/lib/libiomap.a $(TARGET)/lib/libiomap.so $(TARGET)/lib/libiomap.so.1

# One object, in which the library's inner names are its own: a program may have functions of the same names.
$(TARGET)/obj/libiomap.o: $(LIB_OBJECTS)
	$(CC) -r -nostdlib -o $@ $^ && $(OBJCOPY) --localize-hidden $@

$(TARGET)/lib/libiomap.a: $(TARGET)/obj/libiomap.o
	@mkdir -p $(@D)
	rm -f $@ && $(AR) rcs $@ $^

$(TARGET)/lib/libiomap.so: $(LIB_OBJECTS)
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -shared -Wl,-soname,libiomap.so.1 -o $@ $^

$(TARGET)/lib/libiomap.so.1: $(TARGET)/lib/libiomap.so
	ln -sf libiomap.so $@

$(TARGET)/obj/schema.c: src/schema.awk $(REGISTRY)
	@mkdir -p $(@D)
	awk -f $< $(REGISTRY) >$@

$(TARGET)/obj/schema.o: $(TARGET)/obj/schema.c $(TARGET)/include/iomap/registry.h
	$(CC) $(ALL_CFLAGS) -MMD -MP -c $< -o $@

.PHONY: library
