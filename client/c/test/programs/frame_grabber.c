/*
 * Grabs a picture from an HP VideoLive board and writes it to standard output as a PPM.
 *
 *	frame_grabber [width height [step]]
 *
 * In the manner of 1994: old-style C, both device files opened and mapped with a null pointer, and a plain (not
 * volatile) pointer into the frame buffer, so that the compiler may load many pixels at once.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/iomap.h>
#include <sys/types.h>
#include <unistd.h>

#define FB_DEVICE	"/dev/hptv0_tc"
#define REG_DEVICE	"/dev/hptv0_reg"
#define PITCH		896		/* pixels of a line, seen or not */
#define FIRST		4		/* the first pixel */
#define MAXWIDTH	768
#define MAXHEIGHT	576

#define RAMDAC		(0x400 / 4)	/* registers, in words of the page */
#define CONTROL		(0x600 / 4)

static char *progname;

static void fail(what)
char *what;
{
	fprintf(stderr, "%s: ", progname);
	perror(what);
	exit(1);
}

static void *map_device(name)
char *name;
{
	void *addr = (void *)0;
	int fd;

	if ((fd = open(name, O_RDWR)) < 0)
		fail(name);
	if (ioctl(fd, IOMAPMAP, &addr) < 0)
		fail("IOMAPMAP");
	return addr;
}

/* A straight line of gamma: the board keeps the table, eight bits a register. */
static int load_ramdac(reg)
volatile unsigned int *reg;
{
	int i, wrong = 0;

	for (i = 0; i < 16; i++)
		reg[RAMDAC + i] = i * 0x11;
	for (i = 0; i < 16; i++)
		wrong += reg[RAMDAC + i] != (unsigned int)(i * 0x11);
	reg[CONTROL] = 0x80000001;
	reg[CONTROL] |= 0x00000100;
	return wrong + (reg[CONTROL] != 0x80000101);
}

static void grab_line(from, to, width, step)
unsigned int *from, *to;
int width, step;
{
	int x;

	for (x = 0; x < width; x++)
		to[x] = from[x * step] & 0xffffff;
}

static void write_line(line, width)
unsigned int *line;
int width;
{
	int x;

	for (x = 0; x < width; x++) {
		putchar(line[x] >> 16);
		putchar(line[x] >> 8 & 0xff);
		putchar(line[x] & 0xff);
	}
}

int main(argc, argv)
int argc;
char **argv;
{
	unsigned int *fb, line[MAXWIDTH];
	int width = 320, height = 240, step = 1, y;

	progname = argv[0];
	if (argc > 2) {
		width = atoi(argv[1]);
		height = atoi(argv[2]);
	}
	if (argc > 3)
		step = atoi(argv[3]);
	if (step < 1 || width < 1 || width * step > MAXWIDTH || height < 1 || height * step > MAXHEIGHT) {
		fprintf(stderr, "usage: %s [width height [step]]\n", progname);
		return 2;
	}
	fb = map_device(FB_DEVICE);
	if (load_ramdac(map_device(REG_DEVICE)))
		fprintf(stderr, "%s: the RAMDAC does not hold what is written\n", progname);
	printf("P6\n%d %d\n255\n", width, height);
	for (y = 0; y < height; y++) {
		grab_line(fb + FIRST + y * step * PITCH, line, width, step);
		write_line(line, width);
	}
	return 0;
}
