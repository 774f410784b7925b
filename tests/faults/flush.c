/* Loaded before the C library: fails the flushes (or writes) numbered FLUSH_FIRST to FLUSH_LAST of files called wal.db*. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int ours(int fd) {
    char link[64], path[4096];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0) return 0;
    path[length] = 0;
    return strstr(path, "/wal.db") != NULL;
}

static int fails(const char *what, int fd) {
    static int seen;
    const char *wanted = getenv("FLUSH_WHAT");
    if (!wanted || strcmp(wanted, what) || !ours(fd)) return 0;
    int number = __sync_add_and_fetch(&seen, 1);
    if (number < atoi(getenv("FLUSH_FIRST")) || number > atoi(getenv("FLUSH_LAST"))) return 0;
    FILE *hits = fopen(getenv("FLUSH_HITS"), "a");
    if (hits) { fputs("hit\n", hits); fclose(hits); }
    return 1;
}

int fsync(int fd) {
    static int (*real)(int);
    if (!real) real = dlsym(RTLD_NEXT, "fsync");
    if (fails("flush", fd)) { real(fd); errno = EIO; return -1; }
    return real(fd);
}

int fdatasync(int fd) {
    static int (*real)(int);
    if (!real) real = dlsym(RTLD_NEXT, "fdatasync");
    if (fails("flush", fd)) { real(fd); errno = EIO; return -1; }
    return real(fd);
}

ssize_t pwrite64(int fd, const void *from, size_t count, off64_t at) {
    static ssize_t (*real)(int, const void *, size_t, off64_t);
    if (!real) real = dlsym(RTLD_NEXT, "pwrite64");
    if (fails("write", fd)) { errno = EIO; return -1; }
    if (fails("short", fd)) return real(fd, from, count / 2, at);
    return real(fd, from, count, at);
}
