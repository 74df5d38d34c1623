/*
 * Loaded before a process whose power is going to fail: writes down, for every file below a folder, what each write
 * replaces, and when the file was flushed. Whoever reads that can make the disk what it would be without power: what was
 * flushed, and any part of the rest. One record is one write(2) to the end of the log, so a kill leaves whole ones.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

enum { WRITE = 1, SYNC = 2, CUT = 3 };

static int log_fd = -1;

static ssize_t (*real_pwrite)(int, const void *, size_t, off_t);
static ssize_t (*real_write)(int, const void *, size_t);
static int (*real_fsync)(int);
static int (*real_fdatasync)(int);
static int (*real_ftruncate)(int, off_t);

__attribute__((constructor)) static void begin(void) {
  real_pwrite = dlsym(RTLD_NEXT, "pwrite64") ?: dlsym(RTLD_NEXT, "pwrite");
  real_write = dlsym(RTLD_NEXT, "write");
  real_fsync = dlsym(RTLD_NEXT, "fsync");
  real_fdatasync = dlsym(RTLD_NEXT, "fdatasync");
  real_ftruncate = dlsym(RTLD_NEXT, "ftruncate64") ?: dlsym(RTLD_NEXT, "ftruncate");
  const char *file = getenv("POWER_LOG");
  if (file) log_fd = open(file, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

/* The path of a descriptor if its writes are of interest: the database and its log, not the index in shared memory. */
static int path_of(int fd, char *path, size_t size) {
  const char *folder = getenv("POWER_FOLDER");
  char link[64];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, size - 1);
  if (log_fd < 0 || !folder || length <= 0) return 0;
  path[length] = 0;
  return strncmp(path, folder, strlen(folder)) == 0 && (strstr(path, ".db") != NULL) && !strstr(path, "-shm");
}

static void note(uint32_t kind, const char *path, off_t offset, off_t size, const void *old, uint32_t old_length,
                 const void *data, uint32_t length) {
  uint32_t path_length = (uint32_t)strlen(path);
  size_t total = 32 + path_length + old_length + length;
  char *record = malloc(total);
  uint32_t head[4] = {kind, path_length, old_length, length};
  int64_t where[2] = {offset, size};
  memcpy(record, head, 16);
  memcpy(record + 16, where, 16);
  memcpy(record + 32, path, path_length);
  memcpy(record + 32 + path_length, old, old_length);
  memcpy(record + 32 + path_length + old_length, data, length);
  real_write(log_fd, record, total);
  free(record);
}

/* What stands at a place of the file now, as much as there is; to be freed. */
static char *standing(const char *path, size_t length, off_t offset, uint32_t *got) {
  char *old = malloc(length + 1);
  int reader = open(path, O_RDONLY | O_CLOEXEC);
  ssize_t count = reader < 0 ? 0 : pread(reader, old, length, offset);
  if (reader >= 0) close(reader);
  *got = count < 0 ? 0 : (uint32_t)count;
  return old;
}

static void note_write(int fd, const char *path, const void *data, size_t length, off_t offset) {
  struct stat info;
  uint32_t got;
  fstat(fd, &info);
  char *old = standing(path, length, offset, &got);
  note(WRITE, path, offset, info.st_size, old, got, data, (uint32_t)length);
  free(old);
}

static void note_cut(int fd, const char *path, off_t size) {
  struct stat info;
  uint32_t got = 0;
  if (fstat(fd, &info) != 0) return;
  char *old = standing(path, info.st_size > size ? (size_t)(info.st_size - size) : 0, size, &got);
  note(CUT, path, size, info.st_size, old, got, "", 0);
  free(old);
}

ssize_t pwrite64(int fd, const void *data, size_t length, off_t offset) {
  char path[1024];
  if (path_of(fd, path, sizeof path)) note_write(fd, path, data, length, offset);
  return real_pwrite(fd, data, length, offset);
}

ssize_t pwrite(int fd, const void *data, size_t length, off_t offset) { return pwrite64(fd, data, length, offset); }

int ftruncate64(int fd, off_t size) {
  char path[1024];
  if (path_of(fd, path, sizeof path)) note_cut(fd, path, size);
  return real_ftruncate(fd, size);
}

int ftruncate(int fd, off_t size) { return ftruncate64(fd, size); }

static int flushed(int fd, int (*flush)(int)) {
  char path[1024];
  int result = flush(fd);
  if (result == 0 && path_of(fd, path, sizeof path)) note(SYNC, path, 0, 0, "", 0, "", 0);
  return result;
}

int fsync(int fd) { return flushed(fd, real_fsync); }

int fdatasync(int fd) { return flushed(fd, real_fdatasync); }
