import Glibc
import TestSupport
import Testing

/// A bus directory in the place of the demo's, on which module 03 misbehaves when it is written.
///
/// It hangs for seconds only: what waits for a FUSE file system cannot end before it answers, not even killed.
enum FuseBus {
  static var isUsable: Bool {
    guard unsafe access("/dev/fuse", R_OK | W_OK) == 0 else { return false }
    return !Binary.lacks(root: true, "python3", "fusermount")
      && (try? runProcess("/usr/bin/python3", ["-c", "import fusepy"]))?.status == 0
  }

  /// Mounts the demo's own bus over itself for the time of `body`.
  ///
  /// - Parameter behaviour: `delay`, `hang`, `fail`, `timeout` or `unplug`; or `refuse PATH ERROR`: whatever is asked
  ///   of a file or directory of the bus, its attributes aside unless it is not there, fails so.
  static func with(_ behaviour: String, in demo: Demo, _ body: () throws -> Void) throws {
    try demo.must("cat > fusebus.py <<'E'\n\(script)\nE\n")
    let bus = demo.path + "/bus"
    let arguments = [demo.base + "/fusebus.py", bus] + behaviour.split(separator: " ").map(String.init)
    let process = try StartedProcess("/usr/bin/python3", arguments, demo.options())
    defer {
      _ = try? runProcess("/bin/umount", ["-l", bus])
      process.send(signal: SIGKILL)
      _ = try? process.wait()
    }
    try demo.must("for i in $(seq 9000); do mountpoint -q demo/bus && exit; sleep 0.02; done; exit 1")
    try body()
  }

  /// The directory below the mount is reached through a descriptor that was opened before.
  private static let script = """
    import errno, os, sys, time
    from fusepy import FUSE, FuseOSError, Operations
    path, behaviour = sys.argv[1:3]
    refused, refusal = (sys.argv[3:] + ['', ''])[:2]
    below = '/proc/self/fd/%d' % os.open(path, os.O_RDONLY)
    gone = False

    class Bus(Operations):
        def at(self, path):
            if gone and path.startswith('/03'):
                raise FuseOSError(errno.ENODEV)
            return below + path

        def refuse(self, path):
            if path == refused:
                raise FuseOSError(getattr(errno, refusal))

        def getattr(self, path, handle=None):
            if refusal == 'ENOENT':
                self.refuse(path)
            try:
                status = os.lstat(self.at(path))
            except OSError as error:
                raise FuseOSError(error.errno)
            return {key: getattr(status, key) for key in (
                'st_mode', 'st_size', 'st_uid', 'st_gid', 'st_nlink', 'st_mtime', 'st_atime', 'st_ctime')}

        def opendir(self, path):
            self.refuse(path)
            return 0

        def readdir(self, path, handle):
            return ['.', '..'] + os.listdir(self.at(path))

        def open(self, path, flags):
            self.refuse(path)
            return os.open(self.at(path), flags & os.O_ACCMODE)

        def release(self, path, handle):
            os.close(handle)

        def read(self, path, size, offset, handle):
            self.at(path)
            return os.pread(handle, size, offset)

        def write(self, path, data, offset, handle):
            global gone
            if path == '/03/config':
                if behaviour == 'delay':
                    time.sleep(0.5)
                if behaviour == 'fail':
                    raise FuseOSError(errno.EIO)
                if behaviour == 'timeout':
                    raise FuseOSError(errno.ETIMEDOUT)
                if behaviour in ('unplug', 'hang'):
                    os.pwrite(handle, data[:len(data) // 2], offset)
                    gone = behaviour == 'unplug'
                    if gone:
                        raise FuseOSError(errno.ENODEV)
                    time.sleep(4)
            return os.pwrite(handle, data, offset)

        def truncate(self, path, length, handle=None):
            os.truncate(self.at(path), length)

        def fsync(self, path, datasync, handle):
            return 0

    FUSE(Bus(), path, foreground=True, nonempty=True, direct_io=True, attr_timeout=0, entry_timeout=0)
    """
}
