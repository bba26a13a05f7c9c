/* What the machine's files are without opening them: stat, access, readlink. */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sysmacros.h>
#include <time.h>
#include <unistd.h>

#include "file/file.h"

#define PAGE 4096
#define CONFIGURATION_BYTES 256
/* st_dev of the machine's files: no device of the host has it. */
#define MACHINE_DEVICE makedev(0xF00, 0x494D)
#define TEXT_CHUNK 16384

static enum file_kind kind_of(const char *path, mode_t mode)
{
	const char *name = path_name(path);

	if (S_ISDIR(mode))
		return FILE_DIRECTORY;
	if (S_ISCHR(mode))
		return FILE_DEVICE;
	if (!path_is_below(path, "/sys"))
		return FILE_TEXT;
	if (strcmp(name, "config") == 0)
		return FILE_CONFIG;
	if (strcmp(name, "driver") == 0)
		return FILE_LINK;
	return strncmp(name, "resource", 8) == 0 && name[8] ? FILE_RESOURCE : FILE_TEXT;
}

char *file_text(struct machine *machine, const char *path, size_t *length)
{
	struct iomap_process *process = machine_process(machine);
	int fd = process ? iomap_open(process, path, IOMAP_O_RDONLY) : -1;
	char *text = NULL;
	ssize_t count = 0;

	*length = 0;
	while (fd >= 0) {
		char *longer = realloc(text, *length + TEXT_CHUNK + 1);

		if (!longer) {
			count = -1;
			break;
		}
		text = longer;
		count = iomap_read(process, fd, text + *length, TEXT_CHUNK);
		if (count <= 0)
			break;
		*length += (size_t)count;
	}
	if (fd >= 0)
		iomap_close(process, fd);
	if (fd < 0 || count < 0) {
		free(text);
		return NULL;
	}
	text[*length] = '\0';
	return text;
}

/* The bytes that resourceN has, from line N of the text `resource' beside it: first and last address, flags. */
static uint64_t resource_size(struct machine *machine, const char *path)
{
	const char *number = path_name(path) + strlen("resource");
	char directory[PATH_LENGTH];
	uint64_t first = 0, last = 0;
	size_t length;
	char *text, *line;

	snprintf(directory, sizeof(directory), "%.*s", (int)(number - path), path);
	text = file_text(machine, directory, &length);
	line = text;
	for (long i = strtol(number, NULL, 10); line && i > 0; i--) {
		line = strchr(line, '\n');
		line = line ? line + 1 : NULL;
	}
	if (!line || sscanf(line, "%" SCNx64 " %" SCNx64, &first, &last) != 2 || first == 0)
		last = first - 1;
	free(text);
	return last - first + 1;
}

/* As sysfs and procfs say it: a page for a text, nothing for what is made when it is read. */
static uint64_t size_of(struct machine *machine, const char *path, enum file_kind kind)
{
	switch (kind) {
	case FILE_TEXT:
		return path_is_below(path, "/sys") ? PAGE : 0;
	case FILE_CONFIG:
		return CONFIGURATION_BYTES;
	case FILE_RESOURCE:
		return resource_size(machine, path);
	default:
		return 0;
	}
}

int file_status(struct machine *machine, const char *path, bool follow, struct file_status *status)
{
	struct iomap_process *process = machine_process(machine);
	struct iomap_stat remote;

	if (!process || iomap_stat(process, path, &remote) < 0)
		return -1;
	status->kind = kind_of(path, remote.mode);
	status->mode = remote.mode;
	if (status->kind == FILE_LINK && follow)
		status->kind = FILE_TEXT;
	if (status->kind == FILE_LINK)
		status->mode = S_IFLNK | 0777;
	status->uid = remote.uid;
	status->gid = remote.gid;
	status->inode = remote.inode;
	status->size = size_of(machine, path, status->kind);
	status->major = remote.device >> 24;
	status->minor = remote.device & 0xFFFFFF;
	return 0;
}

/* The machine keeps no times: all are when this program first asked. */
static struct timespec first_asked(void)
{
	static struct timespec time;

	if (time.tv_sec == 0)
		clock_gettime(CLOCK_REALTIME, &time);
	return time;
}

void file_fill_stat(const struct file_status *status, struct stat64 *host)
{
	memset(host, 0, sizeof(*host));
	host->st_dev = MACHINE_DEVICE;
	host->st_ino = (ino_t)status->inode;
	host->st_mode = status->mode;
	host->st_nlink = 1;
	host->st_uid = status->uid;
	host->st_gid = status->gid;
	host->st_size = (off_t)status->size;
	host->st_blksize = PAGE;
	if (status->kind == FILE_DEVICE)
		host->st_rdev = makedev(status->major, status->minor);
	host->st_atim = host->st_mtim = host->st_ctim = first_asked();
}

int file_access(struct machine *machine, const char *path, int mode)
{
	struct iomap_process *process = machine_process(machine);
	struct file_status status;
	struct iomap_identity identity;
	mode_t rights;

	if (file_status(machine, path, true, &status) < 0 || iomap_getpid(process, &identity) < 0)
		return -1;
	rights = status.uid == identity.uid  ? status.mode >> 6
		: status.gid == identity.gid ? status.mode >> 3
					     : status.mode;
	if (identity.uid == 0)
		rights = (status.mode & 0111) || status.kind == FILE_DIRECTORY ? 7 : 6;
	if ((mode & ~(int)rights & 7) == 0)
		return 0;
	errno = EACCES;
	return -1;
}

ssize_t file_link(struct machine *machine, const char *path, char *into, size_t size)
{
	struct file_status status;
	char target[PATH_LENGTH];
	size_t length;
	char *name;

	if (file_status(machine, path, false, &status) < 0)
		return -1;
	if (status.kind != FILE_LINK) {
		errno = EINVAL;
		return -1;
	}
	name = file_text(machine, path, &length);
	if (!name)
		return -1;
	name[strcspn(name, "\n")] = '\0';
	snprintf(target, sizeof(target), "../../../../bus/pci/drivers/%s", name);
	free(name);
	length = strlen(target) < size ? strlen(target) : size;
	memcpy(into, target, length);
	return (ssize_t)length;
}
