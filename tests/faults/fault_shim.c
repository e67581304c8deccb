#define _GNU_SOURCE
#include "fault_shim.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

/* What glibc's own functions are called besides. */
void* __libc_malloc(size_t n_bytes);
void* __libc_calloc(size_t n_items, size_t n_bytes);
void* __libc_realloc(void* block, size_t n_bytes);
void* __libc_memalign(size_t alignment, size_t n_bytes);
void __libc_free(void* block);

enum kind {
    none,
    memory,
    exhausted,
    write_call,
    sync_call,
    rename_call,
    remove_call,
    open_call,
    close_call,
    read_call,
    thread_call,
    shortened,
    interrupted,
    killed
};

static const char* const kind_names[] = {"none", "memory", "exhausted", "write",  "sync",  "rename",    "remove",
                                         "open", "close",  "read",      "thread", "short", "interrupt", "kill"};

static enum kind armed = none;
static long failing_call = 0;
static int error_number = EIO;
static atomic_long n_calls = 0;
static atomic_long n_live_blocks = 0;
static atomic_int has_happened = 0;
static atomic_int n_interruptible = 0;
static const char* mark = NULL;

static void note_fault(void)
{
    if (atomic_exchange(&has_happened, 1) == 0 && mark != NULL) {
        const int saved = errno;
        syscall(SYS_close, (int)syscall(SYS_openat, AT_FDCWD, mark, O_CREAT | O_WRONLY | O_CLOEXEC, 0600));
        errno = saved;
    }
}

/* Counts a call; 1 when it has to fail. */
static int fails(enum kind kind)
{
    if (armed == killed && kind != memory && atomic_fetch_add(&n_calls, 1) + 1 == failing_call) {
        note_fault();
        raise(SIGKILL);
    }
    if (armed != kind && !(kind == memory && armed == exhausted))
        return 0;
    const long call = atomic_fetch_add(&n_calls, 1) + 1;
    if (call != failing_call && !(armed == exhausted && call > failing_call))
        return 0;
    note_fault();
    errno = kind == memory ? ENOMEM : error_number;
    return 1;
}

/* 1 when a call has to end as if a signal had come. */
static int is_interrupted(void)
{
    if (armed != interrupted || atomic_fetch_add(&n_interruptible, 1) + 1 < failing_call)
        return 0;
    if (atomic_fetch_add(&n_calls, 1) % 2 != 0)
        return 0;
    note_fault();
    errno = EINTR;
    return 1;
}

/* How much of a transfer is done. */
static size_t shorten(size_t n_bytes)
{
    if (armed != shortened || n_bytes < 2 || atomic_fetch_add(&n_calls, 1) + 1 < failing_call)
        return n_bytes;
    note_fault();
    return 1;
}

void fault_arm(const char* what)
{
    armed = none;
    n_calls = 0;
    n_interruptible = 0;
    has_happened = 0;
    if (what == NULL)
        return;
    const char* const colon = strchr(what, ':');
    char* rest = NULL;
    failing_call = strtol(colon + 1, &rest, 10);
    error_number = *rest == ':' ? atoi(rest + 1) : EIO;
    for (int kind = memory; kind <= killed; ++kind)
        if (strlen(kind_names[kind]) == (size_t)(colon - what) &&
            strncmp(what, kind_names[kind], (size_t)(colon - what)) == 0)
            armed = (enum kind)kind;
}

int fault_has_happened(void)
{
    return has_happened;
}

long fault_live_blocks(void)
{
    return n_live_blocks;
}

__attribute__((constructor)) static void arm_as_environment_says(void)
{
    mark = getenv("ATTUNE_FAULT_MARK");
    fault_arm(getenv("ATTUNE_FAULT"));
}

static void* counted(void* block)
{
    if (block != NULL)
        atomic_fetch_add(&n_live_blocks, 1);
    return block;
}

void* malloc(size_t n_bytes)
{
    return fails(memory) ? NULL : counted(__libc_malloc(n_bytes));
}

void* calloc(size_t n_items, size_t n_bytes)
{
    return fails(memory) ? NULL : counted(__libc_calloc(n_items, n_bytes));
}

void* realloc(void* block, size_t n_bytes)
{
    if (fails(memory))
        return NULL;
    void* const moved = __libc_realloc(block, n_bytes);
    if (block == NULL)
        counted(moved);
    else if (n_bytes == 0 && moved == NULL)
        atomic_fetch_sub(&n_live_blocks, 1);
    return moved;
}

void* memalign(size_t alignment, size_t n_bytes)
{
    return fails(memory) ? NULL : counted(__libc_memalign(alignment, n_bytes));
}

void* aligned_alloc(size_t alignment, size_t n_bytes)
{
    return memalign(alignment, n_bytes);
}

int posix_memalign(void** block, size_t alignment, size_t n_bytes)
{
    void* const made = memalign(alignment, n_bytes);
    if (made == NULL)
        return ENOMEM;
    *block = made;
    return 0;
}

void free(void* block)
{
    if (block != NULL)
        atomic_fetch_sub(&n_live_blocks, 1);
    __libc_free(block);
}

/* The next definition of a function behind this library. */
#define REAL(function) ((__typeof__(&function))dlsym(RTLD_NEXT, #function))

ssize_t write(int descriptor, const void* bytes, size_t n_bytes)
{
    if (descriptor != STDERR_FILENO) {
        if (is_interrupted() || fails(write_call))
            return -1;
        n_bytes = shorten(n_bytes);
    }
    return syscall(SYS_write, descriptor, bytes, n_bytes);
}

ssize_t pwrite(int descriptor, const void* bytes, size_t n_bytes, off_t offset)
{
    if (is_interrupted() || fails(write_call))
        return -1;
    return syscall(SYS_pwrite64, descriptor, bytes, shorten(n_bytes), offset);
}

ssize_t writev(int descriptor, const struct iovec* parts, int n_parts)
{
    if (descriptor != STDERR_FILENO && (is_interrupted() || fails(write_call)))
        return -1;
    return syscall(SYS_writev, descriptor, parts, n_parts);
}

ssize_t read(int descriptor, void* bytes, size_t n_bytes)
{
    if (is_interrupted() || fails(read_call))
        return -1;
    return syscall(SYS_read, descriptor, bytes, shorten(n_bytes));
}

ssize_t pread(int descriptor, void* bytes, size_t n_bytes, off_t offset)
{
    if (is_interrupted() || fails(read_call))
        return -1;
    return syscall(SYS_pread64, descriptor, bytes, shorten(n_bytes), offset);
}

int fsync(int descriptor)
{
    return is_interrupted() || fails(sync_call) ? -1 : (int)syscall(SYS_fsync, descriptor);
}

int fdatasync(int descriptor)
{
    return is_interrupted() || fails(sync_call) ? -1 : (int)syscall(SYS_fdatasync, descriptor);
}

int rename(const char* from, const char* to)
{
    return fails(rename_call) ? -1 : (int)syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0);
}

int renameat(int from_folder, const char* from, int to_folder, const char* to)
{
    return fails(rename_call) ? -1 : (int)syscall(SYS_renameat2, from_folder, from, to_folder, to, 0);
}

int renameat2(int from_folder, const char* from, int to_folder, const char* to, unsigned flags)
{
    return fails(rename_call) ? -1 : (int)syscall(SYS_renameat2, from_folder, from, to_folder, to, flags);
}

int unlink(const char* path)
{
    return fails(remove_call) ? -1 : (int)syscall(SYS_unlinkat, AT_FDCWD, path, 0);
}

/* The mode that follows the flags of a call that may make a file. */
static mode_t mode_of(int flags, va_list arguments)
{
    return (flags & O_CREAT) != 0 || (flags & O_TMPFILE) == O_TMPFILE ? va_arg(arguments, mode_t) : 0;
}

static int open_in(int folder, const char* path, int flags, mode_t mode)
{
    return is_interrupted() || fails(open_call) ? -1 : (int)syscall(SYS_openat, folder, path, flags, mode);
}

#define DEFINE_OPEN(name)                              \
    int name(const char* path, int flags, ...)         \
    {                                                  \
        va_list arguments;                             \
        va_start(arguments, flags);                    \
        const mode_t mode = mode_of(flags, arguments); \
        va_end(arguments);                             \
        return open_in(AT_FDCWD, path, flags, mode);   \
    }
DEFINE_OPEN(open)
DEFINE_OPEN(open64)

#define DEFINE_OPENAT(name)                                \
    int name(int folder, const char* path, int flags, ...) \
    {                                                      \
        va_list arguments;                                 \
        va_start(arguments, flags);                        \
        const mode_t mode = mode_of(flags, arguments);     \
        va_end(arguments);                                 \
        return open_in(folder, path, flags, mode);         \
    }
DEFINE_OPENAT(openat)
DEFINE_OPENAT(openat64)

int mkstemp(char* path)
{
    return fails(open_call) ? -1 : REAL(mkstemp)(path);
}

int mkstemp64(char* path)
{
    return fails(open_call) ? -1 : REAL(mkstemp64)(path);
}

FILE* fopen(const char* path, const char* mode)
{
    return fails(open_call) ? NULL : REAL(fopen)(path, mode);
}

FILE* fopen64(const char* path, const char* mode)
{
    return fails(open_call) ? NULL : REAL(fopen64)(path, mode);
}

int close(int descriptor)
{
    const int closed = (int)syscall(SYS_close, descriptor);
    return fails(close_call) ? -1 : closed;
}

int pthread_create(pthread_t* thread, const pthread_attr_t* attributes, void* (*start)(void*), void* argument)
{
    return fails(thread_call) ? EAGAIN : REAL(pthread_create)(thread, attributes, start, argument);
}
