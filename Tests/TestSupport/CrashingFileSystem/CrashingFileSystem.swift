package import FileSystem
internal import Glibc
internal import Synchronization

/// A file system in memory that loses what was not synchronised.
///
/// It is meant for enumerations in the manner of SQLite's crash tests: run an operation, stop it at the n-th step, look
/// at what is found at the next start, and do that for every n.
///
/// Every tree that is mounted at a path is a medium of its own: the internal flash, or a card. A file keeps its bytes
/// over a power cut only if it was synchronised, and its name only if its directory was; both are independent of each
/// other, which is less than most file systems promise and all that POSIX does.
package final class CrashingFileSystem: FileRoot {
  private let state: Mutex<CrashingState>

  private init(_ state: CrashingState) { self.state = Mutex(state) }

  /// An empty tree at each of these absolute paths.
  package convenience init(_ paths: String...) {
    var state = CrashingState()
    for path in paths { state.mounts.append(.init(path: path, tree: state.addTree(TreeSettings()))) }
    self.init(state)
  }

  /// The same files with what is not synchronised yet, counted from the start again, without stop and faults.
  package func copy() -> CrashingFileSystem {
    var copy = access { $0 }
    copy.startCounting()
    for index in copy.nodes.indices {
      copy.nodes[index].handles = 0
      if copy.nodes[index].lockOwner != .otherProcess { copy.nodes[index].lockOwner = nil }
    }
    copy.countRoom()
    return CrashingFileSystem(copy)
  }

  /// Runs `body` with the state.
  func access<Result: Sendable>(_ body: (inout CrashingState) -> Result) -> Result {
    state.withLock { body(&$0) }
  }

  /// Carries out an operation of the program under test.
  ///
  /// - Parameter injected: what an injected error leaves behind.
  func perform<Result: Sendable>(
    _ call: Call, injected: (inout CrashingState, Int32) -> Void = { (_, _) in },
    doing body: (inout CrashingState) throws(FileError) -> Result
  ) throws(FileError) -> Result {
    try state.withLock { (state) throws(FileError) in
      do throws(FileError) {
        try state.admit(call)
      } catch {
        if !state.isOff { injected(&state, error.code) }
        state.noteFailure(error.code)
        throw error
      }
      do throws(FileError) {
        return try body(&state)
      } catch {
        state.noteFailure(error.code)
        throw error
      }
    }
  }

  /// Every path is trusted: no other user has a program here.
  package func openDirectory(at path: String, _ end: PathEnd) throws(FileError) -> any Directory {
    let call = Call(operation: .open, name: path, path: path, tree: nil, isChange: false)
    let node = try perform(call) { (state) throws(FileError) in
      let node = try state.locate(path)
      guard state.nodes[node].kind == .directory else { throw call.error(ENOTDIR) }
      return (number: node, tree: state.nodes[node].tree)
    }
    return CrashingDirectory(self, node: node.number, tree: node.tree, path)
  }
}

/// Stops and errors.
extension CrashingFileSystem {
  /// The `number`-th operation that changes the world, from 1, does not happen, and nothing works from then on: every
  /// call gives `ErrorCode.powerOff`. Calls that fail by themselves are numbered too.
  package func stop(at number: Int) {
    access { $0.stop = number }
  }

  /// Runs a program to its end, and gives what a stop at each operation that changes the world would have left, in
  /// order, then what the whole run left. That is what a run for each stop would find, in the time of one.
  package func stops(of program: (CrashingFileSystem) throws -> Void) -> [CrashingFileSystem] {
    access { $0.stops = [] }
    try? program(self)
    let stopped = access { state in
      let stopped = state.stops ?? []
      state.stops = nil
      return stopped
    }
    return stopped.map(CrashingFileSystem.init) + [self]
  }

  /// Whether the power went off.
  package var isStopped: Bool { access { $0.isOff } }

  /// Operations that would change the world, so far.
  package var changeCount: Int { access { $0.changes } }

  /// Operations of any kind, so far.
  package var callCount: Int { access { $0.calls } }

  /// Injects an error.
  ///
  /// A failing write of `ENOSPC` writes a part first. A failing `fsync` makes some sectors, or entries, durable; those
  /// that it lost stay visible, and a later `fsync` succeeds without making them durable. Anything else that fails has
  /// no effect.
  /// - Parameters:
  ///   - number: which of the operations meant, from 1, counted from now on.
  ///   - isPersistent: whether all later ones fail too.
  ///   - scope: the path of a directory or file; `nil` means everything.
  ///   - seed: chooses what is written or lost.
  package func fail(
    at number: Int, code: Int32, persistent isPersistent: Bool = false, on target: FaultTarget = .worldChanging,
    scope: String? = nil, seed: UInt64 = 0
  ) {
    access {
      $0.faults.append(Fault(number: number, code: code, isPersistent: isPersistent, target: target, scope: scope))
      $0.generator = SeededGenerator(seed: seed)
    }
  }

  /// Whether an injected error has struck.
  package var hasFailed: Bool { access { $0.hasFailed } }

  /// Nothing fails any more; what has been lost stays lost.
  package func clearFaults() {
    access {
      $0.faults = []
      $0.hasFailed = false
    }
  }

  /// Everything that was done, one operation a line, also before the last power cut.
  ///
  /// Operations that change the world begin with their number.
  package var trace: String {
    access { $0.trace }.map(\.text).joined(separator: "\n")
  }
}

/// Media that are put in and taken out.
extension CrashingFileSystem {
  /// A medium.
  package struct Medium: Sendable, Equatable {
    let tree: Int
  }

  /// A further medium, empty and in no slot.
  package func addMedium(_ settings: TreeSettings = TreeSettings()) -> Medium {
    access { Medium(tree: $0.addTree(settings)) }
  }

  /// The medium at a path.
  package func medium(at path: String) -> Medium? {
    access { $0.mounts.first { $0.path == path }.map { Medium(tree: $0.tree) } }
  }

  /// Puts another medium, or none, in the place of the one at `path`.
  ///
  /// Handles on the one that is taken out give `ENODEV`. What was not synchronised on it waits; `crashed(_:seed:at:)`
  /// with the path, before the exchange, damages it as pulling a card does.
  /// - Returns: the one that was there.
  @discardableResult
  package func exchange(_ path: String, with medium: Medium?) -> Medium? {
    access { state in
      let former = state.mounts.first { $0.path == path }
      state.mounts.removeAll { $0.path == path }
      if let medium { state.mounts.append(.init(path: path, tree: medium.tree)) }
      return former.map { Medium(tree: $0.tree) }
    }
  }

  /// Changes how the tree at `path` behaves.
  package func configure(_ path: String, _ body: (inout TreeSettings) -> Void) {
    access { state in
      guard let mount = state.mounts.first(where: { $0.path == path }) else { return }
      state.configure(mount.tree, body)
    }
  }
}

/// The next start.
extension CrashingFileSystem {
  /// Whether nothing is left to be lost, so that every damage gives the same files.
  package var isSynced: Bool {
    access { $0.nodes.allSatisfy(\.isSynced) }
  }

  /// The file system as it is found at the next start.
  ///
  /// - Parameters:
  ///   - damage: what becomes of what was not synchronised.
  ///   - seed: chooses among the outcomes. `kept` and `dropped` have only one.
  ///   - path: the only tree that is damaged, as when a card is pulled while the camera runs; elsewhere everything
  ///     is kept. `nil` means all of them.
  package func crashed(_ damage: Damage, seed: UInt64 = 0, at path: String? = nil) -> CrashingFileSystem {
    var state = access { $0 }
    let only = path.flatMap { path in state.mounts.first { $0.path == path }?.tree }
    state.crash(damage, seed: seed, only: only)
    return CrashingFileSystem(state)
  }
}
