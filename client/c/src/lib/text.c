/* The form of texts on the wire. */
#include "lib/text.h"

#define LONGEST_NAME 64

/* The length of the UTF-8 sequence at text, 0 when it is malformed: RFC 3629, section 4. */
static size_t sequence(const uint8_t *text, size_t left)
{
	static const uint8_t lowest[] = { 0, 0, 0, 0xA0, 0x90 };
	static const uint8_t highest[] = { 0, 0, 0, 0x9F, 0x8F };
	uint8_t first = text[0];
	size_t length = first < 0x80 ? 1
		: first < 0xC2	     ? 0
		: first < 0xE0	     ? 2
		: first < 0xF0	     ? 3
		: first < 0xF5	     ? 4
				     : 0;

	if (length > left) {
		return 0;
	}
	for (size_t i = 1; i < length; i++) {
		if ((text[i] & 0xC0) != 0x80) {
			return 0;
		}
	}
	if (((first == 0xE0 || first == 0xF0) && text[1] < lowest[length]) ||
	    ((first == 0xED || first == 0xF4) && text[1] > highest[length])) {
		return 0;
	}
	return length;
}

bool is_utf8(const uint8_t *text, size_t count)
{
	while (count > 0) {
		size_t length = sequence(text, count);
		if (length == 0) {
			return false;
		}
		text += length;
		count -= length;
	}
	return true;
}

bool is_alphanumeric(uint8_t character)
{
	return (character >= '0' && character <= '9') || (character >= 'A' && character <= 'Z') ||
		(character >= 'a' && character <= 'z');
}

bool is_name(const uint8_t *text, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		bool mark = i > 0 && (text[i] == '.' || text[i] == '_' || text[i] == '-');
		if (!mark && !is_alphanumeric(text[i])) {
			return false;
		}
	}
	return count <= LONGEST_NAME;
}
