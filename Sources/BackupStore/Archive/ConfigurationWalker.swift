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
    let directory: any Directory
    let opened: FileStatus
    do {
      directory = try descent.directory(path.names)
      opened = try directory.status()
    } catch {
      throw error.isNoDirectory ? .changed(path: path.text) : .file(path: path.text, error)
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
        let count: Int
        do { count = try read(node, offset..<part.upperBound, into: &buffer) } catch { throw .plan(error) }
        do { try take(buffer.span.extracting(0..<count)) } catch { throw .sink(error) }
        offset += Int64(count)
      }
    }
    let status: FileStatus
    do { status = try self.status() } catch { throw .plan(.file(path: node.path.text, error)) }
    guard status == node.status else { throw .plan(.changed(path: node.path.text)) }
  }

  /// Reads the next bytes of a part; how many there must be is known.
  private func read(
    _ node: ConfigurationScan.Node, _ rest: Range<Int64>, into buffer: inout [UInt8]
  ) throws(ArchivePlanError) -> Int {
    var span = buffer.mutableSpan
    let count: Int
    do { count = try read(into: &span, at: rest.lowerBound) } catch { throw .file(path: node.path.text, error) }
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
    do throws(ArchiveWritingError<Never>) {
      try readThrough(node, &buffer) { (_: Span<UInt8>) throws(Never) in }
    } catch {
      switch error {
      case .plan(let error): throw error
      }
    }
  }
}

extension ConfigurationScan.Node {
  /// The parts of the file that are no holes.
  var parts: [Range<Int64>] { map?.parts ?? (status.size > 0 ? [0..<status.size] : []) }
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

  /// What fails because the entry is no longer what it was has changed; anything else is an error of its own.
  func explain(_ error: FileError, _ path: ArchivePath, _ status: FileStatus) -> ArchivePlanError {
    let isSame = (try? self.status(of: path.name)) == status
    return isSame ? .file(path: path.text, error) : .changed(path: path.text)
  }
}
