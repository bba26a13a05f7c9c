/* The program that is to be run. */
#include "run/program.h"

#include <elf.h>
#include <endian.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool is_executable(const char *path)
{
	struct stat status;

	if (stat(path, &status) < 0 || access(path, X_OK) < 0)
		return false;
	if (S_ISREG(status.st_mode))
		return true;
	errno = S_ISDIR(status.st_mode) ? EISDIR : EACCES;
	return false;
}

bool program_find(const char *name, char path[PATH_MAX])
{
	const char *directories = getenv("PATH");
	int error = ENOENT;

	if (strchr(name, '/') || !*name) {
		snprintf(path, PATH_MAX, "%s", name);
		return is_executable(path);
	}
	if (!directories)
		directories = "/usr/local/bin:/usr/bin:/bin";
	for (const char *end;; directories = end + 1) {
		int length = (int)strcspn(directories, ":");

		end = directories + length;
		snprintf(path, PATH_MAX, "%.*s/%s", length ? length : 1, length ? directories : ".", name);
		if (is_executable(path))
			return true;
		if (errno == EACCES)
			error = EACCES;
		if (!*end)
			break;
	}
	errno = error;
	return false;
}

/*
 * Has it a loader, which heeds LD_PRELOAD? Of `count' program headers of `size' bytes each from `at' on, one says so; its
 * type is its first word in both classes, `interpreter' in the order of the file.
 */
static bool has_loader(int fd, uint64_t at, unsigned count, unsigned size, uint32_t interpreter)
{
	uint32_t type;

	for (; count > 0; count--, at += size)
		if (pread(fd, &type, sizeof(type), (off_t)at) == sizeof(type) && type == interpreter)
			return true;
	return false;
}

/* The loader takes no foreign library for a program that gives more rights. */
static bool gives_rights(int fd)
{
	struct stat status;

	return geteuid() != 0 && fstat(fd, &status) == 0 &&
		(((status.st_mode & S_ISUID) && status.st_uid != geteuid()) ||
		 ((status.st_mode & S_ISGID) && status.st_gid != getegid()));
}

static enum program_kind kind_of_elf(int fd, const Elf64_Ehdr *header, const char **reason)
{
	const Elf32_Ehdr *header32 = (const void *)header;

	if (header->e_ident[EI_CLASS] == ELFCLASS32 && header->e_ident[EI_DATA] == ELFDATA2MSB &&
	    be16toh(header32->e_machine) == EM_PARISC) {
		if (has_loader(fd, be32toh(header32->e_phoff), be16toh(header32->e_phnum),
			       be16toh(header32->e_phentsize), htobe32(PT_INTERP)))
			return PROGRAM_PARISC;
		*reason = "it is linked statically; of PA-RISC, programs with shared libraries can be run";
		return PROGRAM_OTHER;
	}
	if (header->e_ident[EI_CLASS] == ELFCLASS64 && header->e_ident[EI_DATA] == ELFDATA2LSB &&
	    le16toh(header->e_machine) == EM_X86_64) {
		if (!has_loader(fd, le64toh(header->e_phoff), le16toh(header->e_phnum), le16toh(header->e_phentsize),
				htole32(PT_INTERP)))
			return PROGRAM_STATIC;
		if (!gives_rights(fd))
			return PROGRAM_DYNAMIC;
		*reason = "it is set-user-ID or set-group-ID, and no library can be put before it: run a copy";
		return PROGRAM_OTHER;
	}
	if (header->e_ident[EI_CLASS] == ELFCLASS32 && le16toh(header32->e_machine) == EM_386) {
		*reason = "it is a program of 32-bit x86; those of x86-64 and of PA-RISC Linux can be run";
		return PROGRAM_OTHER;
	}
	*reason = "it is a program for another processor; those of x86-64 and of PA-RISC Linux can be run";
	return PROGRAM_OTHER;
}

enum program_kind program_kind(const char *path, const char **reason)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	Elf64_Ehdr header = { 0 };
	ssize_t length = fd < 0 ? -1 : pread(fd, &header, sizeof(header), 0);
	enum program_kind kind = PROGRAM_DYNAMIC; /* a script, whose interpreter will be */

	if (length >= (ssize_t)sizeof(Elf32_Ehdr) && memcmp(header.e_ident, ELFMAG, SELFMAG) == 0)
		kind = kind_of_elf(fd, &header, reason);
	if (fd >= 0)
		close(fd);
	return kind;
}
