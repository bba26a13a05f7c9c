/*
 * A program for a PCI card, as one writes it on a present Linux: looks for the card in /sys, maps the file of its first
 * base address, and uses its registers, which are little-endian.
 */
#include <dirent.h>
#include <endian.h>
#include <fcntl.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define DEVICES	"/sys/bus/pci/devices"
#define VENDOR	0x494d
#define DEVICE	0x0001

struct registers {
	uint32_t id, scratch, reads, reset, status, events, interrupt_enable, raise;
	uint32_t fifo, fifo_level, fifo_threshold, reserved;
	uint32_t operand, result, busy, semaphore, posted, arrived, arrivals;
};

static uint32_t get(const volatile uint32_t *reg)
{
	return le32toh(*reg);
}

static void put(volatile uint32_t *reg, uint32_t value)
{
	*reg = htole32(value);
}

static unsigned number_in(const char *card, const char *name)
{
	char path[512];
	unsigned number = 0;
	FILE *file;

	snprintf(path, sizeof(path), DEVICES "/%s/%s", card, name);
	file = fopen(path, "r");
	if (!file || fscanf(file, "%x", &number) != 1)
		perror(path);
	if (file)
		fclose(file);
	return number;
}

/* The name of the card's folder in /sys. */
static int find_card(char card[NAME_MAX + 1])
{
	struct dirent *entry;
	DIR *folder = opendir(DEVICES);
	int found = 0;

	if (!folder)
		return 0;
	while (!found && (entry = readdir(folder)))
		if (entry->d_name[0] != '.' && number_in(entry->d_name, "vendor") == VENDOR &&
		    number_in(entry->d_name, "device") == DEVICE) {
			strcpy(card, entry->d_name);
			found = 1;
		}
	closedir(folder);
	return found;
}

/* Bytes of the first base address: its line of the file "resource" is its first and its last address, and flags. */
static size_t resource_size(const char *card)
{
	char path[512];
	unsigned long long first = 0, last = 0;
	FILE *file;

	snprintf(path, sizeof(path), DEVICES "/%s/resource", card);
	file = fopen(path, "r");
	if (!file || fscanf(file, "%llx %llx", &first, &last) != 2)
		perror(path);
	if (file)
		fclose(file);
	return last - first + 1;
}

static void use_registers(volatile struct registers *card)
{
	int i;

	put(&card->reset, 1);
	printf("id 0x%08x reads %u", get(&card->id), get(&card->reads));
	printf(" then %u\n", get(&card->reads));
	put(&card->scratch, 0x12345678);
	printf("scratch 0x%08x\n", get(&card->scratch));
	for (i = 0; i < 18; i++)
		put(&card->fifo, 0x100 + i);
	printf("queue 0x%x status 0x%02x:", get(&card->fifo_level), get(&card->status));
	for (i = 0; i < 17; i++)
		printf(" %x", get(&card->fifo));
	printf("\n");
	put(&card->status, 0xff);
	printf("events 0x%02x", get(&card->events));
	printf(" then 0x%02x\n", get(&card->events));
	printf("semaphore %u", get(&card->semaphore));
	printf(" %u", get(&card->semaphore));
	put(&card->semaphore, 1);
	printf(" %u\n", get(&card->semaphore));
	put(&card->semaphore, 1);
	put(&card->operand, 1000000);
	while (get(&card->busy) & 1)
		;
	printf("square root %u\n", get(&card->result));
}

static void use_buffer(char *buffer)
{
	static const char text[] = "The quick brown fox jumps over the lazy dog, and the card remembers every byte "
				   "of it.";
	char copy[sizeof(text)];

	memset(buffer, 0xa5, 256);
	memcpy(buffer, text, sizeof(text));
	memcpy(copy, buffer, sizeof(copy));
	printf("%s\n%zu bytes, equal: %d, after it 0x%02x\n", copy, strlen(buffer),
	       memcmp(buffer, text, sizeof(text)) == 0, (unsigned char)buffer[sizeof(text)]);
	strcpy(buffer + 100, "turtle");
	printf("%s %d %s\n", strchr(buffer, 'l'), strncmp(buffer + 100, "turquoise", 9) < 0, buffer + 103);
}

int main(void)
{
	char name[NAME_MAX + 1], path[512];
	size_t size;
	char *base;
	int fd;

	if (!find_card(name)) {
		fprintf(stderr, "no teaching card\n");
		return 1;
	}
	size = resource_size(name);
	printf("card %s, %zu bytes\n", name, size);
	snprintf(path, sizeof(path), DEVICES "/%s/resource0", name);
	fd = open(path, O_RDWR | O_SYNC);
	base = fd < 0 ? MAP_FAILED : mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	if (base == MAP_FAILED) {
		perror(path);
		return 1;
	}
	close(fd);
	use_registers((volatile struct registers *)base);
	use_buffer(base + 0x2000);
	return munmap(base, size) ? 1 : 0;
}
