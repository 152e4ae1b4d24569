internal import CLinux
internal import Glibc

/// What may be at the end of a path. Each directory before it is root's or the caller's. No one else may write it,
/// unless the sticky bit stops others from replacing what they do not own.
package enum PathEnd: Sendable {
  /// The same as before it.
  case shared
  /// Something that nobody else may write, sticky bit or not.
  case own
  /// A file system that is mounted there, no matter to whom it belongs, as FAT of a user's own; else the same as `own`.
  case mountPoint
  /// A directory of anybody: what is made in it is made by its handle.
  case foreign
}

/// A path, walked from the root directory name by name, so that no other user can exchange what it leads to.
///
/// Each entry is opened in the directory before it, without following a link (`openat` with `O_PATH` and `O_NOFOLLOW`),
/// and is looked at by its handle. Links of root and of the caller are followed. The kernel's own links below `/proc`
/// name what a process has open: they are followed as they are.
struct TrustedPath {
  /// What a path leads to.
  struct Place {
    /// The directory that it is in.
    let parent: Descriptor
    /// Its name there, with the links of the path followed, as bytes that end with 0.
    let name: [CChar]
    /// Of a directory its handle (`O_PATH`); `nil` for anything else.
    let directory: Descriptor?
    /// Whether the name is a link of the kernel's, which must be followed.
    let isKernelLink: Bool
  }

  /// Links in one path, as many as the kernel follows.
  private static let linkLimit = 40

  private let path: String
  private let trust: Trust
  private let end: PathEnd
  /// Whether nothing is mounted on demand at the end of the path, and no device is woken.
  private let onlyLooks: Bool
  private var parent: Descriptor
  private var current: Descriptor
  private var currentDevice: UInt64
  private var name: [CChar] = system(".")
  /// The names that led to `current`, for people.
  private var walked: [[UInt8]] = []
  /// The names that are still ahead, the next one last.
  private var ahead: [[UInt8]] = []
  private var links = 0

  /// - Parameter path: absolute.
  static func walk(
    _ path: String, _ trust: Trust, _ end: PathEnd, onlyLooks: Bool = false
  ) throws(FileError) -> Place {
    var walk = try TrustedPath(path, trust, end, onlyLooks)
    return try walk.place()
  }

  private init(_ path: String, _ trust: Trust, _ end: PathEnd, _ onlyLooks: Bool) throws(FileError) {
    (self.path, self.trust, self.end, self.onlyLooks) = (path, trust, end, onlyLooks)
    guard path.utf8.first == UInt8(ascii: "/") else { throw FileError(.open, path, code: EINVAL) }
    current = try Self.root(path)
    parent = current
    currentDevice = try EntryStatus(current, path).device
    push(Array(path.utf8))
  }

  private static func root(_ path: String) throws(FileError) -> Descriptor {
    Descriptor(try retrying(.open, path) { unsafe open("/", __O_PATH | O_DIRECTORY | O_CLOEXEC) })
  }

  private mutating func push(_ path: [UInt8]) {
    ahead += path.split(separator: UInt8(ascii: "/")).map(Array.init).filter { $0 != [0x2E] }.reversed()
  }

  private mutating func place() throws(FileError) -> Place {
    try check(try EntryStatus(current, path), [], isLast: ahead.isEmpty)
    while let next = ahead.popLast() {
      if next == [0x2E, 0x2E] {
        try ascend()
      } else if let file = try enter(next) {
        return file
      }
    }
    return Place(parent: parent, name: name, directory: current, isKernelLink: false)
  }

  private mutating func ascend() throws(FileError) {
    let above = try openEntry(system(".."), O_DIRECTORY)
    currentDevice = try EntryStatus(above, path).device
    (parent, current, name) = (above, above, system("."))
    _ = walked.popLast()
  }

  /// Enters a directory or follows a link.
  ///
  /// - Returns: what is not a directory, which ends the path.
  private mutating func enter(_ bytes: [UInt8]) throws(FileError) -> Place? {
    let (name, isLast) = (bytes.map { CChar(bitPattern: $0) } + [0], ahead.isEmpty)
    var entry = try openEntry(name, isLast: isLast)
    var status = try EntryStatus(entry, path)
    let isLink = status.kind == S_IFLNK
    let isKernelLink = isLink && linux_file_system(current.number) == linux_proc_file_system
    if isKernelLink {
      entry = Descriptor(
        try retrying(.open, path) { unsafe openat(current.number, name, __O_PATH | O_CLOEXEC) })
      status = try EntryStatus(entry, path)
    } else if isLink {
      try follow(entry, status, bytes)
      return nil
    }
    if !isKernelLink || status.kind == S_IFDIR { try check(status, walked + [bytes], isLast: isLast) }
    guard status.kind == S_IFDIR else {
      guard isLast else { throw FileError(.open, path, code: ENOTDIR) }
      return Place(parent: current, name: name, directory: nil, isKernelLink: isKernelLink)
    }
    (parent, current, self.name) = (current, entry, name)
    currentDevice = status.device
    walked.append(bytes)
    return nil
  }

  /// Opens an entry without following it. As a directory first: that lets an automounter mount.
  private func openEntry(_ name: [CChar], isLast: Bool) throws(FileError) -> Descriptor {
    guard !(onlyLooks && isLast) else { return try openEntry(name, 0) }
    do {
      return try openEntry(name, O_DIRECTORY)
    } catch {
      guard error.code == ENOTDIR else { throw error }
      return try openEntry(name, 0)
    }
  }

  private func openEntry(_ name: [CChar], _ flags: Int32) throws(FileError) -> Descriptor {
    let all = __O_PATH | O_NOFOLLOW | O_CLOEXEC | flags
    return Descriptor(try retrying(.open, path) { unsafe openat(current.number, name, all) })
  }

  private mutating func follow(_ link: Descriptor, _ status: EntryStatus, _ name: [UInt8]) throws(FileError) {
    guard trust.accepts(owner: status.owner) else {
      throw FileError(distrust: .foreignLink(path: text(walked + [name]), owner: status.owner))
    }
    links += 1
    guard links <= Self.linkLimit else { throw FileError(.open, path, code: ELOOP) }
    let target = try linkTarget(of: link, "", path)
    guard !target.isEmpty else { throw FileError(.open, path, code: ENOENT) }
    if target.first == UInt8(ascii: "/") {
      (current, walked) = (try Self.root(path), [])
      (parent, self.name) = (current, system("."))
      currentDevice = try EntryStatus(current, path).device
    }
    push(target)
  }

  private func check(_ status: EntryStatus, _ names: [[UInt8]], isLast: Bool) throws(FileError) {
    let isExempt =
      switch end {
      case .shared, .own: false
      case .mountPoint: status.device != currentDevice
      case .foreign: true
      }
    guard !(isLast && isExempt) else { return }
    // A device or pipe is not kept by its mode.
    let mode = status.kind == S_IFDIR || status.kind == S_IFREG ? status.mode : 0
    let isShared = status.kind == S_IFDIR && (!isLast || end == .shared)
    try mapError(
      FileError.init(distrust:),
      try trust.check(owner: status.owner, group: status.group, mode: mode, isShared: isShared, at: text(names)))
  }

  private func text(_ names: [[UInt8]]) -> String {
    "/" + names.map { String(decoding: $0, as: UTF8.self) }.joined(separator: "/")
  }
}

/// What the walk needs to know of an entry. A program behind a mount point is not asked for it, if the kernel can do
/// without (`statx` with `AT_STATX_DONT_SYNC`): it may be silent.
private struct EntryStatus {
  /// The bits of `S_IFMT`.
  let kind: UInt32
  let mode: UInt32
  let owner: UInt32
  let group: UInt32
  let device: UInt64

  init(_ descriptor: Descriptor, _ path: String) throws(FileError) {
    var entry = linux_entry()
    if unsafe linux_entry_status(descriptor.number, &entry) == 0 {
      (kind, mode, device) = (entry.mode & S_IFMT, entry.mode & 0o7777, entry.device)
      (owner, group) = (entry.owner, entry.group)
    } else {
      // Kernels before 4.11 have no statx, and some sandboxes forbid it.
      var status = stat()
      try retrying(.status, path) { unsafe fstat(descriptor.number, &status) }
      (kind, mode, device) = (status.st_mode & S_IFMT, status.st_mode & 0o7777, UInt64(status.st_dev))
      (owner, group) = (status.st_uid, status.st_gid)
    }
  }
}
