internal import FileSystem
internal import Glibc

/// Whole trees: links, exchange, removal, attributes.
extension CrashingDirectory {
  func makeLink(_ name: String, to target: String) throws(FileError) {
    let call = call(.create, name, isChange: true)
    try fileSystem.perform(call) { (state) throws(FileError) in
      guard !target.isEmpty else { throw call.error(ENOENT) }
      let number = try state.make(call, in: node, .symbolicLink, mode: 0o777)
      // The target lies in the inode, which is written with the name.
      state.nodes[number].target = NameText.bytes(target)
    }
  }

  func makeHardLink(_ name: String, to other: String, in source: any Directory) throws(FileError) {
    let call = call(.create, name, isChange: true)
    try fileSystem.perform(call) { (state) throws(FileError) in
      guard let source = source as? CrashingDirectory, source.fileSystem === fileSystem, source.tree == tree else {
        throw call.error(EXDEV)
      }
      let number = try state.find(source.call(.create, other), in: source.node)
      try state.link(call, number, in: node)
    }
  }

  func removeDirectory(_ name: String) throws(FileError) {
    let call = call(.remove, name, isChange: true)
    try fileSystem.perform(call) { (state) throws(FileError) in try state.removeDirectory(call, in: node) }
  }

  func exchange(_ name: String, with other: String) throws(FileError) {
    let call = call(.exchange, name, isChange: true)
    try fileSystem.perform(call) { (state) throws(FileError) in try state.exchange(call, with: other, in: node) }
  }

  func truncate(_ name: String, to size: Int64) throws(FileError) {
    let call = call(.write, name, isChange: true)
    guard let length = Int(exactly: size), length >= 0 else { throw call.error(EINVAL) }
    try fileSystem.perform(call) { (state) throws(FileError) in try state.cut(call, to: length, in: node) }
  }

  /// All of them are set in one step, where the system takes several calls.
  func setAttributes(_ attributes: FileAttributes, of name: String) throws(FileError) -> [AttributeLoss] {
    let call = call(.setAttributes, name, isChange: true)
    return try fileSystem.perform(call) { (state) throws(FileError) in
      let number = try state.find(call, in: node)
      let isLink = state.nodes[number].kind == .symbolicLink
      let losses = state.losses(attributes, than: state.nodes[number].attributes, isLink: isLink)
      try state.setAttributes(call, number) { $0.take(attributes, but: losses, isLink: isLink) }
      return losses
    }
  }

  func expectedLosses(_ attributes: FileAttributes) -> [AttributeLoss] {
    fileSystem.access { $0.losses(attributes, than: $0.nodes[node].attributes, isLink: false) }
  }

  func extendedAttributes(of name: String?) throws(FileError) -> [ExtendedAttribute] {
    let call = name.map { self.call(.status, $0) } ?? self.call(.status)
    return try fileSystem.perform(call) { (state) throws(FileError) in
      let number = try name == nil ? node : state.find(call, in: node)
      return state.nodes[number].attributes.extended.filter { ExtendedAttribute.isKept($0.name) }
    }
  }

  func lock(of name: String?) -> FileLock {
    let call = name.map { self.call(.status, $0) } ?? self.call(.status)
    let flags = try? fileSystem.perform(call) { (state) throws(FileError) in
      try state.nodes[name == nil ? node : state.find(call, in: node)].attributes.flags
    }
    return flags ?? []
  }

  func unlock(_ name: String?) -> Bool {
    let call = name.map { self.call(.setAttributes, $0, isChange: true) } ?? self.call(.setAttributes, isChange: true)
    let wasLocked = try? fileSystem.perform(call) { (state) throws(FileError) in
      let number = try name == nil ? node : state.find(call, in: node)
      defer { state.nodes[number].attributes.flags = [] }
      return state.nodes[number].attributes.flags != []
    }
    return wasLocked ?? false
  }

  func isFixed() -> Bool { lock(of: nil) != [] }

  func allocated(of name: String) throws(FileError) -> Int64 {
    let call = call(.status, name)
    return try fileSystem.perform(call) { (state) throws(FileError) in
      let number = try state.find(call, in: node)
      return Int64(state.nodes[number].room(unit: state.trees[tree].settings.allocationUnit))
    }
  }

  func checkWritable() throws(FileError) {
    let call = call(.status)
    try fileSystem.perform(call) { (state) throws(FileError) in
      let attributes = state.nodes[node].attributes
      guard !state.trees[tree].settings.isReadOnly else { throw call.error(EROFS) }
      guard !attributes.flags.contains(.immutable) else { throw call.error(EPERM) }
      guard attributes.isWritable else { throw call.error(EACCES) }
    }
  }

  /// Time does not pass in memory: a lock that another process holds is refused at once.
  func lock(waits: Bool) throws(FileError) {
    let call = call(.lock)
    try fileSystem.perform(call) { (state) throws(FileError) in
      guard state.takeLock(of: node, .handle(ObjectIdentifier(self))) else { throw call.error(EWOULDBLOCK) }
    }
  }
}

/// The operations on nodes that trees need.
extension CrashingState {
  mutating func link(_ call: Call, _ number: Int, in directory: Int) throws(FileError) {
    guard nodes[number].kind != .directory else { throw call.error(EPERM) }
    try requireUnlocked(call, number)
    let name = try call.nameBytes()
    guard nodes[directory].listing.node(named: name) == nil else { throw call.error(EEXIST) }
    try requireGrowable(call, directory)
    nodes[number].links += 1
    nodes[number].changed = tick
    change(directory, UnsyncedChange(removed: nil, added: ListingEntry(name: name, node: number)))
  }

  mutating func removeDirectory(_ call: Call, in directory: Int) throws(FileError) {
    try requireWritable(call, directory)
    let number = try find(call, in: directory)
    guard nodes[number].kind == .directory else { throw call.error(ENOTDIR) }
    try requireChangeable(call, [number], in: directory)
    guard nodes[number].listing.visible.isEmpty else { throw call.error(ENOTEMPTY) }
    change(directory, UnsyncedChange(removed: try call.nameBytes(), added: nil))
    unlink(number)
  }

  mutating func exchange(_ call: Call, with other: String, in directory: Int) throws(FileError) {
    try requireWritable(call, directory)
    let one = ListingEntry(name: try call.nameBytes(), node: try find(call, in: directory))
    let name = try call.nameBytes(other)
    guard let node = nodes[directory].listing.node(named: name) else { throw call.error(ENOENT) }
    guard node != one.node else { return }
    try requireChangeable(call, [one.node, node], in: directory)
    for number in [one.node, node] { nodes[number].changed = tick }
    change(directory, UnsyncedChange(exchanging: one, with: ListingEntry(name: name, node: node)))
  }

  mutating func cut(_ call: Call, to length: Int, in directory: Int) throws(FileError) {
    let number = try find(call, in: directory)
    switch nodes[number].kind {
    case .symbolicLink: throw call.error(ELOOP)
    case .directory: throw call.error(EISDIR)
    case .special: throw call.error(EINVAL)
    case .regular: break
    }
    try requireWritable(call, directory)
    try requireUnlocked(call, number)
    let (tree, unit) = (nodes[number].tree, trees[nodes[number].tree].settings.allocationUnit)
    let before = nodes[number].room(unit: unit)
    nodes[number].contents.cut(to: length)
    trees[tree].used += nodes[number].room(unit: unit) - before
    noteChange(of: number)
  }

  /// What this user cannot set: only root gives files away, and sets what is not the user's own.
  func losses(_ attributes: FileAttributes, than own: Attributes, isLink: Bool) -> [AttributeLoss] {
    guard geteuid() != 0 else { return [] }
    let isGiven = attributes.owner != own.owner || attributes.group != own.group
    let refused = (attributes.extended ?? []).filter { !$0.text.hasPrefix("user.") && !$0.text.hasPrefix("system.") }
    return (isGiven ? [.owner] : []) + refused.map { .extended($0.text) }
  }

  mutating func takeLock(of number: Int, _ owner: LockOwner) -> Bool {
    guard nodes[number].lockOwner == nil || nodes[number].lockOwner == owner else { return false }
    nodes[number].lockOwner = owner
    return true
  }

  mutating func giveBackLock(of number: Int, _ owner: LockOwner) {
    if nodes[number].lockOwner == owner { nodes[number].lockOwner = nil }
  }
}

/// What the flags of `chattr` forbid.
extension CrashingState {
  /// Neither the entries nor the directory forbid that these are renamed or removed.
  func requireChangeable(_ call: Call, _ entries: [Int], in directory: Int) throws(FileError) {
    try requireUnlocked(call, directory)
    for entry in entries { try requireUnlocked(call, entry) }
  }

  /// A directory takes new entries: it is still there, and not immutable.
  func requireGrowable(_ call: Call, _ directory: Int) throws(FileError) {
    try requireWritable(call, directory)
    guard nodes[directory].links > 0 else { throw call.error(ENOENT) }
    guard !nodes[directory].attributes.flags.contains(.immutable) else { throw locked(call, directory) }
  }

  func requireUnlocked(_ call: Call, _ number: Int) throws(FileError) {
    guard nodes[number].attributes.flags == [] else { throw locked(call, number) }
  }

  private func locked(_ call: Call, _ number: Int) -> FileError {
    FileError(call.operation, call.path, code: EPERM, lock: nodes[number].attributes.flags)
  }
}

extension Attributes {
  /// Whether this process may make entries in a directory.
  var isWritable: Bool {
    let (user, groupBits): (UInt32, UInt32) = (geteuid(), 3)
    guard user != 0 else { return true }
    let shift: UInt32 = owner == user ? 6 : group == getegid() ? 3 : 0
    return mode >> shift & groupBits == groupBits
  }

  /// Sets everything that is not lost. A label of the security module stays where the entry is to have none.
  mutating func take(_ new: FileAttributes, but losses: [AttributeLoss], isLink: Bool) {
    if !losses.contains(.owner) { (owner, group) = (new.owner, new.group) }
    if !isLink { mode = new.mode & 0o7777 }
    time = new.modified
    guard let wanted = new.extended else { return }
    let labels = extended.filter { old in
      old.text.hasPrefix("security.") && old.text != ExtendedAttribute.capability
        && !wanted.contains { $0.name == old.name }
    }
    extended = (labels + wanted.filter { !losses.contains(.extended($0.text)) }).ordered
  }
}
