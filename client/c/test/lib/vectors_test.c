/*
 * Reads the files of protocol/vectors: the first line is the message, the rest are its bytes. Each is decoded to its
 * first line and encoded back to its bytes; those of refused/ are refused with their first line. Arguments: the
 * folder, and one to write the bytes of each into, as a fuzzer begins with.
 */
#include <dirent.h>
#include <string.h>

#include "check.h"
#include "iomap/registry.h"
#include "lib/wire.h"
#include "title.h"

#define LONGEST 65536

struct vector {
	char title[4096];
	uint8_t bytes[4096];
	size_t length;
};

/* Bytes stand in twos, up to three spaces; what they mean is behind those. */
static void read_line(struct vector *vector, const char *line)
{
	for (; line[0] && line[0] != '\n' && strncmp(line, "   ", 3) != 0; line += line[0] == ' ' ? 1 : 2) {
		unsigned byte;
		if (line[0] != ' ') {
			CHECK(sscanf(line, "%2x", &byte) == 1);
			CHECK(vector->length < sizeof(vector->bytes));
			vector->bytes[vector->length++] = (uint8_t)byte;
		}
	}
}

static bool read_vector(const char *folder, const char *name, struct vector *vector)
{
	char path[4096], line[4096];
	size_t length = strlen(name);

	if (length < 4 || strcmp(name + length - 4, ".hex") != 0) {
		return false;
	}
	CHECK((size_t)snprintf(path, sizeof(path), "%s/%s", folder, name) < sizeof(path));
	FILE *file = fopen(path, "r");
	CHECK(file && fgets(vector->title, sizeof(vector->title), file));
	vector->title[strcspn(vector->title, "\n")] = 0;
	vector->length = 0;
	while (fgets(line, sizeof(line), file)) {
		read_line(vector, line);
	}
	fclose(file);
	return true;
}

static bool decode(const struct vector *vector, struct message *message, struct refusal *refusal)
{
	static struct value values[4096];
	struct values room = { values, sizeof(values) / sizeof(values[0]) };

	CHECK(vector->length >= HEADER_BYTES);
	return message_length(vector->bytes, LONGEST, refusal) != 0 &&
		message_decode(vector->bytes, message, &room, refusal);
}

static bool decodes_to_its_title_and_encodes_to_its_bytes(const struct vector *vector)
{
	struct message message;
	struct refusal refusal;
	uint8_t again[4096];
	char *text = NULL;
	size_t size;

	if (!decode(vector, &message, &refusal)) {
		fprintf(stderr, "refused: %s\n", refusal.text);
		return false;
	}
	FILE *out = open_memstream(&text, &size);
	print_title(out, &message);
	fclose(out);
	bool same = strcmp(text, vector->title) == 0;
	if (!same) {
		fprintf(stderr, "decoded: %s\n", text);
	}
	free(text);
	size_t length = message_encode(&message, again, sizeof(again), NULL);
	return same && length == vector->length && memcmp(again, vector->bytes, length) == 0;
}

static bool is_refused_with_its_title(const struct vector *vector)
{
	struct message message;
	struct refusal refusal = { .text = "it is accepted" };
	bool refused = !decode(vector, &message, &refusal);

	if (strcmp(refusal.text, vector->title) != 0) {
		fprintf(stderr, "refusal: %s\n", refusal.text);
		return false;
	}
	return refused;
}

static const char *corpus; /* null for none */

static void write_bytes(const struct vector *vector, const char *name)
{
	char path[4096];

	CHECK((size_t)snprintf(path, sizeof(path), "%s/%s", corpus, name) < sizeof(path));
	FILE *file = fopen(path, "w");
	CHECK(file && fwrite(vector->bytes, vector->length, 1, file) == 1 && fclose(file) == 0);
}

static int test_folder(const char *folder, bool (*test)(const struct vector *))
{
	static struct vector vector;
	struct dirent *entry;
	DIR *directory = opendir(folder);
	int count = 0;

	CHECK(directory);
	while ((entry = readdir(directory))) {
		if (!read_vector(folder, entry->d_name, &vector)) {
			continue;
		}
		if (!test(&vector)) {
			fprintf(stderr, "%s/%s: %s\n", folder, entry->d_name, vector.title);
			exit(1);
		}
		if (corpus) {
			write_bytes(&vector, entry->d_name);
		}
		count++;
	}
	closedir(directory);
	CHECK(count > 0);
	return count;
}

int main(int argc, char **argv)
{
	char refused[4096];

	CHECK(argc == 2 || argc == 3);
	corpus = argv[2];
	snprintf(refused, sizeof(refused), "%s/refused", argv[1]);
	printf("%d vectors are decoded to their titles and encoded to their bytes\n",
	       test_folder(argv[1], decodes_to_its_title_and_encodes_to_its_bytes));
	printf("%d vectors are refused with their titles\n", test_folder(refused, is_refused_with_its_title));
	return 0;
}
