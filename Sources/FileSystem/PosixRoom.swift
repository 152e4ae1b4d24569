internal import Glibc

extension PosixDirectory {
  func capacity() throws(FileError) -> Capacity {
    var status = statvfs()
    try retrying(.status, path) { unsafe fstatvfs(descriptor.number, &status) }
    let block = UInt64(max(status.f_frsize, 1))
    func bytes(_ count: UInt64) -> Int64? { status.f_blocks == 0 ? nil : Int64(clamping: count &* block) }
    let (others, all) = (bytes(UInt64(status.f_bavail)), bytes(UInt64(status.f_bfree)))
    return Capacity(
      total: bytes(UInt64(status.f_blocks)), free: try RootReserve.free(all, others, self.status(), block),
      isReadOnly: status.f_flag & UInt(ST_RDONLY) != 0,
      freeInodes: status.f_files == 0 ? nil : Int64(clamping: UInt64(status.f_favail)),
      block: Int64(clamping: block))
  }
}

/// The room that a file system keeps back for root.
private enum RootReserve {
  /// Bytes that this process may still write: root also those that are kept back for it, but not what ext4 keeps for
  /// itself.
  ///
  /// - Parameters:
  ///   - all: free bytes, `nil` when the file system does not know.
  ///   - others: those that are not kept back.
  ///   - status: of a directory on the file system.
  ///   - block: bytes of a block, of which ext4 keeps some.
  static func free(_ all: Int64?, _ others: Int64?, _ status: FileStatus, _ block: UInt64) -> Int64? {
    let device = DeviceNumber(status.device)
    guard let all, let others, all > others, mayUse(device) else { return others }
    guard let name = MountTable.blockName(of: device, in: PosixFileSystem()),
      let ext4 = try? PosixFileSystem().openDirectory(at: "/sys/fs/ext4/" + name)
    else { return all }
    let text = (try? ext4.readWhole("reserved_clusters", limit: 64)) ?? []
    guard let clusters = Int64(String(decoding: text.prefix { $0 != 0x0A }, as: UTF8.self)) else { return others }
    return max(all - clusters * Int64(clamping: block), others)
  }

  /// Whether it is kept for this process: it is root, not of a user namespace, and the file system was not mounted with
  /// another user for it.
  private static func mayUse(_ device: DeviceNumber) -> Bool {
    guard ThisProcess.user == 0, let own = try? PosixFileSystem().openDirectory(at: "/proc/self"),
      let map = try? own.readWhole("uid_map", limit: 4_096)
    else { return false }
    let numbers = map.split { $0 == 0x20 || $0 == 0x0A }.map { String(decoding: $0, as: UTF8.self) }
    guard numbers == ["0", "0", "4294967295"], let table = try? MountTable(files: PosixFileSystem()) else {
      return false
    }
    return table.mounts.last { $0.device == device }?.option("resuid") ?? "0" == "0"
  }
}
