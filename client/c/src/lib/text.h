/* The form of texts on the wire. */
#ifndef IOMAP_TEXT_H
#define IOMAP_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Well-formed UTF-8, as RFC 3629 has it? */
bool is_utf8(const uint8_t *text, size_t count);
/* A letter or digit of ASCII, whatever the locale is? */
bool is_alphanumeric(uint8_t character);
/* Empty, or a name of DC-3? */
bool is_name(const uint8_t *text, size_t count);

#endif
