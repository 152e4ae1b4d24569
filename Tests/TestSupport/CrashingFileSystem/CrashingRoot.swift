package import FileSystem
internal import Glibc

/// What is reached by a path, beside directories.
extension CrashingFileSystem {
  package func openFile(at path: String) throws(FileError) -> any File {
    let call = Call(operation: .open, name: path, path: path, tree: nil, isChange: false)
    let node = try perform(call) { (state) throws(FileError) in
      let node = try state.locate(path)
      state.nodes[node].handles += 1
      return (number: node, tree: state.nodes[node].tree)
    }
    let opening = Call(operation: .open, name: path, path: path, tree: node.tree, isChange: false)
    return CrashingFile(self, node: node.number, opening, isWritable: false)
  }

  /// There is nobody else who could exchange something: what is there is trusted.
  package func check(_ path: String, _ end: PathEnd) throws(FileError) {
    let call = Call(operation: .status, name: path, path: path, tree: nil, isChange: false)
    try perform(call) { (state) throws(FileError) in _ = try state.locate(path) }
  }

  package func realPath(_ path: String) throws(FileError) -> String {
    let call = Call(operation: .status, name: path, path: path, tree: nil, isChange: false)
    return try perform(call) { (state) throws(FileError) in try state.resolve(path, links: 8).path }
  }

  package func openLock(at path: String) throws(FileError) -> any LockFile {
    guard let split = SplitPath(path) else { throw FileError.noName(path) }
    let call = Call(operation: .lock, name: split.name, path: path, tree: nil, isChange: true)
    let node = try perform(call) { (state) throws(FileError) in
      try state.openLock(call, in: try state.locate(split.directory))
    }
    return CrashingLockFile(self, node: node, call)
  }

  /// Another process holds the lock of a file, which is made where it is missing, or of a directory.
  ///
  /// - Parameter note: what the holder of a file has written.
  package func holdLock(_ path: String, note: String = "") {
    if bytes(path) == nil, (try? openDirectory(at: path)) == nil { plant(path, Array(note.utf8)) }
    change(path) { $0.lockOwner = .otherProcess }
  }

  /// The process that `holdLock` made up ends.
  package func releaseLock(_ path: String) {
    change(path) { $0.lockOwner = nil }
  }
}

extension CrashingState {
  fileprivate mutating func openLock(_ call: Call, in directory: Int) throws(FileError) -> Int {
    guard let number = nodes[directory].listing.node(named: try call.nameBytes()) else {
      return try make(call, in: directory, .regular, mode: 0o600)
    }
    switch nodes[number].kind {
    case .symbolicLink: throw call.error(ELOOP)
    case .directory: throw call.error(EISDIR)
    case .regular, .special: break
    }
    let owner = nodes[number].attributes.owner
    guard Trust.rootOrCaller.accepts(owner: owner) else {
      throw FileError(.open, call.path, code: EACCES, distrust: .foreignOwner(path: call.path, owner: owner))
    }
    nodes[number].attributes.mode &= 0o7700
    return number
  }
}

/// An open lock file of a crashing file system.
private final class CrashingLockFile: LockFile {
  private let fileSystem: CrashingFileSystem
  private let node: Int
  private let path: String

  init(_ fileSystem: CrashingFileSystem, node: Int, _ call: Call) {
    self.fileSystem = fileSystem
    self.node = node
    path = call.path
  }

  deinit {
    fileSystem.access { $0.giveBackLock(of: node, .handle(ObjectIdentifier(self))) }
  }

  private var call: Call { Call(operation: .lock, name: path, path: path, tree: nil, isChange: false) }

  func take() throws(FileError) -> Bool {
    try fileSystem.perform(call) { $0.takeLock(of: node, .handle(ObjectIdentifier(self))) }
  }

  func note() -> [UInt8] {
    let note = try? fileSystem.perform(call) { $0.nodes[node].contents.visible }
    return Array((note ?? []).prefix(256))
  }

  func setNote(_ bytes: [UInt8]) {
    _ = try? fileSystem.perform(call) { $0.nodes[node].contents = FileContents(durable: bytes) }
  }
}
