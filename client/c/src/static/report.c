/* Messages of the tracer: its standard error is a memory file. */
#include "static/report.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "static/descriptor.h"

void report_start(void)
{
	int file = memfd_create("messages", MFD_CLOEXEC);

	if (file == -1)
		file = open("/dev/null", O_RDWR | O_CLOEXEC);
	if (file == STDERR_FILENO)
		return;
	dup2(file, STDERR_FILENO);
	close(file);
}

void report_pass_on(void)
{
	off_t length = lseek(STDERR_FILENO, 0, SEEK_CUR);
	char text[512];
	int to;

	if (length <= 0)
		return;
	to = descriptor_borrow(STDERR_FILENO);
	for (off_t at = 0; to != -1 && at < length; at += (off_t)sizeof(text)) {
		ssize_t count = pread(STDERR_FILENO, text, sizeof(text), at);

		if (count <= 0 || write(to, text, (size_t)count) == -1)
			break;
	}
	if (to != -1)
		close(to);
	if (ftruncate(STDERR_FILENO, 0) == 0)
		lseek(STDERR_FILENO, 0, SEEK_SET);
}
