/* Makes the disk under the store fail on command: for DiskFaultsIT.
 *
 * Loaded with LD_PRELOAD. While the file named by CHANCERY_FAULT_FILE exists, its first word says what goes wrong with files
 * whose path contains "chancery.db":  sync  = fsync and fdatasync fail with EIO,
 *                                     write = writing fails with EIO,
 *                                     full  = writing fails with ENOSPC.
 * Build: gcc -shared -fPIC -O2 -o faulty-disk.so faulty-disk.c -ldl
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

/* 0, or the errno that this call shall fail with. */
static int fault(int fd, int syncing) {
    char what[8] = "", link[64], path[4096];
    const char *control = getenv("CHANCERY_FAULT_FILE");
    int file = control ? open(control, O_RDONLY | O_CLOEXEC) : -1;
    if (file < 0) return 0;
    ssize_t n = read(file, what, sizeof what - 1);
    close(file);
    if (n <= 0) return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    n = readlink(link, path, sizeof path - 1);
    if (n <= 0) return 0;
    path[n] = 0;
    if (!strstr(path, "chancery.db")) return 0;
    if (syncing) return strncmp(what, "sync", 4) == 0 ? EIO : 0;
    return strncmp(what, "write", 5) == 0 ? EIO : strncmp(what, "full", 4) == 0 ? ENOSPC : 0;
}

#define REAL(name) static __typeof__(&name) real; if (!real) real = (__typeof__(&name)) dlsym(RTLD_NEXT, #name)
#define FAIL(fd, syncing) do { int e = fault(fd, syncing); if (e) { errno = e; return -1; } } while (0)

int fsync(int fd) { REAL(fsync); FAIL(fd, 1); return real(fd); }
int fdatasync(int fd) { REAL(fdatasync); FAIL(fd, 1); return real(fd); }
ssize_t write(int fd, const void *b, size_t n) { REAL(write); FAIL(fd, 0); return real(fd, b, n); }
ssize_t pwrite(int fd, const void *b, size_t n, off_t o) { REAL(pwrite); FAIL(fd, 0); return real(fd, b, n, o); }
ssize_t pwrite64(int fd, const void *b, size_t n, off64_t o) { REAL(pwrite64); FAIL(fd, 0); return real(fd, b, n, o); }
