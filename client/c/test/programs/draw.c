/*
 * Draws into the frame buffer of a VideoLive board, below the picture that moves: boxes, a gradient, a copy, and a
 * cursor that is exclusive-ored over it and taken away again. The pointers are plain, so that the compiler may store
 * many pixels at once, but where two that differ could become one number of 8 bytes.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/iomap.h>

typedef unsigned int Pixel;

#define PITCH	896
#define TOP	460
#define LEFT	20

static Pixel *frame;

static Pixel *at(int x, int y)
{
	return frame + (TOP + y) * PITCH + LEFT + x;
}

static void box(int x, int y, int width, int height, Pixel colour)
{
	for (int i = 0; i < height; i++)
		for (int j = 0; j < width; j++)
			at(x, y + i)[j] = colour;
}

static void gradient(int x, int y, int width, int height)
{
	for (int i = 0; i < height; i++)
		for (int j = 0; j < width; j++)
			*(volatile Pixel *)(at(x, y + i) + j) = (Pixel)(j * 3 << 16 | i * 5 << 8 | (i ^ j));
}

static void copy(int x, int y, int width, int height, int to_x, int to_y)
{
	for (int i = 0; i < height; i++) {
		const Pixel *from = at(x, y + i);
		Pixel *to = at(to_x, to_y + i);

		for (int j = 0; j < width; j++)
			to[j] = from[j];
	}
}

static void cursor(int x, int y)
{
	for (int i = 0; i < 9; i++) {
		*at(x + i, y) ^= 0xffffff;
		*at(x, y + i) ^= 0xffffff;
	}
}

static unsigned checksum(int width, int height)
{
	unsigned a = 1, b = 0;

	for (int i = 0; i < height; i++)
		for (int j = 0; j < width; j++) {
			a = (a + (*at(j, i) & 0xffffff)) % 65521;
			b = (b + a) % 65521;
		}
	return b << 16 | a;
}

int main(void)
{
	int fd = open("/dev/hptv0_tc", O_RDWR);

	if (fd < 0 || ioctl(fd, IOMAPMAP, &frame) < 0) {
		perror("/dev/hptv0_tc");
		return 1;
	}
	box(0, 0, 54, 10, 0x102030);
	box(5, 2, 21, 5, 0xff8000);
	printf("boxes 0x%08x\n", checksum(54, 10));
	gradient(30, 1, 19, 7);
	copy(4, 2, 37, 3, 13, 6);
	printf("gradient and copy 0x%08x\n", checksum(54, 10));
	cursor(20, 1);
	printf("cursor 0x%08x", checksum(29, 10));
	cursor(20, 1);
	printf(" and without 0x%08x\n", checksum(54, 10));
	return 0;
}
