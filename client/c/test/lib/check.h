/* A test: a function whose name is the statement it proves. It ends the program when the statement is wrong. */
#ifndef TEST_CHECK_H
#define TEST_CHECK_H

#include <stdio.h>
#include <stdlib.h>

#define CHECK(statement)                                                                                      \
	do {                                                                                                  \
		if (!(statement)) {                                                                           \
			fprintf(stderr, "%s:%d: %s: not so: %s\n", __FILE__, __LINE__, __func__, #statement); \
			exit(1);                                                                              \
		}                                                                                             \
	} while (0)

#define CHECK_EQUAL(is, expected)                                                                                   \
	do {                                                                                                        \
		long long is_ = (long long)(is), expected_ = (long long)(expected);                                 \
		if (is_ != expected_) {                                                                             \
			fprintf(stderr, "%s:%d: %s: %s is %lld, not %s: %lld\n", __FILE__, __LINE__, __func__, #is, \
				is_, #expected, expected_);                                                         \
			exit(1);                                                                                    \
		}                                                                                                   \
	} while (0)

#define RUN(test)               \
	do {                    \
		test();         \
		puts(#test);    \
		fflush(stdout); \
	} while (0)

#endif
