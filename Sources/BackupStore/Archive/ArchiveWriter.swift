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
    // Where what changes is left out, each file was whole when it was read: that is all that is promised.
    guard failures == .end else { return digest }
    let change = try mapError(ArchiveWritingError<Failure>.plan, try firstChange())
    if let change { throw .plan(.changed(path: change.text)) }
    return digest
  }

  /// The digest of the contents, 32 bytes: over names, types, modes, owners, extended attributes, contents and link
  /// targets of the configuration and over the modules, without times.
  ///
  /// - Throws: what `write` throws.
  package func contentDigest() throws(ArchivePlanError) -> [UInt8] {
    try mapError(ArchivePlanError.init) { () throws(ArchiveWritingError<Never>) in
      try write { (_: Span<UInt8>) throws(Never) in }
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
    digest = try mapError({ ArchiveWritingError<Failure>.plan(.digest($0)) }, try ContentDigest())
    digest.begin(entries: plan.scan.nodes.count)
    walker = ConfigurationWalker(plan.configuration, plan.scan, plan.failures)
  }

  /// Writes an entry; `buffer` is for the contents on their way.
  mutating func write(
    _ item: ArchivePlan.Item, _ buffer: inout [UInt8], to sink: Sink
  ) throws(ArchiveWritingError<Failure>) {
    try put(item.entry.encodedHeader(), to: sink)
    switch item.source {
    case .memory(let bytes):
      try put(bytes, to: sink)
    case .snapshot(let bytes):
      digest.add(item.entry)
      for start in stride(from: 0, to: bytes.count, by: buffer.count) {
        let piece = bytes.span.extracting(start..<min(start + buffer.count, bytes.count))
        digest.update(piece)
        try mapError(ArchiveWritingError<Failure>.sink, try sink(piece))
      }
      digest.endFile()
    case .configuration(let node):
      digest.add(item.entry)
      if node.status.kind == .regular { try copy(node, &buffer, to: sink) }
    }
    try put([UInt8](repeating: 0, count: ArchiveFormat.padding(after: item.entry.storedSize)), to: sink)
  }

  /// Ends the archive and returns the content digest.
  mutating func finish(_ modules: [ModuleSnapshot], to sink: Sink) throws(ArchiveWritingError<Failure>) -> [UInt8] {
    try put([UInt8](repeating: 0, count: ArchiveFormat.trailer), to: sink)
    digest.add(modules)
    return digest.finish()
  }

  private mutating func put(_ bytes: [UInt8], to sink: Sink) throws(ArchiveWritingError<Failure>) {
    guard !bytes.isEmpty else { return }
    try mapError(ArchiveWritingError<Failure>.sink, try sink(bytes.span))
  }

  private mutating func copy(
    _ node: ConfigurationScan.Node, _ buffer: inout [UInt8], to sink: Sink
  ) throws(ArchiveWritingError<Failure>) {
    if let map = node.map { try put(map.encoded(), to: sink) }
    let file = try mapError(ArchiveWritingError<Failure>.plan, try walker.file(node))
    var rest = node.parts[...]
    var offset: Int64 = 0
    try file.readThrough(node, &buffer) { (bytes) throws(Failure) in
      if let part = rest.first {
        digest.skip(max(part.lowerBound - offset, 0))
        offset = max(part.lowerBound, offset)
        offset += Int64(bytes.count)
        if offset == part.upperBound { rest.removeFirst() }
      }
      digest.update(bytes)
      try sink(bytes)
    }
    digest.skip(node.status.size - offset)
    digest.endFile()
  }
}
