#ifndef CLINUX_SHIM_H
#define CLINUX_SHIM_H

#include <sys/syscall.h>
#include <unistd.h>

/* renameat2 with RENAME_EXCHANGE: the declaration is hidden from importers of stdio.h without _GNU_SOURCE. */
static inline long linux_exchange(int old_directory, const char *old_name, int new_directory, const char *new_name) {
  return syscall(SYS_renameat2, old_directory, old_name, new_directory, new_name, 1u << 1);
}

#endif
