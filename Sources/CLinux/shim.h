#ifndef CLINUX_SHIM_H
#define CLINUX_SHIM_H

#include <errno.h>
#include <linux/fs.h>
#include <linux/magic.h>
#include <linux/stat.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <unistd.h>

/* renameat2 with RENAME_EXCHANGE: the declaration is hidden from importers of stdio.h without _GNU_SOURCE. */
static inline long linux_exchange(int old_directory, const char *old_name, int new_directory, const char *new_name) {
  return syscall(SYS_renameat2, old_directory, old_name, new_directory, new_name, 1u << 1);
}

/* lseek with SEEK_DATA and SEEK_HOLE, which are hidden without _GNU_SOURCE as well. */
static inline off_t linux_seek_data(int descriptor, off_t offset) { return lseek(descriptor, offset, 3); }
static inline off_t linux_seek_hole(int descriptor, off_t offset) { return lseek(descriptor, offset, 4); }

/* The flags that chattr sets: an ioctl of an open file or directory. Declared here, because sys/ioctl.h would take the
   terminal's types from the C library's module. */
extern int ioctl(int descriptor, unsigned long request, ...);
static inline int linux_get_flags(int descriptor, int *flags) { return ioctl(descriptor, FS_IOC_GETFLAGS, flags); }
static inline int linux_set_flags(int descriptor, int flags) { return ioctl(descriptor, FS_IOC_SETFLAGS, &flags); }
enum { linux_append_only = FS_APPEND_FL, linux_immutable = FS_IMMUTABLE_FL };

/* The magic number of the file system that an open directory is on; 0 when it cannot be had. */
static inline long linux_file_system(int descriptor) {
  struct statfs status;
  return fstatfs(descriptor, &status) == 0 ? (long)status.f_type : 0;
}

enum { linux_proc_file_system = PROC_SUPER_MAGIC };

/* What a path's entry is, by a descriptor of it. */
struct linux_entry {
  uint32_t mode, owner, group;
  uint64_t device;
};

/* statx with AT_EMPTY_PATH and AT_STATX_DONT_SYNC: a program behind FUSE is not asked. */
static inline int linux_entry_status(int descriptor, struct linux_entry *entry) {
  struct statx status;
  const unsigned wanted = STATX_TYPE | STATX_MODE | STATX_UID | STATX_GID;
  if (syscall(SYS_statx, descriptor, "", 0x1000 | 0x4000, wanted, &status) != 0)
    return -1;
  entry->mode = status.stx_mode;
  entry->owner = status.stx_uid;
  entry->group = status.stx_gid;
  entry->device = (uint64_t)status.stx_dev_major << 32 | status.stx_dev_minor;
  return 0;
}

/* Declared here, because sys/xattr.h would take the types of signals from the C library's module. */
extern ssize_t llistxattr(const char *path, char *list, size_t size);
extern ssize_t lgetxattr(const char *path, const char *name, void *value, size_t size);
extern int lsetxattr(const char *path, const char *name, const void *value, size_t size, int flags);
extern int lremovexattr(const char *path, const char *name);

/* Extended attributes of an entry of an open directory, no link is followed: the directory's descriptor in /proc stands
   for its path. `name` is `/proc/self/fd/N/NAME`. */
static inline ssize_t linux_list_attributes(const char *name, char *list, size_t size) {
  return llistxattr(name, list, size);
}
static inline ssize_t linux_get_attribute(const char *name, const char *key, void *value, size_t size) {
  return lgetxattr(name, key, value, size);
}
static inline int linux_set_attribute(const char *name, const char *key, const void *value, size_t size) {
  return lsetxattr(name, key, value, size, 0);
}
static inline int linux_remove_attribute(const char *name, const char *key) { return lremovexattr(name, key); }

#endif
