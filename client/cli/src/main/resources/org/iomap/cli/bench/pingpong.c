/*
 * The C side of `iomap bench': a floor to compare with, and a client without a virtual machine.
 *
 *   pingpong echo PATH poll|block                          answers with the bytes it gets; one connection at a time
 *   pingpong raw PATH poll|block MILLIS FLIGHT SIZE        FLIGHT messages of SIZE bytes to an echo
 *   pingpong load PATH poll|block MILLIS FLIGHT DEVICE OFFSET           loads of a byte through a mapped window
 *   pingpong batch PATH poll|block MILLIS ENTRIES DEVICE OFFSET         the same in one BATCH
 *   pingpong block PATH poll|block MILLIS load|store SIZE DEVICE OFFSET one block of SIZE bytes
 *   pingpong crowd PATH poll|block MILLIS raw|load CONNECTIONS ACTIVE   one message to each of the first ACTIVE
 *   pingpong qtest PATH poll|block MILLIS FLIGHT ADDRESS                readb, to a QEMU
 *   pingpong qblock PATH poll|block MILLIS load|store SIZE ADDRESS      b64read or b64write, to a QEMU
 *
 * A client warms up for half of MILLIS, measures for MILLIS, and prints one line: operations, seconds, and the p50, p99
 * and longest round trip of a flight in nanoseconds.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

enum { HEADER = 16, FRAME = 32, LARGEST = 1 << 20, SAMPLES = 1 << 21, CROWD = 4096, ENTRY = 24, RESULT = 16 };

static const char UART[] = "/dev/uart0";
enum { SCRATCH = 0x807 };

static int polling;
static uint8_t out[LARGEST];

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
        } else if (n == 0) {
            errno = ECONNRESET;
            fail("read");
        } else if (errno != EAGAIN) {
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
    static uint8_t reply[LARGEST];
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
    put32(request + 32, 4); /* FEATURES: TRANSFERS, BATCH */
    put32(request + 36, 8);
    put32(request + 40, 1);
    put32(request + 44, 2);
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

/* What one step sends and awaits, on each of so many connections. */
struct load {
    size_t to_send, to_read;
    double operations;
    const int *sockets;
    size_t count;
};

static void step(const struct load *load)
{
    static uint8_t in[LARGEST];
    if (load->count == 1) {
        exchange(load->sockets[0], out, load->to_send, in, load->to_read);
        return;
    }
    for (size_t i = 0; i < load->count; i++) {
        write_all(load->sockets[i], out, load->to_send);
    }
    for (size_t i = 0; i < load->count; i++) {
        read_all(load->sockets[i], in, load->to_read);
    }
}

static void measure(const struct load *load, int millis)
{
    static int64_t samples[SAMPLES];
    if (load->to_send > LARGEST || load->to_read > LARGEST) {
        fail("a flight that long");
    }
    for (size_t i = 0; i < load->count; i++) {
        set_polling(load->sockets[i]);
    }
    int64_t warm = now() + (int64_t)millis * 1000000 / 2;
    while (now() < warm) {
        step(load);
    }
    size_t count = 0;
    int64_t start = now(), end = start + (int64_t)millis * 1000000, last = start;
    while (last < end && count < SAMPLES) {
        step(load);
        int64_t t = now();
        samples[count++] = t - last;
        last = t;
    }
    report(samples, count, load->operations * (double)count, (double)(last - start) / 1e9);
}

static size_t number(const char *text)
{
    return strtoul(text, NULL, 0);
}

static int is(const char *text, const char *word)
{
    return strcmp(text, word) == 0;
}

static struct load raw(size_t flight, size_t size)
{
    return (struct load){.to_send = flight * size, .to_read = flight * size, .operations = (double)flight};
}

static struct load loads(size_t flight, uint64_t address)
{
    for (size_t i = 0; i < flight && (i + 1) * FRAME <= LARGEST; i++) {
        header(out + i * FRAME, FRAME, 0x0010, (uint32_t)i + 1, 1); /* LOAD */
        put64(out + i * FRAME + 16, address);
    }
    return raw(flight, FRAME);
}

static struct load batch(size_t entries, uint64_t address)
{
    size_t length = (HEADER + 8 + entries * ENTRY + 15) / 16 * 16;
    if (length > LARGEST) {
        fail("a batch that long");
    }
    header(out, (uint32_t)length, 0x0019, 1, 0); /* BATCH, stops at the first error */
    put32(out + HEADER, (uint32_t)entries);
    for (size_t i = 0; i < entries; i++) {
        uint8_t *entry = out + HEADER + 8 + i * ENTRY;
        put16(entry, 1);
        put16(entry + 2, 1);
        put64(entry + 8, address);
    }
    size_t answer = (HEADER + 8 + entries * RESULT + 15) / 16 * 16;
    return (struct load){.to_send = length, .to_read = answer, .operations = (double)entries};
}

static struct load block(int is_load, size_t size, uint64_t address)
{
    header(out, is_load ? 48 : (uint32_t)(FRAME + size), is_load ? 0x0013 : 0x0014, 1, 8);
    put64(out + 16, address);
    if (is_load) {
        put64(out + 24, size / 8);
    } else {
        put32(out + 28, (uint32_t)size);
    }
    return (struct load){.to_send = get32(out), .to_read = is_load ? FRAME + size : HEADER, .operations = 1};
}

/* QEMU answers a readb with OK and 18 characters. */
static struct load qtest(size_t flight, const char *address)
{
    size_t length = 0;
    for (size_t i = 0; i < flight && length + 64 < LARGEST; i++) {
        length += (size_t)snprintf((char *)out + length, 64, "readb %s\n", address);
    }
    return (struct load){.to_send = length, .to_read = flight * 22, .operations = (double)flight};
}

static struct load qtest_block(int is_load, size_t size, const char *address)
{
    size_t text = (size + 2) / 3 * 4;
    size_t length = (size_t)snprintf((char *)out, 128, "b64%s %s %zu", is_load ? "read" : "write", address, size);
    if (!is_load) {
        out[length++] = ' ';
        memset(out + length, 'A', text);
        if (size % 3 != 0) {
            memset(out + length + text - (3 - size % 3), '=', 3 - size % 3);
        }
        length += text;
    }
    out[length++] = '\n';
    return (struct load){.to_send = length, .to_read = is_load ? 3 + text + 1 : 3, .operations = 1};
}

/* So many connections, of which so many have something to say. */
static void crowd(const char *path, int millis, int is_load, size_t connections, size_t active)
{
    static int sockets[CROWD];
    struct rlimit files;
    if (getrlimit(RLIMIT_NOFILE, &files) == 0) {
        files.rlim_cur = files.rlim_max;
        setrlimit(RLIMIT_NOFILE, &files);
    }
    if (connections > CROWD || active > connections) {
        fail("a crowd that large");
    }
    uint64_t address = 0;
    for (size_t i = 0; i < connections; i++) {
        sockets[i] = open_socket(path);
        if (is_load) {
            address = map(sockets[i], UART) + SCRATCH;
        }
    }
    struct load load = is_load ? loads(1, address) : raw(1, FRAME);
    load.sockets = sockets;
    load.count = active;
    load.operations = (double)active;
    measure(&load, millis);
}

static int usage(void)
{
    fprintf(stderr, "usage: pingpong echo|raw|load|batch|block|crowd|qtest|qblock PATH poll|block ...\n");
    return 2;
}

int main(int argc, char **argv)
{
    if (argc < 4) {
        return usage();
    }
    const char *mode = argv[1], *path = argv[2];
    polling = is(argv[3], "poll");
    if (is(mode, "echo")) {
        echo(path);
    }
    if (argc < 7) {
        return usage();
    }
    int millis = atoi(argv[4]);
    char **more = argv + 5;
    if (is(mode, "crowd") && argc == 8) {
        crowd(path, millis, is(more[0], "load"), number(more[1]), number(more[2]));
        return 0;
    }
    struct load load;
    int fd = open_socket(path);
    if (is(mode, "raw") && argc == 7) {
        load = raw(number(more[0]), number(more[1]));
    } else if (is(mode, "load") && argc == 8) {
        load = loads(number(more[0]), map(fd, more[1]) + number(more[2]));
    } else if (is(mode, "batch") && argc == 8) {
        load = batch(number(more[0]), map(fd, more[1]) + number(more[2]));
    } else if (is(mode, "block") && argc == 9) {
        load = block(is(more[0], "load"), number(more[1]), map(fd, more[2]) + number(more[3]));
    } else if (is(mode, "qtest") && argc == 7) {
        load = qtest(number(more[0]), more[1]);
    } else if (is(mode, "qblock") && argc == 8) {
        load = qtest_block(is(more[0], "load"), number(more[1]), more[2]);
    } else {
        return usage();
    }
    if (is(mode, "load") || is(mode, "batch") || is(mode, "block")) {
        call(fd, out, mode); /* what fails, fails before anything is measured */
    }
    load.sockets = &fd;
    load.count = 1;
    measure(&load, millis);
    return 0;
}
