internal import CLinux
internal import Glibc

/// Attributes of entries, and the flags that lock them.
extension PosixDirectory {
  func extendedAttributes(of name: String?) throws(FileError) -> [ExtendedAttribute] {
    let place = place(name)
    var attributes: [ExtendedAttribute] = []
    for key in try keys(place, name) where ExtendedAttribute.isKept(key) {
      guard let value = try value(key, place, name) else { continue }
      attributes.append(ExtendedAttribute(name: key, value: value))
    }
    return attributes.ordered
  }

  /// The path that names an entry by this directory's descriptor.
  private func place(_ name: String?) -> [CChar] {
    let directory = "/proc/self/fd/\(descriptor.number)/"
    return directory.utf8.map { CChar(bitPattern: $0) } + (name.map { system($0) } ?? system("."))
  }

  /// The names of all attributes; none where the file system has none.
  private func keys(_ place: [CChar], _ name: String?) throws(FileError) -> [[UInt8]] {
    var list = [UInt8](repeating: 0, count: 1_024)
    while true {
      let count = unsafe list.withUnsafeMutableBytes { buffer in
        unsafe linux_list_attributes(place, buffer.baseAddress!.assumingMemoryBound(to: CChar.self), buffer.count)
      }
      if count >= 0 { return list.prefix(count).split(separator: 0).map(Array.init) }
      let code = errno
      if code == ENOTSUP || code == ENOSYS { return [] }
      guard code == ERANGE, list.count < Self.listLimit else { throw FileError(.status, name ?? path, code: code) }
      list = [UInt8](repeating: 0, count: Self.listLimit)
    }
  }

  /// Bytes of all names (`XATTR_LIST_MAX`).
  private static let listLimit = 65_536

  /// The value of an attribute; `nil` when it is gone meanwhile.
  private func value(_ key: [UInt8], _ place: [CChar], _ name: String?) throws(FileError) -> [UInt8]? {
    let key = key.map { CChar(bitPattern: $0) } + [0]
    var value = [UInt8](repeating: 0, count: 256)
    while true {
      let count = unsafe value.withUnsafeMutableBytes { buffer in
        unsafe linux_get_attribute(place, key, buffer.baseAddress!, buffer.count)
      }
      if count >= 0 { return Array(value.prefix(count)) }
      let code = errno
      if code == ENODATA { return nil }
      guard code == ERANGE, value.count < ExtendedAttribute.valueLimit else {
        throw FileError(.status, name ?? path, code: code)
      }
      value = [UInt8](repeating: 0, count: ExtendedAttribute.valueLimit)
    }
  }

  func setAttributes(_ attributes: FileAttributes, of name: String) throws(FileError) -> [AttributeLoss] {
    var losses: [AttributeLoss] = []
    let isLink = try status(of: name).kind == .symbolicLink
    try taking(.owner, &losses) { () throws(FileError) in
      try retrying(.setAttributes, name) {
        unsafe fchownat(descriptor.number, system(name), attributes.owner, attributes.group, AT_SYMLINK_NOFOLLOW)
      }
    }
    if !isLink {
      try taking(.mode, &losses) { () throws(FileError) in
        try retrying(.setAttributes, name) { unsafe fchmodat(descriptor.number, system(name), attributes.mode, 0) }
      }
    }
    if let extended = attributes.extended { try set(extended, of: name, &losses) }
    let time = timespec(tv_sec: Int(attributes.modified.seconds), tv_nsec: Int(attributes.modified.nanoseconds))
    let times = [time, time]
    try retrying(.setAttributes, name) {
      unsafe utimensat(descriptor.number, system(name), times, AT_SYMLINK_NOFOLLOW)
    }
    try compare(attributes, with: status(of: name), &losses)
    return losses
  }

  /// A file system may take a call and do nothing.
  private func compare(_ attributes: FileAttributes, with found: FileStatus, _ losses: inout [AttributeLoss]) {
    let isOwnerSame = found.owner == attributes.owner && found.group == attributes.group
    if !isOwnerSame, !losses.contains(.owner) { losses.append(.owner) }
    let isModeSame = found.kind == .symbolicLink || found.mode == attributes.mode
    if !isModeSame, !losses.contains(.mode) { losses.append(.mode) }
  }

  private func taking(
    _ loss: AttributeLoss, _ losses: inout [AttributeLoss], _ body: () throws(FileError) -> Void
  ) throws(FileError) {
    do {
      try body()
    } catch {
      guard error.isNotTaken else { throw error }
      losses.append(loss)
    }
  }

  /// Sets the attributes that are to be kept, and removes what the directory above has given instead. A label of the
  /// security module stays, if the entry is to have none: it is the system's.
  private func set(
    _ attributes: [ExtendedAttribute], of name: String, _ losses: inout [AttributeLoss]
  ) throws(FileError) {
    let place = place(name)
    let present = try extendedAttributes(of: name)
    for other in present where !attributes.contains(where: { $0.name == other.name }) {
      guard !other.text.hasPrefix("security.") || other.text == ExtendedAttribute.capability else { continue }
      let key = other.name.map { CChar(bitPattern: $0) } + [0]
      unsafe linux_remove_attribute(place, key)
    }
    for attribute in attributes where !present.contains(attribute) {
      try taking(.extended(attribute.text), &losses) { () throws(FileError) in
        let key = attribute.name.map { CChar(bitPattern: $0) } + [0]
        try retrying(.setAttributes, name) {
          unsafe attribute.value.withUnsafeBytes { value in
            unsafe linux_set_attribute(place, key, value.baseAddress, value.count)
          }
        }
      }
    }
  }

  func expectedLosses(_ attributes: FileAttributes) -> [AttributeLoss] {
    guard let own = try? status() else { return [] }
    var losses: [AttributeLoss] = []
    let isOther = attributes.owner != own.owner || attributes.group != own.group
    if isOther, hasNoOwners || geteuid() != 0 { losses.append(.owner) }
    if hasNoOwners, attributes.mode & 0o7000 != 0 { losses.append(.mode) }
    for attribute in attributes.extended ?? [] where !takes(attribute) { losses.append(.extended(attribute.text)) }
    return losses
  }

  /// Whether this is a file system of the FAT family, in which every file has the owner of the mount.
  private var hasNoOwners: Bool {
    [0x4D44, 0x2011_BAB0].contains(linux_file_system(descriptor.number))
  }

  private func takes(_ attribute: ExtendedAttribute) -> Bool {
    let isUser = attribute.text.hasPrefix("user.") || attribute.text.hasPrefix("system.")
    guard isUser || geteuid() == 0 else { return false }
    let key = attribute.name.map { CChar(bitPattern: $0) } + [0]
    return unsafe linux_get_attribute(place(nil), key, nil, 0) >= 0 || errno != ENOTSUP
  }

  func makeHardLink(_ name: String, to other: String, in source: any Directory) throws(FileError) {
    guard let source = source as? PosixDirectory else { throw FileError.otherDevice(.create, name) }
    try retrying(.create, name) {
      unsafe linkat(source.descriptor.number, system(other), descriptor.number, system(name), 0)
    }
  }
}

extension PosixDirectory {
  func lock(of name: String?) -> FileLock {
    guard let file = openForFlags(name) else { return [] }
    return Self.lock(of: file) ?? []
  }

  func unlock(_ name: String?) -> Bool {
    guard let file = openForFlags(name), let lock = Self.lock(of: file), lock != [] else { return false }
    var flags: Int32 = 0
    guard unsafe linux_get_flags(file.number, &flags) == 0 else { return false }
    let mask = Int32(linux_immutable | linux_append_only)
    return linux_set_flags(file.number, flags & ~mask) == 0
  }

  private static func lock(of file: Descriptor) -> FileLock? {
    var flags: Int32 = 0
    guard unsafe linux_get_flags(file.number, &flags) == 0 else { return nil }
    var lock: FileLock = []
    if flags & Int32(linux_immutable) != 0 { lock.insert(.immutable) }
    if flags & Int32(linux_append_only) != 0 { lock.insert(.appendOnly) }
    return lock
  }

  /// A file or directory; only these have flags, and nothing else is opened: that could wait, or have an effect.
  private func openForFlags(_ name: String?) -> Descriptor? {
    guard let name else { return descriptor }
    guard let kind = try? status(of: name).kind, kind == .regular || kind == .directory else { return nil }
    let flags = O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC
    let number = unsafe openat(descriptor.number, system(name), flags)
    return number >= 0 ? Descriptor(number) : nil
  }

  /// Names the entry, or this directory, whose flags an error comes of, by its path.
  @discardableResult
  func explained<Result>(
    _ names: String..., body: () throws(FileError) -> Result
  ) throws(FileError) -> Result {
    do {
      return try body()
    } catch {
      guard error.code == EPERM else { throw error }
      for name in names where lock(of: name) != [] {
        throw FileError(error.operation, path + "/" + name, code: error.code, lock: lock(of: name))
      }
      throw lock(of: nil) == [] ? error : FileError(error.operation, path, code: error.code, lock: lock(of: nil))
    }
  }
}
