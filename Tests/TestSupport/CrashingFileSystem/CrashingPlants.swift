package import FileSystem

/// What a test does to the files behind the program's back: it is on the medium at once, is not counted and never
/// fails.
///
/// Meant for files at rest. Paths are absolute; the folder above must exist, otherwise the test ends.
extension CrashingFileSystem {
  /// Puts a regular file in place of whatever has the name.
  package func plant(_ path: String, _ bytes: [UInt8]) {
    plant(path, .regular) { $0.contents = FileContents(durable: bytes) }
  }

  package func plantDirectory(_ path: String) {
    plant(path, .directory) { $0.setDurably(Attributes(mode: 0o700)) }
  }

  package func plantLink(_ path: String, to target: String) {
    plant(path, .symbolicLink) {
      $0.setDurably(Attributes(mode: 0o777))
      $0.target = Array(target.utf8)
    }
  }

  /// A pipe without a writer.
  package func plantPipe(_ path: String) {
    plant(path, .special) { _ in }
  }

  /// A regular file whose name need not be UTF-8.
  package func plant(name: [UInt8], in folder: String, _ bytes: [UInt8] = []) {
    plant(name, in: folder, .regular) { $0.contents = FileContents(durable: bytes) }
  }

  /// Gives an existing file these permission bits, owner and group.
  package func setAttributes(of path: String, mode: UInt32, owner: UInt32, group: UInt32) {
    change(path) {
      var attributes = $0.attributes
      (attributes.mode, attributes.owner, attributes.group) = (mode, owner, group)
      $0.setDurably(attributes)
    }
  }

  /// Sets the flags of `chattr` that lock a file or directory.
  package func lock(_ path: String, _ flags: FileLock) {
    change(path) {
      var attributes = $0.attributes
      attributes.flags = flags
      $0.setDurably(attributes)
    }
  }

  /// Removes whatever has the name; nothing if there is none.
  package func uproot(_ path: String) {
    let (folder, name) = split(path)
    access { state in
      let parent = state.planted(folder)
      state.nodes[parent].listing.changeDurably(UnsyncedChange(removed: name, added: nil))
      state.recount()
    }
  }

  /// The visible bytes of a file; `nil` if there is none.
  package func bytes(_ path: String) -> [UInt8]? {
    access { state in
      guard let number = state.entry(path), state.nodes[number].kind == .regular else { return nil }
      return state.nodes[number].contents.visible
    }
  }

  /// Turns the bits of `mask` in one byte over.
  package func flip(_ path: String, at offset: Int, mask: UInt8 = 1) {
    guard var bytes = bytes(path), bytes.indices.contains(offset) else { fatalError("no byte \(offset) in \(path)") }
    bytes[offset] ^= mask
    change(path) { $0.contents = FileContents(durable: bytes) }
  }

  /// Puts other bytes into an existing file, which stays the same node.
  package func overwrite(_ path: String, _ bytes: [UInt8]) {
    change(path) { $0.contents = FileContents(durable: bytes) }
  }

  /// Reading the file gives `EIO` from now on, until it is replaced.
  package func makeUnreadable(_ path: String) {
    change(path) { $0.isUnreadable = true }
  }

  /// The names in a directory, sorted; empty if there is none.
  package func names(_ path: String) -> [String] {
    let entries: [ListingEntry] = access { state in
      guard let number = try? state.locate(path) else { return [] }
      return state.nodes[number].listing.visible
    }
    return entries.map { String(decoding: $0.name, as: UTF8.self) }.sorted()
  }

  func change(_ path: String, _ body: (inout Node) -> Void) {
    access { state in
      guard let number = state.entry(path) else { fatalError("nothing at \(path)") }
      state.tick += 1
      state.nodes[number].changed = state.tick
      body(&state.nodes[number])
      state.countRoom()
    }
  }

  private func plant(_ path: String, _ kind: FileKind, _ prepare: (inout Node) -> Void) {
    let (folder, name) = split(path)
    plant(name, in: folder, kind, prepare)
  }

  private func plant(_ name: [UInt8], in folder: String, _ kind: FileKind, _ prepare: (inout Node) -> Void) {
    access { state in
      state.tick += 1
      let parent = state.planted(folder)
      let ignoresCase = state.nodes[parent].listing.ignoresCase
      var node = Node(kind, tree: state.nodes[parent].tree, mode: 0o600, tick: state.tick, ignoresCase: ignoresCase)
      prepare(&node)
      state.nodes.append(node)
      let entry = ListingEntry(name: name, node: state.nodes.count - 1)
      state.nodes[parent].listing.changeDurably(UnsyncedChange(removed: nil, added: entry))
      state.recount()
    }
  }

  private func split(_ path: String) -> (folder: String, name: [UInt8]) {
    guard let slash = path.lastIndex(of: "/") else { fatalError("\(path) is not absolute") }
    return (String(path[..<slash]), Array(path[path.index(after: slash)...].utf8))
  }
}

extension CrashingState {
  /// The folder that a test named.
  fileprivate func planted(_ folder: String) -> Int {
    guard let number = try? locate(folder), nodes[number].kind == .directory else { fatalError("no folder \(folder)") }
    return number
  }

  /// The node of an entry; a link stands for itself.
  fileprivate func entry(_ path: String) -> Int? {
    guard let slash = path.lastIndex(of: "/"), let parent = try? locate(String(path[..<slash])) else { return nil }
    return nodes[parent].listing.node(named: Array(path[path.index(after: slash)...].utf8))
  }

  /// Counts visible entries and room again.
  fileprivate mutating func recount() {
    for index in nodes.indices { nodes[index].links = 0 }
    for tree in trees { nodes[tree.root].links = 1 }
    for node in nodes {
      for entry in node.listing.visible { nodes[entry.node].links += 1 }
    }
    countRoom()
  }
}
