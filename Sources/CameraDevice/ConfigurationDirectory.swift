package import FileSystem

/// The configuration directory, and a sibling in which its successor is built.
///
/// The exchange of the two is the commit point of a restore: which tree is under the configuration's name afterwards,
/// the inode tells.
package struct ConfigurationDirectory: Sendable {
  /// The name of the sibling: of the new tree before the exchange, of the previous one after it.
  let siblingName: String
  let files: any FileRoot
  /// The directory above.
  let parent: any Directory
  let name: String
  let path: String
  let parentPath: String

  /// - Parameters:
  ///   - path: of the configuration directory, absolute.
  ///   - files: where it is, and the kernel's list of mounts.
  package init(at path: String, in files: any FileRoot) throws(ExchangeError) {
    guard let split = SplitPath(path) else { throw .notExchangeable(path: path, .noParent) }
    self.files = files
    self.path = path
    name = split.name
    parentPath = split.directory
    siblingName = "." + split.name + ".camconsole"
    parent = try mapError(ExchangeError.file, try files.openDirectory(at: split.directory))
  }

  /// Makes the empty sibling; what an earlier attempt left is removed.
  package func makeSibling() throws(ExchangeError) -> any Directory {
    try mapError(failure) { () throws(FileError) in
      try clearSibling()
      try parent.makeDirectory(siblingName, mode: 0o700)
      // An access list that the directory above gives to what is made in it is not the configuration's.
      let made = try parent.status(of: siblingName)
      let attributes = FileAttributes(
        mode: 0o700, owner: made.owner, group: made.group, modified: made.modified, extended: [])
      try parent.setAttributes(attributes, of: siblingName)
      return try parent.openDirectory(siblingName)
    }
  }

  /// Exchanges configuration and sibling, and makes that durable.
  ///
  /// - Throws: when it could not be made durable, too; then it is undone as far as that is possible.
  package func exchange() throws(ExchangeError) {
    try mapError(failure) { () throws(FileError) in
      try parent.unlocking(siblingName) { () throws(FileError) in try parent.exchange(name, with: siblingName) }
      do throws(FileError) {
        try parent.synchronize()
      } catch {
        try? parent.exchange(name, with: siblingName)
        try? parent.synchronize()
        throw error
      }
    }
  }

  /// Gives the sibling its attributes, durably.
  ///
  /// - Returns: what it did not take.
  package func finishSibling(_ attributes: FileAttributes) throws(ExchangeError) -> [AttributeLoss] {
    try mapError(failure) { () throws(FileError) in
      let sibling = try parent.openDirectory(siblingName)
      let losses = try parent.setAttributes(attributes, of: siblingName) + keepTrusted(attributes.modified)
      try sibling.synchronize()
      try parent.synchronize()
      return losses
    }
  }

  /// Gives a sibling that others could write the owner, mode and access list of the current configuration: what is not
  /// trusted could not be confirmed and not be reverted.
  private func keepTrusted(_ modified: FileTime) throws(FileError) -> [AttributeLoss] {
    guard try !Trust.rootOrCaller.trusts(parent.status(of: siblingName)) else { return [] }
    let current = try parent.status(of: name)
    let extended = try parent.extendedAttributes(of: name)
    try parent.setAttributes(
      FileAttributes(
        mode: current.mode, owner: current.owner, group: current.group, modified: modified, extended: extended),
      of: siblingName)
    return [.owner, .mode]
  }

  /// Removes the sibling and all that is in it. Secrets are in it in clear: it is overwritten.
  ///
  /// - Throws: `EBUSY` where something is mounted in it, which stays.
  package func removeSibling() throws(ExchangeError) {
    try mapError(failure) { () throws(FileError) in
      try clearSibling()
      try parent.synchronize()
    }
  }

  /// Whether there is a sibling.
  package func hasSibling() throws(ExchangeError) -> Bool {
    try mapError(failure, try parent.contains(siblingName))
  }

  /// Where the sibling is.
  package var siblingPath: String { (parentPath == "/" ? "" : parentPath) + "/" + siblingName }

  /// What is mounted in it may be a directory of the same file system, which nobody meant to empty.
  private func clearSibling() throws(FileError) {
    let directory = try files.realPath(parentPath)
    let real = (directory == "/" ? "" : directory) + "/" + siblingName
    guard try !MountTable(files: files).hasMountPoint(atOrBelow: real) else {
      throw FileError(.remove, siblingPath, code: FileError.Code.busy)
    }
    try parent.removeTree(siblingName, overwriting: true)
  }

  /// The sibling, to be read.
  package func openSibling() throws(ExchangeError) -> any Directory {
    try mapError(failure, try parent.openDirectory(siblingName))
  }

  /// The inode and device of the tree under the configuration's name.
  package func identity() throws(ExchangeError) -> TreeIdentity {
    try mapError(failure, try TreeIdentity(parent.status(of: name)))
  }

  /// The inode of the sibling; `nil` where it is not there.
  package func siblingInode() throws(ExchangeError) -> UInt64? {
    try mapError(failure) { () throws(FileError) in
      do throws(FileError) {
        return try parent.status(of: siblingName).inode
      } catch {
        guard error.isNotFound else { throw error }
        return nil
      }
    }
  }

  /// The inode and device of the sibling.
  package func siblingIdentity() throws(ExchangeError) -> TreeIdentity {
    try mapError(failure, try TreeIdentity(parent.status(of: siblingName)))
  }

  /// What a failed operation on the configuration or its sibling says of the exchange.
  func failure(_ error: FileError) -> ExchangeError {
    ExchangeObstacle(exchange: error, path: path).map { .notExchangeable(path: path, $0) } ?? .file(error)
  }
}

/// What tells one tree from another, whatever its name.
package struct TreeIdentity: Sendable, Hashable, Codable {
  /// The number of the device that it is on.
  package let device: UInt64
  /// Its number on the file system.
  package let inode: UInt64

  /// See the properties.
  package init(device: UInt64, inode: UInt64) {
    self.device = device
    self.inode = inode
  }

  init(_ status: FileStatus) {
    device = status.device
    inode = status.inode
  }
}
