/*
 * Tests the memory of a frame buffer as a memory: every width, every way in which C loads and stores. What it prints
 * are the numbers that the processor of the machine finds there: a byte and the word it is part of are loaded through
 * volatile pointers, because a compiler for another order of bytes must not make the one out of the other.
 */
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/iomap.h>
#include <unistd.h>

#define AREA 0x100000		/* far behind the picture that moves */

struct record {
	uint8_t byte;
	int8_t small;
	uint16_t half;
	int32_t word;
	uint64_t twice;
};

static void widths(volatile char *memory)
{
	static const uint8_t bytes[] = {0x12, 0x34, 0x56, 0x78, 0x9a, 0xbc, 0xde, 0xf0};
	volatile uint32_t *words = (volatile uint32_t *)memory;
	unsigned i;

	for (i = 0; i < sizeof(bytes); i++)
		memory[i] = bytes[i];
	printf("bytes as words 0x%08x 0x%08x\n", words[0], words[1]);
	printf("bytes as a doubleword 0x%016llx\n", (unsigned long long)*(volatile uint64_t *)memory);
	*(volatile uint16_t *)(memory + 2) = 0xcafe;
	printf("a halfword in a word 0x%08x, its byte 0x%02x\n", words[0], *(volatile uint8_t *)(memory + 2));
	printf("signed %d %d\n", *(volatile int8_t *)(memory + 4), *(volatile int16_t *)(memory + 4));
	*(volatile uint64_t *)(memory + 8) = 0x0123456789abcdefull;
	printf("a doubleword as words 0x%08x 0x%08x\n", words[2], words[3]);
}

static void arithmetic(volatile uint32_t *word)
{
	*word = 1000;
	*word += 24;
	*word <<= 4;
	*word |= 0xf;
	*word ^= 0x5;
	++*word;
	printf("arithmetic %u", *word);
	(*word)--;
	*word /= 3;
	*word &= ~1u;
	*word = -*word;
	printf(" %u\n", *word);
}

static void floating(volatile char *memory)
{
	volatile float *single = (volatile float *)(memory + 64);
	volatile double *twice = (volatile double *)(memory + 72);
	int i;

	*single = 1.5f;
	*twice = -2.25;
	for (i = 0; i < 4; i++) {
		*single = *single * 2 + 1;
		*twice -= *single;
	}
	printf("floating %g %g 0x%08x\n", *single, *twice, *(volatile uint32_t *)single);
}

static void records(volatile void *memory)
{
	struct record copy = {200, -3, 60000, -100000, 1ull << 40};
	volatile struct record *record = memory;
	int i;

	for (i = 0; i < 8; i++) {
		copy.byte += i;
		copy.small -= i;
		copy.half += i;
		copy.word *= 2;
		copy.twice += i;
		record[i].byte = copy.byte;
		record[i].small = copy.small;
		record[i].half = copy.half;
		record[i].word = copy.word;
		record[i].twice = copy.twice;
	}
	for (i = 7; i >= 0; i -= 3)
		printf("record %d: %u %d %u %d %llu\n", i, record[i].byte, record[i].small, record[i].half,
		       record[i].word, (unsigned long long)record[i].twice);
}

static void arrays(uint32_t *words)
{
	uint32_t sum = 0, xor = 0, seed = 1;
	int i;

	for (i = 0; i < 64; i++)
		words[i] = seed = seed * 1103515245 + 12345;
	for (i = 0; i < 64; i++) {
		sum += words[i];
		xor ^= words[i] << (i & 7);
	}
	printf("sum 0x%08x xor 0x%08x\n", sum, xor);
	for (i = 0; i < 64; i++)
		words[64 + i] = ~words[i];
	for (i = 1; i < 128; i++)
		if (words[i] > words[0])
			words[0] = words[i];
	printf("greatest 0x%08x, inverse of the last 0x%08x\n", words[0], words[127]);
}

int main(void)
{
	char *memory = NULL;
	int fd = open("/dev/hptv0_tc", O_RDWR);

	if (fd < 0 || ioctl(fd, IOMAPMAP, &memory) < 0) {
		perror("/dev/hptv0_tc");
		return 1;
	}
	memory += AREA;
	widths(memory);
	arithmetic((uint32_t *)(memory + 32));
	floating(memory);
	records(memory + 256);
	arrays((uint32_t *)(memory + 1024));
	return 0;
}
