/*
 * What the C library does with files, memory, text and numbers, said on the standard output: the test runs this
 * program natively and as a kernel, and both must say the same. Works in the current directory, which is empty.
 */
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

/* Says how it went, in words: the number of an errno differs between systems. */
static void said(const char *what, int result) {
  printf("%s: %s\n", what, result < 0 ? strerror(errno) : "fine");
}

static void write_file(const char *name, const char *mode, const char *text) {
  FILE *file = fopen(name, mode);
  if (!file) {
    said(name, -1);
    return;
  }
  fputs(text, file);
  fclose(file);
}

static void show_file(const char *name) {
  char text[256];
  FILE *file = fopen(name, "r");
  if (!file) {
    said(name, -1);
    return;
  }
  size_t length = fread(text, 1, sizeof text, file);
  printf("%s (%zu, end %d): ", name, length, feof(file) != 0);
  for (size_t i = 0; i < length; i++) printf(isprint((unsigned char)text[i]) ? "%c" : "\\x%02x", (unsigned char)text[i]);
  printf("\n");
  fclose(file);
}

static int by_name(const void *a, const void *b) { return strcmp(*(char *const *)a, *(char *const *)b); }

static void list(const char *path) {
  char *names[64];
  int count = 0;
  DIR *directory = opendir(path);
  if (!directory) {
    said(path, -1);
    return;
  }
  for (struct dirent *entry; (entry = readdir(directory)) && count < 64;) names[count++] = strdup(entry->d_name);
  closedir(directory);
  qsort(names, count, sizeof *names, by_name);
  printf("%s has %d:", path, count);
  for (int i = 0; i < count; i++) printf(" %s", names[i]), free(names[i]);
  printf("\n");
}

static void streams(void) {
  write_file("a.txt", "w", "alpha\nbeta\n");
  write_file("a.txt", "a", "gamma\n");
  show_file("a.txt");
  write_file("missing/a.txt", "w", "x");
  show_file("missing.txt");
  FILE *file = fopen("b.bin", "w+");
  for (int i = 0; i < 5000; i++) fprintf(file, "%05d,", i);
  fseek(file, 6 * 1234, SEEK_SET);
  int value = 0;
  printf("scanned %d:", fscanf(file, "%d,", &value));
  printf(" %d at %ld\n", value, ftell(file));
  fseek(file, -6, SEEK_END);
  fputs("END", file);
  rewind(file);
  fseek(file, 20, SEEK_END);
  fputs("gap", file);
  fflush(file);
  struct stat status;
  fstat(fileno(file), &status);
  printf("size %ld, regular %d\n", (long)status.st_size, S_ISREG(status.st_mode) != 0);
  fclose(file);
  said("truncate", truncate("b.bin", 12));
  show_file("b.bin");
}

static void descriptors(void) {
  char text[16] = {0};
  int fd = open("c.bin", O_RDWR | O_CREAT | O_EXCL, 0600);
  said("create", fd);
  said("create again", open("c.bin", O_RDWR | O_CREAT | O_EXCL, 0600));
  struct iovec parts[] = {{"one", 3}, {"", 0}, {"two", 3}};
  printf("writev %zd\n", writev(fd, parts, 3));
  printf("pwrite %zd\n", pwrite(fd, "XY", 2, 2));
  printf("pread %zd: ", pread(fd, text, 15, 1));
  printf("%s at %ld\n", text, (long)lseek(fd, 0, SEEK_CUR));
  said("seek before the start", (int)lseek(fd, -1, SEEK_SET));
  said("ftruncate", ftruncate(fd, 4));
  said("unlink while open", unlink("c.bin"));
  printf("still reads %zd\n", pread(fd, text, 15, 0));
  said("close", close(fd));
  said("close again", close(fd));
  fd = open("a.txt", O_RDONLY);
  said("write to what is only read", (int)write(fd, "x", 1));
  close(fd);
  fd = open("a.txt", O_WRONLY | O_APPEND);
  said("read of what is only written", (int)read(fd, text, 1));
  close(fd);
}

static void directories(void) {
  said("mkdir", mkdir("d", 0700));
  said("mkdir again", mkdir("d", 0700));
  said("mkdir d/e/", mkdir("d/e/", 0700));
  write_file("d/e/f.txt", "w", "deep");
  list(".");
  list("d");
  said("rmdir full", rmdir("d"));
  said("rename", rename("d/e", "g"));
  said("rename into itself", rename("g", "g/h"));
  said("rename file over directory", rename("a.txt", "g"));
  said("rename directory over file", rename("g", "a.txt"));
  show_file("g/../g/./f.txt");
  show_file("a.txt/x");
  said("open directory to write", open("g", O_WRONLY));
  said("open file as directory", open("a.txt", O_RDONLY | O_DIRECTORY));
  said("unlink missing", unlink("nothing"));
  said("rename over", rename("g/f.txt", "a.txt"));
  show_file("a.txt");
  said("rmdir", rmdir("g"));
  list("g");
  for (int i = 0; i < 40; i++) {
    char name[16];
    snprintf(name, sizeof name, "d/%02d", i);
    write_file(name, "w", name);
  }
  list("d");
  DIR *directory = opendir("d");
  for (struct dirent *entry; (entry = readdir(directory));)
    if (entry->d_name[0] != '.') unlinkat(dirfd(directory), entry->d_name, 0);
  closedir(directory);
  list("d");
}

static void numbers(void) {
  printf("%g %.17g %a %e\n", 0.1, 1e300 * 1e10, 1.0 / 3, 123456.789);
  printf("%g %g %g\n", strtod("1e-320", NULL), strtod("0x1.8p3", NULL), sqrt(2));
  printf("%.12g %.12g %.12g\n", sin(1e6), exp(-3.5), pow(1.1, 77));
  printf("%lld %llu %x\n", (long long)INT64_MIN, (unsigned long long)UINT64_MAX, 0xbeefu);
  printf("%ld\n", strtol("zz", NULL, 36));
  errno = 0;
  strtoll("99999999999999999999", NULL, 10);
  printf("out of range %d\n", errno == ERANGE);
}

static void memory(void) {
  unsigned sum = 0;
  char *kept = malloc(1);
  for (size_t size = 1; size < 4u << 20; size *= 3) {
    unsigned char *bytes = calloc(size, 1);
    for (size_t i = 0; i < size; i++) sum += bytes[i], bytes[i] = (unsigned char)(i * 7);
    bytes = realloc(bytes, 2 * size);
    for (size_t i = 0; i < size; i++) sum = sum * 31 + bytes[i];
    free(bytes);
  }
  printf("memory %u\n", sum);
  free(kept);
}

/* Only what must hold on any system: time passes, sleep sleeps. */
static void times(void) {
  struct timespec before, after, pause = {0, 20000000};
  clock_gettime(CLOCK_MONOTONIC, &before);
  nanosleep(&pause, NULL);
  clock_gettime(CLOCK_MONOTONIC, &after);
  double slept = (double)(after.tv_sec - before.tv_sec) + 1e-9 * (double)(after.tv_nsec - before.tv_nsec);
  printf("slept long enough %d, date after 1999 %d\n", slept >= 0.02, time(NULL) > 946684799);
  struct tm day = {0};
  time_t moment = 951782400;
  gmtime_r(&moment, &day);
  char text[64];
  strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S %j", &day);
  puts(text);
}

int main(int argc, char **argv) {
  for (int i = 1; i < argc; i++) printf("argument “%s”\n", argv[i]);
  printf("COLOUR is %s\n", getenv("COLOUR") ? getenv("COLOUR") : "not set");
  char line[64];
  while (fgets(line, sizeof line, stdin)) printf("read %zu: %s\n", strlen(line), line);
  streams();
  descriptors();
  directories();
  numbers();
  memory();
  times();
  fflush(stdout);
  fprintf(stderr, "done\n");
  exit(37);
}
