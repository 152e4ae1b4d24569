/// Opens directories below a root, from name to name so that no link is followed, with few of them open at a time.
///
/// Paths of thousands of directories are opened without a path that the system would have to take, and without as many
/// descriptors. A walk through a tree in order opens each directory about once.
package struct Descent<Handle> {
  /// Opens the entry of this name in a directory.
  package typealias Step = (Handle, String) throws(FileError) -> Handle

  /// Directories that stay open, beside the root.
  private static var limit: Int { 32 }

  private let root: Handle
  private let step: Step
  private var names: [String] = []
  /// The deepest open directories of `names`, by the number of names that lead to them.
  private var open: [(depth: Int, handle: Handle)] = []

  /// - Parameter step: opens an entry of a directory.
  package init(_ root: Handle, step: @escaping Step) {
    self.root = root
    self.step = step
  }

  /// The directory under a path; the root for an empty one.
  package mutating func directory(_ path: [String]) throws(FileError) -> Handle {
    let common = zip(names, path).prefix { $0.0.utf8.elementsEqual($0.1.utf8) }.count
    while let last = open.last, last.depth > common { open.removeLast() }
    names = Array(path.prefix(open.last?.depth ?? 0))
    for name in path.dropFirst(names.count) {
      let handle = try step(open.last?.handle ?? root, name)
      names.append(name)
      open.append((names.count, handle))
      if open.count > Self.limit { open.removeFirst() }
    }
    return open.last?.handle ?? root
  }
}

extension Descent<any Directory> {
  /// A descent that opens directories (`Directory.openDirectory`).
  package init(_ root: any Directory) {
    self.init(root) { (directory, name) throws(FileError) in try directory.openDirectory(name) }
  }
}
