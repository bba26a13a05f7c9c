/* A message as text: the first line of its vector, as the Java records print themselves. */
#ifndef TEST_TITLE_H
#define TEST_TITLE_H

#include <stdio.h>

#include "lib/message.h"

void print_title(FILE *out, const struct message *message);

#endif
