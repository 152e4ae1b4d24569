internal import FileSystem
internal import Sodium

extension ArchivePlan {
  /// Writes the archive: exactly `length` bytes, in pieces of at most 65,536.
  ///
  /// - Parameter sink: takes the pieces in order.
  /// - Returns: the content digest, 32 bytes.
  /// - Throws: `.plan(.changed)` when the configuration is no longer what the plan was made of, which may show only
  ///   after the last piece; `.sink` with the sink's error.
  @discardableResult
  package func write<Failure: Error>(
    to sink: (Span<UInt8>) throws(Failure) -> Void
  ) throws(ArchiveWritingError<Failure>) -> [UInt8] {
    var writer = try ArchiveWriter<Failure>(self)
    var buffer = [UInt8](repeating: 0, count: 65_536)
    for item in items { try writer.write(item, &buffer, to: sink) }
    let digest = try writer.finish(modules, to: sink)
    do throws(ArchivePlanError) {
      if let path = try firstChange() { throw .changed(path: path.text) }
    } catch {
      throw .plan(error)
    }
    return digest
  }

  /// The digest of the contents, 32 bytes: over names, types, modes, owners, contents and link targets of the
  /// configuration and over the modules, without times.
  ///
  /// - Throws: what `write` throws.
  package func contentDigest() throws(ArchivePlanError) -> [UInt8] {
    do {
      return try write { (_: Span<UInt8>) throws(Never) in }
    } catch {
      switch error {
      case .plan(let error): throw error
      case .sink(let never): switch never {}
      }
    }
  }

  /// Whether a new scan of the configuration finds what the plan was made of.
  package func isUnchanged() throws(ArchivePlanError) -> Bool {
    try firstChange() == nil
  }

  private func firstChange() throws(ArchivePlanError) -> ArchivePath? {
    do {
      return try ConfigurationScan(configuration).firstDifference(from: scan)
    } catch .changed(let path), .refused(let path, _) {
      return ArchivePath(path)
    }
  }
}

/// An archive while it is written.
private struct ArchiveWriter<Failure: Error>: ~Copyable {
  typealias Sink = (Span<UInt8>) throws(Failure) -> Void

  private var digest: ContentDigest
  private var walker: ConfigurationWalker

  init(_ plan: ArchivePlan) throws(ArchiveWritingError<Failure>) {
    do { digest = try ContentDigest() } catch { throw .plan(.digest(error)) }
    digest.begin(entries: plan.scan.nodes.count)
    walker = ConfigurationWalker(plan.configuration, plan.scan)
  }

  /// Writes an entry; `buffer` is for the contents on their way.
  mutating func write(
    _ item: ArchivePlan.Item, _ buffer: inout [UInt8], to sink: Sink
  ) throws(ArchiveWritingError<Failure>) {
    try put(item.entry.encodedHeader(), to: sink)
    switch item.source {
    case .memory(let bytes):
      try put(bytes, to: sink)
    case .configuration(let node):
      digest.add(item.entry)
      if node.status.kind == .regular { try copy(node, &buffer, to: sink) }
    }
    try put([UInt8](repeating: 0, count: ArchiveFormat.padding(after: item.entry.size)), to: sink)
  }

  /// Ends the archive and returns the content digest.
  mutating func finish(_ modules: [ModuleSnapshot], to sink: Sink) throws(ArchiveWritingError<Failure>) -> [UInt8] {
    try put([UInt8](repeating: 0, count: ArchiveFormat.trailer), to: sink)
    digest.add(modules)
    return digest.finish()
  }

  private mutating func put(_ bytes: [UInt8], to sink: Sink) throws(ArchiveWritingError<Failure>) {
    guard !bytes.isEmpty else { return }
    do { try sink(bytes.span) } catch { throw .sink(error) }
  }

  private mutating func copy(
    _ node: ConfigurationScan.Node, _ buffer: inout [UInt8], to sink: Sink
  ) throws(ArchiveWritingError<Failure>) {
    let file: any File
    do { file = try walker.file(node) } catch { throw .plan(error) }
    var offset: Int64 = 0
    while offset < node.status.size {
      let count = try Self.read(file, node, at: offset, into: &buffer)
      digest.update(buffer.span.extracting(0..<count))
      do { try sink(buffer.span.extracting(0..<count)) } catch { throw .sink(error) }
      offset += Int64(count)
    }
    try checkUnchanged(file, node)
  }

  /// Reads the next bytes of a file; how many there must be is known.
  private static func read(
    _ file: any File, _ node: ConfigurationScan.Node, at offset: Int64, into buffer: inout [UInt8]
  ) throws(ArchiveWritingError<Failure>) -> Int {
    let expected = min(node.status.size - offset, Int64(buffer.count))
    var span = buffer.mutableSpan
    let count: Int
    do { count = try file.read(into: &span, at: offset) } catch { throw .plan(.file(path: node.path.text, error)) }
    guard count == expected else { throw .plan(.changed(path: node.path.text)) }
    return count
  }

  private func checkUnchanged(
    _ file: any File, _ node: ConfigurationScan.Node
  ) throws(ArchiveWritingError<Failure>) {
    let status: FileStatus
    do { status = try file.status() } catch { throw .plan(.file(path: node.path.text, error)) }
    guard status == node.status else { throw .plan(.changed(path: node.path.text)) }
  }
}
