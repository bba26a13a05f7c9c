/*
 * The C side of `iomap bench`: a ping-pong over a UNIX socket.
 *
 *   pingpong echo   PATH poll|block          echoes bytes: the floor
 *   pingpong raw    PATH poll|block FLIGHT SIZE MILLIS   sends SIZE bytes FLIGHT times, reads as many
 *   pingpong load   PATH poll|block FLIGHT ADDRESS MILLIS DEVICE   LOADs of a byte, FLIGHT at a time
 *   pingpong block  PATH poll|block load|store SIZE MILLIS DEVICE OFFSET   block transfers of SIZE bytes
 *
 * Prints one line: operations, seconds, p50, p99 and the longest round trip in nanoseconds.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

enum { HEADER = 16, FRAME = 32, LARGEST = 1 << 20, SAMPLES = 1 << 20 };

static int polling;

static void fail(const char *what)
{
    fprintf(stderr, "pingpong: %s: %s\n", what, errno ? strerror(errno) : "refused");
    exit(2);
}

static int64_t now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static struct sockaddr_un address_of(const char *path)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    if (strlen(path) >= sizeof address.sun_path) {
        fail("path too long");
    }
    strcpy(address.sun_path, path);
    return address;
}

static void set_polling(int fd)
{
    if (polling && fcntl(fd, F_SETFL, O_NONBLOCK) != 0) {
        fail("fcntl");
    }
}

static void write_all(int fd, const uint8_t *bytes, size_t count)
{
    while (count > 0) {
        ssize_t n = write(fd, bytes, count);
        if (n > 0) {
            bytes += n;
            count -= (size_t)n;
        } else if (errno != EAGAIN) {
            fail("write");
        }
    }
}

static void read_all(int fd, uint8_t *bytes, size_t count)
{
    while (count > 0) {
        ssize_t n = read(fd, bytes, count);
        if (n > 0) {
            bytes += n;
            count -= (size_t)n;
        } else if (n == 0 || errno != EAGAIN) {
            fail("read");
        }
    }
}

/* Sends and receives at the same time, so that neither side fills up. */
static void exchange(int fd, const uint8_t *out, size_t to_send, uint8_t *in, size_t to_read)
{
    if (to_send <= 1 << 16) {
        write_all(fd, out, to_send);
        read_all(fd, in, to_read);
        return;
    }
    while (to_send > 0 || to_read > 0) {
        if (to_send > 0) {
            ssize_t n = send(fd, out, to_send, MSG_DONTWAIT);
            if (n > 0) {
                out += n;
                to_send -= (size_t)n;
            } else if (errno != EAGAIN) {
                fail("send");
            }
        }
        if (to_read > 0) {
            ssize_t n = recv(fd, in, to_read, to_send > 0 || polling ? MSG_DONTWAIT : 0);
            if (n > 0) {
                in += n;
                to_read -= (size_t)n;
            } else if (n == 0 || errno != EAGAIN) {
                fail("recv");
            }
        }
    }
}

static int open_socket(const char *path)
{
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    struct sockaddr_un address = address_of(path);
    if (fd < 0 || connect(fd, (struct sockaddr *)&address, sizeof address) != 0) {
        fail("connect");
    }
    return fd;
}

static void echo(const char *path)
{
    static uint8_t bytes[1 << 17];
    int listener = socket(AF_UNIX, SOCK_STREAM, 0);
    struct sockaddr_un address = address_of(path);
    unlink(path);
    if (bind(listener, (struct sockaddr *)&address, sizeof address) != 0 || listen(listener, 1) != 0) {
        fail("listen");
    }
    puts("listening");
    fflush(stdout);
    for (;;) {
        int fd = accept(listener, NULL, NULL);
        set_polling(fd);
        for (;;) {
            ssize_t n = read(fd, bytes, sizeof bytes);
            if (n > 0) {
                write_all(fd, bytes, (size_t)n);
            } else if (n == 0 || errno != EAGAIN) {
                break;
            }
        }
        close(fd);
    }
}

static void put16(uint8_t *at, unsigned value)
{
    at[0] = (uint8_t)(value >> 8);
    at[1] = (uint8_t)value;
}

static void put32(uint8_t *at, uint32_t value)
{
    put16(at, value >> 16);
    put16(at + 2, value);
}

static void put64(uint8_t *at, uint64_t value)
{
    put32(at, (uint32_t)(value >> 32));
    put32(at + 4, (uint32_t)value);
}

static uint32_t get32(const uint8_t *at)
{
    return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

static uint64_t get64(const uint8_t *at)
{
    return (uint64_t)get32(at) << 32 | get32(at + 4);
}

static void header(uint8_t *at, uint32_t length, unsigned opcode, uint32_t id, uint32_t aux)
{
    memset(at, 0, length);
    put32(at, length);
    at[4] = 1;
    put16(at + 6, opcode);
    put32(at + 8, id);
    put32(at + 12, aux);
}

/* One request, one reply; returns the reply. */
static const uint8_t *call(int fd, const uint8_t *request, const char *what)
{
    static uint8_t reply[1 << 16];
    write_all(fd, request, get32(request));
    read_all(fd, reply, HEADER);
    read_all(fd, reply + HEADER, get32(reply) - HEADER);
    if (get32(reply + 12) != 0) {
        errno = 0;
        fail(what);
    }
    return reply;
}

/* Opens the protocol and a device, maps it, and returns the address of its window. */
static uint64_t map(int fd, const char *device)
{
    uint8_t request[256];
    header(request, 128, 0x0001, 1, 0); /* HELLO */
    put32(request + 16, 0x494F4D50);
    put16(request + 20, 1);
    put32(request + 28, 2);
    put32(request + 32, 4); /* FEATURES: TRANSFERS */
    put32(request + 36, 4);
    put32(request + 40, 1);
    put32(request + 48, 5); /* LIMITS: message bytes, requests in flight */
    put32(request + 52, 32);
    put32(request + 56, 1);
    put64(request + 64, 1 << 18);
    put32(request + 72, 2);
    put64(request + 80, 4096);
    call(fd, request, "HELLO");

    size_t length = strlen(device);
    header(request, (uint32_t)(20 + length + 15) / 16 * 16, 0x0020, 2, 2); /* OPEN, O_RDWR */
    put32(request + 16, (uint32_t)length);
    memcpy(request + 20, device, length);
    uint64_t handle = get64(call(fd, request, device) + 16);

    header(request, 32, 0x0023, 3, 0xC0044D01); /* IOCTL, IOMAPMAP */
    put64(request + 16, handle);
    return get64(call(fd, request, "IOMAPMAP") + 16);
}

static int by_size(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

static void report(int64_t *samples, size_t count, double operations, double seconds)
{
    qsort(samples, count, sizeof *samples, by_size);
    printf("%.0f %.6f %lld %lld %lld\n", operations, seconds, (long long)samples[count / 2],
           (long long)samples[count * 99 / 100], (long long)samples[count - 1]);
}

static void measure(int fd, const uint8_t *out, size_t to_send, size_t to_read, double each, int millis)
{
    static uint8_t in[2 * LARGEST];
    static int64_t samples[SAMPLES];
    int64_t warm = now() + (int64_t)millis * 1000000 / 2;
    while (now() < warm) {
        exchange(fd, out, to_send, in, to_read);
    }
    size_t count = 0;
    int64_t start = now(), end = start + (int64_t)millis * 1000000, last = start;
    while (last < end && count < SAMPLES) {
        exchange(fd, out, to_send, in, to_read);
        int64_t t = now();
        samples[count++] = t - last;
        last = t;
    }
    report(samples, count, each * (double)count, (double)(last - start) / 1e9);
}

int main(int argc, char **argv)
{
    static uint8_t out[2 * LARGEST];
    if (argc < 4) {
        fprintf(stderr, "usage: pingpong echo|raw|load|block PATH poll|block ...\n");
        return 2;
    }
    polling = strcmp(argv[3], "poll") == 0;
    if (strcmp(argv[1], "echo") == 0) {
        echo(argv[2]);
    }
    int fd = open_socket(argv[2]);
    if (strcmp(argv[1], "raw") == 0 && argc == 7) {
        size_t total = strtoul(argv[4], NULL, 0) * strtoul(argv[5], NULL, 0);
        set_polling(fd);
        measure(fd, out, total, total, strtod(argv[4], NULL), atoi(argv[6]));
    } else if (strcmp(argv[1], "load") == 0 && argc == 8) {
        size_t flight = strtoul(argv[4], NULL, 0);
        uint64_t address = map(fd, argv[7]) + strtoul(argv[5], NULL, 0);
        for (size_t i = 0; i < flight; i++) {
            header(out + i * FRAME, FRAME, 0x0010, (uint32_t)i + 1, 1);
            put64(out + i * FRAME + 16, address);
        }
        set_polling(fd);
        measure(fd, out, flight * FRAME, flight * FRAME, (double)flight, atoi(argv[6]));
    } else if (strcmp(argv[1], "block") == 0 && argc == 9) {
        size_t size = strtoul(argv[5], NULL, 0);
        uint64_t address = map(fd, argv[7]) + strtoul(argv[8], NULL, 0);
        int load = strcmp(argv[4], "load") == 0;
        header(out, load ? 48 : (uint32_t)(FRAME + size), load ? 0x0013 : 0x0014, 1, 8);
        put64(out + 16, address);
        if (load) {
            put64(out + 24, size / 8);
        } else {
            put32(out + 28, (uint32_t)size);
        }
        set_polling(fd);
        measure(fd, out, get32(out), load ? FRAME + size : HEADER, 1, atoi(argv[6]));
    } else {
        fprintf(stderr, "pingpong: wrong arguments\n");
        return 2;
    }
    return 0;
}
