internal import FileSystem

/// Whether two file systems at rest are the same.
extension CrashingFileSystem {
  /// What distinguishes files that are found from others: names, contents, attributes and inodes of everything that can
  /// be reached, on each medium.
  package var fingerprint: Int {
    access { state in
      var hasher = Hasher()
      for mount in state.mounts.sorted(by: { $0.path < $1.path }) {
        hasher.combine(mount.path)
        state.combine(state.trees[mount.tree].root, into: &hasher)
      }
      return hasher.finalize()
    }
  }

  /// The same files, all of them durable, as they are long after the last change.
  package func settled() -> CrashingFileSystem { crashed(.kept) }
}

extension CrashingState {
  fileprivate func combine(_ root: Int, into hasher: inout Hasher) {
    var open = [root]
    while let number = open.popLast() {
      let node = nodes[number]
      hasher.combine(number)
      hasher.combine(node.attributes)
      hasher.combine(node.target)
      let contents = node.contents.visible
      hasher.combine(contents.count)
      unsafe contents.withUnsafeBytes { unsafe hasher.combine(bytes: $0) }
      for entry in node.listing.visible.sorted(by: { $0.name.lexicographicallyPrecedes($1.name) }) {
        hasher.combine(entry.name)
        hasher.combine(entry.node)
        open.append(entry.node)
      }
    }
  }
}
