#ifndef CLINUX_SHIM_H
#define CLINUX_SHIM_H

#include <linux/fs.h>
#include <sys/syscall.h>
#include <unistd.h>

/* renameat2 with RENAME_EXCHANGE: the declaration is hidden from importers of stdio.h without _GNU_SOURCE. */
static inline long linux_exchange(int old_directory, const char *old_name, int new_directory, const char *new_name) {
  return syscall(SYS_renameat2, old_directory, old_name, new_directory, new_name, 1u << 1);
}

/* ioctl with FS_IOC_GETFLAGS, which is variadic and therefore hidden: the flags of an open file or directory. */
static inline int linux_file_flags(int descriptor, int *flags) {
  return (int)syscall(SYS_ioctl, descriptor, FS_IOC_GETFLAGS, flags);
}

/* FS_IMMUTABLE_FL or FS_APPEND_FL: what has one of them can neither be renamed nor removed. */
static const int linux_fixed_flags = FS_IMMUTABLE_FL | FS_APPEND_FL;

#endif
