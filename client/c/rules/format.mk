# The formatter: `make format' formats, and mvn verify fails where a file is not what it would make. Versions of it differ;
# another one than that of Debian 12 is not asked.

FORMATTED = $(filter-out test/programs/%,$(wildcard include/*/*.h src/*/*.[ch] src/*/*/*.[ch] test/*/*.[ch] examples/*.c \
	bench/*.[ch]))
CLANG_FORMAT := $(shell clang-format --version 2>/dev/null | grep -q "version 14" && echo clang-format)

format:
	clang-format -i $(FORMATTED)

check-format:
ifeq ($(CLANG_FORMAT),)
	@echo "client/c: left out: no clang-format 14; the format of the C sources is not checked"
else
	@clang-format --dry-run -Werror $(FORMATTED)
endif

.PHONY: format check-format
