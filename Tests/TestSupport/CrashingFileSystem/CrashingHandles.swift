internal import FileSystem
internal import Glibc

/// An open directory of a crashing file system.
final class CrashingDirectory: Directory {
  let fileSystem: CrashingFileSystem
  let node: Int
  let tree: Int
  private let path: String

  init(_ fileSystem: CrashingFileSystem, node: Int, tree: Int, _ path: String) {
    self.fileSystem = fileSystem
    self.node = node
    self.tree = tree
    self.path = path
  }

  deinit {
    fileSystem.access { $0.giveBackLock(of: node, .handle(ObjectIdentifier(self))) }
  }

  /// A call on the directory itself.
  func call(_ operation: FileError.Operation, isChange: Bool = false) -> Call {
    Call(operation: operation, name: path, path: path, tree: tree, isChange: isChange)
  }

  /// A call on an entry.
  func call(_ operation: FileError.Operation, _ name: String, isChange: Bool = false) -> Call {
    Call(operation: operation, name: name, path: "\(path)/\(name)", tree: tree, isChange: isChange, isLookup: true)
  }

  func entries() throws(FileError) -> [DirectoryEntry] {
    // The newest first: nobody may rely on the order.
    let visible = try fileSystem.perform(call(.list)) { state in
      state.isOut(tree, as: .hidden) ? [] : state.nodes[node].listing.visible.reversed()
    }
    return visible.map { entry in
      DirectoryEntry(name: NameText.text(entry.name))
    }
  }

  func status() throws(FileError) -> FileStatus {
    try fileSystem.perform(call(.status)) { $0.status(of: node) }
  }

  func status(of name: String) throws(FileError) -> FileStatus {
    let call = call(.status, name)
    return try fileSystem.perform(call) { (state) throws(FileError) in
      state.status(of: try state.find(call, in: node))
    }
  }

  func openDirectory(_ name: String) throws(FileError) -> any Directory {
    let call = call(.open, name)
    let number = try fileSystem.perform(call) { (state) throws(FileError) in
      try state.openDirectory(call, in: node)
    }
    return CrashingDirectory(fileSystem, node: number, tree: tree, call.path)
  }

  func makeDirectory(_ name: String, mode: UInt32) throws(FileError) {
    let call = call(.makeDirectory, name, isChange: true)
    try fileSystem.perform(call) { (state) throws(FileError) in
      _ = try state.make(call, in: node, .directory, mode: mode & ~0o022)
    }
  }

  func open(_ name: String) throws(FileError) -> any File {
    try openFile(call(.open, name), forWriting: false)
  }

  func openForWriting(_ name: String) throws(FileError) -> any File {
    try openFile(call(.open, name), forWriting: true)
  }

  private func openFile(_ call: Call, forWriting: Bool) throws(FileError) -> any File {
    let number = try fileSystem.perform(call) { (state) throws(FileError) in
      try state.openFile(call, in: node, forWriting: forWriting)
    }
    return CrashingFile(fileSystem, node: number, call, isWritable: forWriting)
  }

  func create(_ name: String) throws(FileError) -> any File {
    let call = call(.create, name, isChange: true)
    let number = try fileSystem.perform(call) { (state) throws(FileError) in
      let number = try state.make(call, in: node, .regular, mode: 0o600)
      state.nodes[number].handles = 1
      return number
    }
    return CrashingFile(fileSystem, node: number, call, isWritable: true)
  }

  func readLink(_ name: String) throws(FileError) -> [UInt8] {
    let call = call(.readLink, name)
    return try fileSystem.perform(call) { (state) throws(FileError) in
      let number = try state.find(call, in: node)
      guard state.nodes[number].kind == .symbolicLink else { throw call.error(EINVAL) }
      return state.nodes[number].target
    }
  }

  func remove(_ name: String) throws(FileError) {
    let call = call(.remove, name, isChange: true)
    try fileSystem.perform(call) { (state) throws(FileError) in try state.remove(call, in: node) }
  }

  func rename(_ name: String, to newName: String) throws(FileError) {
    let call = call(.rename, name, isChange: true)
    try fileSystem.perform(call) { (state) throws(FileError) in try state.rename(call, to: newName, in: node) }
  }

  func synchronize() throws(FileError) {
    let call = call(.synchronize, isChange: true)
    try fileSystem.perform(call) { (state, _) in
      state.loseUnsynced(node)
    } doing: { (state) throws(FileError) in
      try state.synchronize(call, node)
    }
  }

  func capacity() throws(FileError) -> Capacity {
    try fileSystem.perform(call(.status)) { $0.capacity(of: tree) }
  }
}
