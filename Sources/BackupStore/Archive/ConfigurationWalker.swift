internal import FileSystem

/// Opens the files of a scanned configuration again, from directory to directory, so that no link is ever followed.
struct ConfigurationWalker {
  private let statuses: [ArchivePath: FileStatus]
  private let failures: ConfigurationScan.Failures
  private var descent: Descent<any Directory>
  /// The directory that was opened last.
  private var last: (path: ArchivePath, directory: any Directory)?

  /// - Parameter failures: where they are left out, a directory may change while its files are read.
  init(
    _ configuration: any Directory, _ scan: ConfigurationScan, _ failures: ConfigurationScan.Failures
  ) {
    statuses = scan.nodes.reduce(into: [:]) { statuses, node in
      if node.status.kind == .directory { statuses[node.path] = node.status }
    }
    self.failures = failures
    descent = Descent(configuration)
    last = (.configuration, configuration)
  }

  /// Opens the file of a node.
  ///
  /// - Throws: `.changed` when it, or the directory that it lies in, is not the one that was scanned.
  mutating func file(_ node: ConfigurationScan.Node) throws(ArchivePlanError) -> any File {
    guard let parent = node.path.parent else { preconditionFailure("a file lies below the configuration") }
    return try directory(parent).open(node.path, unchangedFrom: node.status)
  }

  private mutating func directory(_ path: ArchivePath) throws(ArchivePlanError) -> any Directory {
    if let last, last.path == path { return last.directory }
    guard let status = statuses[path] else { throw .changed(path: path.text) }
    let (directory, opened) = try mapError(path.explainOpening) { () throws(FileError) in
      let directory = try descent.directory(path.names)
      return (directory, try directory.status())
    }
    guard failures == .leaveOut ? opened.isEntry(status) : opened == status else { throw .changed(path: path.text) }
    last = (path, directory)
    return directory
  }
}

extension File {
  /// Reads the contents of a node, its holes passed over.
  ///
  /// - Parameter take: takes the pieces in order.
  /// - Throws: `.changed` when it is not what was scanned, also when that shows only at the end.
  func readThrough<Failure: Error>(
    _ node: ConfigurationScan.Node, _ buffer: inout [UInt8],
    _ take: (Span<UInt8>) throws(Failure) -> Void
  ) throws(ArchiveWritingError<Failure>) {
    for part in node.parts {
      var offset = part.lowerBound
      while offset < part.upperBound {
        let count = try mapError(
          ArchiveWritingError<Failure>.plan, try read(node, offset..<part.upperBound, into: &buffer))
        try mapError(ArchiveWritingError<Failure>.sink, try take(buffer.span.extracting(0..<count)))
        offset += Int64(count)
      }
    }
    let status = try mapError(
      { ArchiveWritingError<Failure>.plan(.file(path: node.path.text, $0)) }, try self.status())
    guard status == node.status else { throw .plan(.changed(path: node.path.text)) }
  }

  /// Reads the next bytes of a part; how many there must be is known.
  private func read(
    _ node: ConfigurationScan.Node, _ rest: Range<Int64>, into buffer: inout [UInt8]
  ) throws(ArchivePlanError) -> Int {
    var span = buffer.mutableSpan
    let count = try mapError(
      { ArchivePlanError.file(path: node.path.text, $0) }, try read(into: &span, at: rest.lowerBound))
    let expected = Int(min(rest.upperBound - rest.lowerBound, Int64(buffer.count)))
    // Within a file more may follow the part; at its end nothing.
    guard count >= expected, rest.upperBound < node.status.size || count == expected else {
      throw .changed(path: node.path.text)
    }
    return expected
  }

  /// The same into nothing.
  func readThrough(
    _ node: ConfigurationScan.Node, _ buffer: inout [UInt8]
  ) throws(ArchivePlanError) {
    try mapError(ArchivePlanError.init) { () throws(ArchiveWritingError<Never>) in
      try readThrough(node, &buffer) { (_: Span<UInt8>) throws(Never) in }
    }
  }
}

extension ConfigurationScan.Node {
  /// The parts of the file that are not holes.
  var parts: [Range<Int64>] { map?.parts ?? (status.size > 0 ? [0..<status.size] : []) }
}

extension ArchivePath {
  /// What does not open as a directory any more has changed; anything else is an error of its own.
  func explainOpening(_ error: FileError) -> ArchivePlanError {
    error.isNoDirectory ? .changed(path: text) : .file(path: text, error)
  }
}

extension Directory {
  /// Opens a file of this directory.
  ///
  /// - Throws: `.changed` when it is not the one of that status.
  func open(_ path: ArchivePath, unchangedFrom status: FileStatus) throws(ArchivePlanError) -> any File {
    let (file, opened) = try mapError(
      { explain($0, path, status) },
      { () throws(FileError) in
        let file = try open(path.name)
        return (file, try file.status())
      })
    guard opened == status else { throw .changed(path: path.text) }
    return file
  }

  /// What fails because the entry is no longer what it was has changed; anything else is an error of its own.
  func explain(_ error: FileError, _ path: ArchivePath, _ status: FileStatus) -> ArchivePlanError {
    let isSame = (try? self.status(of: path.name)) == status
    return isSame ? .file(path: path.text, error) : .changed(path: path.text)
  }
}
