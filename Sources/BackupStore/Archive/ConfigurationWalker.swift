internal import FileSystem

/// Opens the files of a scanned configuration again, from directory to directory, so that no link is ever followed.
struct ConfigurationWalker {
  private let statuses: [ArchivePath: FileStatus]
  /// The open directories from the configuration downwards.
  private var open: [(path: ArchivePath, directory: any Directory)]

  init(_ configuration: any Directory, _ scan: ConfigurationScan) {
    statuses = scan.nodes.reduce(into: [:]) { statuses, node in
      if node.status.kind == .directory { statuses[node.path] = node.status }
    }
    open = [(.configuration, configuration)]
  }

  /// Opens the file of a node.
  ///
  /// - Throws: `.changed` when it, or a directory above it, is not the one that was scanned.
  mutating func file(_ node: ConfigurationScan.Node) throws(ArchivePlanError) -> any File {
    guard let parent = node.path.parent else { preconditionFailure("a file lies below the configuration") }
    return try directory(parent).open(node.path, unchangedFrom: node.status)
  }

  private mutating func directory(_ path: ArchivePath) throws(ArchivePlanError) -> any Directory {
    while let last = open.last, last.path != path, !path.isBelow(last.path) { open.removeLast() }
    guard let last = open.last, let status = statuses[path] else { throw .changed(path: path.text) }
    if last.path == path { return last.directory }
    guard let parent = path.parent else { throw .changed(path: path.text) }
    let directory = try directory(parent).openDirectory(path, unchangedFrom: status)
    open.append((path, directory))
    return directory
  }
}

extension Directory {
  /// Opens a file of this directory.
  ///
  /// - Throws: `.changed` when it is not the one of that status.
  func open(_ path: ArchivePath, unchangedFrom status: FileStatus) throws(ArchivePlanError) -> any File {
    let file: any File
    let opened: FileStatus
    do {
      file = try open(path.name)
      opened = try file.status()
    } catch {
      throw explain(error, path, status)
    }
    guard opened == status else { throw .changed(path: path.text) }
    return file
  }

  /// Opens a directory in this one.
  ///
  /// - Throws: `.changed` when it is not the one of that status.
  func openDirectory(
    _ path: ArchivePath, unchangedFrom status: FileStatus
  ) throws(ArchivePlanError) -> any Directory {
    let directory: any Directory
    let opened: FileStatus
    do {
      directory = try openDirectory(path.name)
      opened = try directory.status()
    } catch {
      throw explain(error, path, status)
    }
    guard opened == status else { throw .changed(path: path.text) }
    return directory
  }

  /// What fails because the entry is no longer what it was has changed; anything else is an error of its own.
  func explain(_ error: FileError, _ path: ArchivePath, _ status: FileStatus) -> ArchivePlanError {
    let isSame = (try? self.status(of: path.name)) == status
    return isSame ? .file(path: path.text, error) : .changed(path: path.text)
  }
}
