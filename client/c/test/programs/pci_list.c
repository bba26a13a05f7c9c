/*
 * Lists the PCI functions of the machine as /sys has them: the configuration space by read(2), the addresses by the
 * text of `resource', and where /proc/iomem says they are.
 */
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define DEVICES "/sys/bus/pci/devices"

static unsigned little(const unsigned char *bytes, int count)
{
	unsigned value = 0;

	while (count-- > 0)
		value = value << 8 | bytes[count];
	return value;
}

static void list_resources(void)
{
	unsigned long long first, last, flags;
	FILE *file = fopen("resource", "r");

	for (int bar = 0; bar < 6 && file && fscanf(file, "%llx %llx %llx", &first, &last, &flags) == 3; bar++) {
		struct stat status;
		char name[16];

		if (last == 0)
			continue;
		snprintf(name, sizeof(name), "resource%d", bar);
		printf("  %s 0x%llx, %llu bytes, %s", name, first, last - first + 1,
		       flags & 0x100 ? "ports" : "memory");
		printf(", a file of %lld\n", stat(name, &status) == 0 ? (long long)status.st_size : -1);
	}
	if (file)
		fclose(file);
}

static void list_claim(const char *function)
{
	char line[128];
	FILE *file = fopen("/proc/iomem", "r");

	while (file && fgets(line, sizeof(line), file))
		if (strstr(line, function))
			printf("  %s", line + strspn(line, " "));
	if (file)
		fclose(file);
}

static void list(const char *function)
{
	unsigned char config[64];
	int fd;

	if (chdir(DEVICES) || chdir(function)) {
		perror(function);
		return;
	}
	fd = open("config", O_RDONLY);
	if (fd < 0 || pread(fd, config, sizeof(config), 0) != sizeof(config)) {
		perror("config");
		return;
	}
	close(fd);
	printf("%s %04x:%04x class %06x revision %u\n", function, little(config, 2), little(config + 2, 2),
	       little(config + 9, 3), config[8]);
	list_resources();
	list_claim(function);
}

static int is_function(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

int main(void)
{
	struct dirent **functions;
	int count = scandir(DEVICES, &functions, is_function, alphasort);

	for (int i = 0; i < count; i++) {
		list(functions[i]->d_name);
		free(functions[i]);
	}
	if (count > 0)
		free(functions);
	printf("%d functions\n", count);
	return count > 0 ? 0 : 1;
}
