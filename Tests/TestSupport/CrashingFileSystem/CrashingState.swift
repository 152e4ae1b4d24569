internal import FileSystem
internal import Glibc

/// Everything that a crashing file system is: a value, so that a copy costs next to nothing.
struct CrashingState: Sendable {
  /// A tree and where it is found.
  struct Mount: Sendable {
    let path: String
    let tree: Int
  }

  var trees: [Tree] = []
  var nodes: [Node] = []
  var mounts: [Mount] = []
  var tick = 0
  var calls = 0
  var changes = 0
  var stop: Int?
  var isOff = false
  var faults: [Fault] = []
  var pull: Pull?
  var hasFailed = false
  var trace: [TraceLine] = []
  var generator = SeededGenerator(seed: 0)
  /// What a stop at each operation would leave, from the first on; `nil` when nobody asked.
  var stops: [CrashingState]?

  /// Numbers an operation, and ends it when the power goes off or a fault strikes.
  mutating func admit(_ call: Call) throws(FileError) {
    guard !isOff else { throw call.error(ESHUTDOWN) }
    tick += 1
    calls += 1
    if call.isChange { changes += 1 }
    trace.append(TraceLine(call, number: call.isChange ? changes : nil))
    if call.isChange { noteStop() }
    if call.isChange, changes == stop {
      isOff = true
      throw call.error(ESHUTDOWN)
    }
    for index in faults.indices {
      guard let code = faults[index].strikes(call) else { continue }
      hasFailed = true
      throw call.error(code)
    }
    try notePull(call)
    if let tree = call.tree, !mounts.contains(where: { $0.tree == tree }) { throw call.error(ENODEV) }
  }

  /// Keeps the state as a stop at this operation leaves it.
  private mutating func noteStop() {
    guard var former = stops else { return }
    stops = nil
    var stopped = self
    stopped.isOff = true
    stopped.noteFailure(ESHUTDOWN)
    former.append(stopped)
    stops = former
  }

  mutating func addTree(_ settings: TreeSettings) -> Int {
    let number = trees.count
    let root = Node(.directory, tree: number, mode: 0o755, tick: tick, ignoresCase: settings.ignoresCase)
    nodes.append(root)
    trees.append(Tree(root: nodes.count - 1, settings: settings))
    return number
  }

  mutating func configure(_ tree: Int, _ body: (inout TreeSettings) -> Void) {
    body(&trees[tree].settings)
    for index in nodes.indices where nodes[index].tree == tree {
      nodes[index].listing.ignoresCase = trees[tree].settings.ignoresCase
    }
    countRoom()
  }

  /// Counts the used room of every tree again.
  mutating func countRoom() {
    for index in trees.indices { trees[index].used = 0 }
    for (number, node) in nodes.enumerated() where node.links > 0 || node.handles > 0 {
      guard number != trees[node.tree].root else { continue }
      trees[node.tree].used += node.room(unit: trees[node.tree].settings.allocationUnit)
    }
  }

  /// The mount whose path is the longest one above `path`, and the names below it.
  func mount(of path: String) -> (mount: Mount, names: [Substring])? {
    let above = mounts.filter { isPath(path, within: $0.path) }
    guard let mount = above.max(by: { $0.path.utf8.count < $1.path.utf8.count }) else { return nil }
    return (mount, path.dropFirst(mount.path.count).split(separator: "/"))
  }

  /// The directory or file at an absolute path.
  func locate(_ path: String) throws(FileError) -> Int { try resolve(path, links: 8).node }

  /// The directory or file at an absolute path, and its path without links.
  ///
  /// - Parameter links: how many symbolic links may be followed on the way.
  func resolve(_ path: String, links: Int) throws(FileError) -> (node: Int, path: String) {
    guard let (mount, names) = mount(of: path) else { throw FileError(.open, path, code: ENOENT) }
    var (node, walked) = (trees[mount.tree].root, mount.path)
    for name in names {
      guard nodes[node].kind == .directory else { throw FileError(.open, path, code: ENOTDIR) }
      guard let next = nodes[node].listing.node(named: NameText.bytes(String(name))) else {
        throw FileError(.open, path, code: ENOENT)
      }
      if nodes[next].kind == .symbolicLink {
        guard links > 0 else { throw FileError(.open, path, code: ELOOP) }
        let target = NameText.text(nodes[next].target)
        (node, walked) = try resolve(target.hasPrefix("/") ? target : joined(walked, target), links: links - 1)
      } else {
        (node, walked) = (next, joined(walked, name))
      }
    }
    return (node, walked)
  }

  private func joined(_ folder: String, _ name: some StringProtocol) -> String {
    (folder == "/" ? "" : folder) + "/" + name
  }
}

/// Whether `path` is `folder` or below it.
func isPath(_ path: String, within folder: String) -> Bool {
  path == folder || path.hasPrefix(folder.hasSuffix("/") ? folder : folder + "/")
}
