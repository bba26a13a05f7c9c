library: $(TARGET)/lib/libiomap.a $(TARGET)/lib/libiomap.so

$(TARGET)/lib/libiomap.a: $(LIB_OBJECTS)
	@mkdir -p $(@D)
	rm -f $@ && $(AR) rcs $@ $^

$(TARGET)/lib/libiomap.so: $(LIB_OBJECTS)
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -shared -Wl,-soname,libiomap.so.1 -o $@ $^

.PHONY: library
