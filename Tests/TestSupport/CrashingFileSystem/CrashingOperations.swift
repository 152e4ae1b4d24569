internal import FileSystem
internal import Glibc

/// The operations on nodes, as Linux carries them out on a local file system.
extension CrashingState {
  func status(of number: Int) -> FileStatus {
    let node = nodes[number]
    let size: Int =
      switch node.kind {
      case .regular: node.contents.visible.count
      case .directory: 4096
      case .symbolicLink: node.target.count
      case .special: 0
      }
    return FileStatus(
      kind: node.kind, size: Int64(size), mode: node.attributes.mode, owner: node.attributes.owner,
      group: node.attributes.group, modified: node.attributes.time ?? FileTime(tick: node.modified),
      changed: FileTime(tick: node.changed), device: UInt64(node.tree + 100), inode: UInt64(number + 2),
      links: UInt64(node.kind == .directory ? 2 : node.links))
  }

  func capacity(of tree: Int) -> Capacity {
    let settings = trees[tree].settings
    let isReadOnly = settings.isReadOnly || isOut(tree, as: .cached)
    let block = Int64(settings.allocationUnit)
    guard settings.reportsRoom, let room = settings.room, let free = trees[tree].free else {
      return Capacity(total: nil, free: nil, isReadOnly: isReadOnly, block: block)
    }
    return Capacity(total: Int64(room), free: Int64(free), isReadOnly: isReadOnly, block: block)
  }

  /// The node of an entry.
  func find(_ call: Call, in directory: Int) throws(FileError) -> Int {
    guard let node = nodes[directory].listing.node(named: try call.nameBytes()) else { throw call.error(ENOENT) }
    return node
  }

  mutating func openFile(_ call: Call, in directory: Int, forWriting: Bool) throws(FileError) -> Int {
    let number = try find(call, in: directory)
    switch nodes[number].kind {
    case .symbolicLink: throw call.error(ELOOP)
    case .directory where forWriting: throw call.error(EISDIR)
    case .regular where forWriting:
      try requireWritable(call, directory)
      try requireUnlocked(call, number)
    case .regular, .directory, .special: break
    }
    nodes[number].handles += 1
    return number
  }

  func openDirectory(_ call: Call, in directory: Int) throws(FileError) -> Int {
    let number = try find(call, in: directory)
    guard nodes[number].kind == .directory else { throw call.error(ENOTDIR) }
    return number
  }

  /// A new file or directory.
  mutating func make(
    _ call: Call, in directory: Int, _ kind: FileKind, mode: UInt32
  ) throws(FileError) -> Int {
    let name = try call.nameBytes()
    guard nodes[directory].listing.node(named: name) == nil else { throw call.error(EEXIST) }
    try requireGrowable(call, directory)
    let tree = nodes[directory].tree
    let node = Node(kind, tree: tree, mode: mode, tick: tick, ignoresCase: nodes[directory].listing.ignoresCase)
    let room = node.room(unit: trees[tree].settings.allocationUnit)
    if let free = trees[tree].free, free < room { throw call.error(trees[tree].settings.fullCode) }
    trees[tree].used += room
    nodes.append(node)
    change(directory, UnsyncedChange(removed: nil, added: ListingEntry(name: name, node: nodes.count - 1)))
    return nodes.count - 1
  }

  mutating func remove(_ call: Call, in directory: Int) throws(FileError) {
    try requireWritable(call, directory)
    let number = try find(call, in: directory)
    guard nodes[number].kind != .directory else { throw call.error(EISDIR) }
    try requireChangeable(call, [number], in: directory)
    change(directory, UnsyncedChange(removed: try call.nameBytes(), added: nil))
    unlink(number)
  }

  mutating func rename(_ call: Call, to newName: String, in directory: Int) throws(FileError) {
    try requireWritable(call, directory)
    let number = try find(call, in: directory)
    let target = try call.nameBytes(newName)
    let replaced = nodes[directory].listing.node(named: target)
    // Two names of one file stay as they are.
    if replaced == number, !nodes[directory].listing.isSame(try call.nameBytes(), target) { return }
    try requireChangeable(call, [number] + (replaced.map { [$0] } ?? []), in: directory)
    if let replaced, replaced != number {
      try requireReplaceable(call, replaced, by: number)
      unlink(replaced)
    }
    nodes[number].changed = tick
    change(
      directory,
      UnsyncedChange(removed: try call.nameBytes(), added: ListingEntry(name: target, node: number)))
  }

  private func requireReplaceable(_ call: Call, _ old: Int, by new: Int) throws(FileError) {
    switch (nodes[old].kind == .directory, nodes[new].kind == .directory) {
    case (true, false): throw call.error(EISDIR)
    case (false, true): throw call.error(ENOTDIR)
    case (true, true):
      guard nodes[old].listing.visible.isEmpty else { throw call.error(ENOTEMPTY) }
    case (false, false): break
    }
  }

  func requireWritable(_ call: Call, _ node: Int) throws(FileError) {
    guard !trees[nodes[node].tree].settings.isReadOnly else { throw call.error(EROFS) }
  }

  mutating func change(_ directory: Int, _ change: UnsyncedChange) {
    nodes[directory].listing.change(change)
    noteChange(of: directory)
  }

  /// What was changed has the time of that.
  mutating func noteChange(of number: Int) {
    nodes[number].modified = tick
    nodes[number].changed = tick
    nodes[number].attributes.time = nil
  }

  mutating func unlink(_ number: Int) {
    nodes[number].links -= 1
    nodes[number].changed = tick
    release(number)
  }

  mutating func close(_ number: Int) {
    nodes[number].handles -= 1
    release(number)
  }

  /// Gives the room of a file back that has neither a name nor a handle. Its contents stay: a crash may bring it back.
  private mutating func release(_ number: Int) {
    guard nodes[number].links == 0, nodes[number].handles == 0 else { return }
    let tree = nodes[number].tree
    trees[tree].used -= nodes[number].room(unit: trees[tree].settings.allocationUnit)
  }
}

/// What open files do.
extension CrashingState {
  func bytes(_ call: Call, _ number: Int) throws(FileError) -> [UInt8] {
    switch nodes[number].kind {
    case .directory: throw call.error(EISDIR)
    case .special, .symbolicLink: throw call.error(ESPIPE)
    case .regular: break
    }
    guard !nodes[number].isUnreadable else { throw call.error(EIO) }
    return nodes[number].contents.visible
  }

  mutating func write(_ call: Call, _ number: Int, _ bytes: [UInt8], at offset: Int) throws(FileError) {
    guard nodes[number].kind == .regular else { throw call.error(ESPIPE) }
    try requireWritable(call, number)
    guard offset + bytes.count <= 1 << 30 else { throw call.error(EFBIG) }
    let tree = trees[nodes[number].tree]
    let unit = tree.settings.allocationUnit
    let fitting = tree.free.map { nodes[number].room(unit: unit) + $0 - offset } ?? bytes.count
    writePart(number, bytes.prefix(max(0, fitting)), at: offset)
    guard fitting >= bytes.count else { throw call.error(tree.settings.fullCode) }
  }

  /// Writes what there was room for.
  mutating func writePart(_ number: Int, _ bytes: ArraySlice<UInt8>, at offset: Int) {
    guard !bytes.isEmpty, nodes[number].kind == .regular else { return }
    let tree = nodes[number].tree
    let unit = trees[tree].settings.allocationUnit
    let before = nodes[number].room(unit: unit)
    nodes[number].contents.write(Array(bytes), at: offset)
    noteChange(of: number)
    trees[tree].used += nodes[number].room(unit: unit) - before
  }

  mutating func setAttributes(
    _ call: Call, _ number: Int, _ body: (inout Attributes) -> Void
  ) throws(FileError) {
    try requireWritable(call, number)
    try requireUnlocked(call, number)
    body(&nodes[number].attributes)
    nodes[number].changed = tick
  }

  mutating func synchronize(_ call: Call, _ number: Int) throws(FileError) {
    guard !isOut(nodes[number].tree) else { return }
    switch nodes[number].kind {
    case .regular: nodes[number].contents.synchronize()
    case .directory: nodes[number].listing.synchronize()
    case .symbolicLink, .special: throw call.error(EINVAL)
    }
    nodes[number].durableAttributes = nodes[number].attributes
  }

  /// A failed `fsync`.
  mutating func loseUnsynced(_ number: Int) {
    nodes[number].contents.lose(using: &generator)
    nodes[number].listing.lose(using: &generator)
  }
}

extension Call {
  /// The bytes of a name, which is one component of a path.
  func nameBytes(_ other: String? = nil) throws(FileError) -> [UInt8] {
    let bytes = NameText.bytes(other ?? name)
    if bytes.isEmpty { throw error(ENOENT) }
    if bytes.count > 255 { throw error(ENAMETOOLONG) }
    if bytes.contains(0x2F) || bytes.contains(0) || bytes == [0x2E] || bytes == [0x2E, 0x2E] { throw error(EINVAL) }
    return bytes
  }
}

extension FileTime {
  /// Each operation takes a millisecond.
  fileprivate init(tick: Int) {
    self.init(seconds: 1_700_000_000 + Int64(tick / 1000), nanoseconds: Int32(tick % 1000) * 1_000_000)
  }
}
