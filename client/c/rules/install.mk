# make install: PREFIX=/usr/local, DESTDIR= for packages. What was not made is not installed.

INCLUDE = $(DESTDIR)$(PREFIX)/include
LIBRARY = $(DESTDIR)$(PREFIX)/lib
PROGRAMS_TO_INSTALL = $(wildcard $(TARGET)/bin/iomap-run)
PRELOADS_TO_INSTALL = $(wildcard $(TARGET)/lib/libiomap-preload.so $(TARGET)/lib/iomap-static)
HPPA_TO_INSTALL = $(wildcard $(TARGET)/lib/hppa/libiomap-preload.so)

install: library
	install -d $(INCLUDE)/iomap $(INCLUDE)/sys $(LIBRARY)/pkgconfig
	install -m 644 include/iomap/iomap.h $(TARGET)/include/iomap/registry.h $(INCLUDE)/iomap
	install -m 644 include/sys/iomap.h $(INCLUDE)/sys
	install -m 644 $(TARGET)/lib/libiomap.a $(LIBRARY)
	install -m 755 $(TARGET)/lib/libiomap.so $(LIBRARY)/libiomap.so.$(VERSION)
	ln -sf libiomap.so.$(VERSION) $(LIBRARY)/libiomap.so.1
	ln -sf libiomap.so.1 $(LIBRARY)/libiomap.so
	sed -e 's|@PREFIX@|$(PREFIX)|' -e 's|@VERSION@|$(VERSION)|' iomap.pc.in >$(LIBRARY)/pkgconfig/iomap.pc
	for page in man/*; do section=$${page##*.}; \
		install -D -m 644 $$page $(DESTDIR)$(PREFIX)/share/man/man$$section/$${page##*/}; done
	$(if $(PROGRAMS_TO_INSTALL),install -D -t $(DESTDIR)$(PREFIX)/bin $(PROGRAMS_TO_INSTALL))
	$(if $(PRELOADS_TO_INSTALL),install $(PRELOADS_TO_INSTALL) $(LIBRARY))
	$(if $(HPPA_TO_INSTALL),install -D -t $(LIBRARY)/hppa $(HPPA_TO_INSTALL))

.PHONY: install
