/* Makes calls of the C library fail, for tests: preloaded into a program, or linked with it. Valid C11, Linux and
 * glibc.
 *
 * Preloaded, it is told what to do by ATTUNE_FAULT=KIND:K[:ERRNO]: the K-th call of this kind fails, counted from where
 * the program's own code begins. KIND is one of
 *   memory      malloc, calloc, realloc, posix_memalign, aligned_alloc, memalign
 *   exhausted   the same, and every later one as well
 *   write       write, pwrite, writev of anything but standard error
 *   sync        fsync, fdatasync
 *   rename      rename, renameat, renameat2
 *   remove      unlink
 *   open        open, openat, mkstemp, fopen
 *   close       close (the descriptor is closed all the same, as Linux does)
 *   read        read, pread
 *   thread      pthread_create (EAGAIN, whatever ERRNO says)
 *   short       no failure: from the K-th on, every write takes a single byte and every read gives one
 *   interrupt   from the K-th on, every second call of open, read, write and sync is interrupted by a signal (EINTR)
 *   kill        no failure: ahead of the K-th call of all those from write to read the program is killed (SIGKILL)
 * When a fault has happened, the file named by ATTUNE_FAULT_MARK exists. */
#ifndef ATTUNE_TESTS_FAULT_SHIM_H
#define ATTUNE_TESTS_FAULT_SHIM_H

/* Sets up a fault as ATTUNE_FAULT does; null takes it away. The count begins anew. */
void fault_arm(const char* what);

/* 1 when the fault has happened since it was set up. */
int fault_has_happened(void);

/* Number of blocks of memory that were given out and not taken back. */
long fault_live_blocks(void);

#endif
