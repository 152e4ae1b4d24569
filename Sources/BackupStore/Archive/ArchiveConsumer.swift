/// Takes an archive apart as it is read. No event follows an error.
///
/// Every event has passed the checks on what came before, none those on what follows: only after `finish` of the
/// reader is the archive known to be whole.
package protocol ArchiveConsumer: ~Copyable {
  associatedtype Failure: Error

  /// The manifest, before any entry; it is no entry itself.
  mutating func read(_ manifest: ArchiveManifest) throws(Failure)
  /// An entry, after the entry of the directory that it lies in, if there is one.
  mutating func began(_ entry: ArchiveEntry) throws(Failure)
  /// The next bytes of the entry's contents, one or more; for a file only, as many as it holds in all, those of its
  /// holes counted.
  mutating func contents(_ bytes: Span<UInt8>) throws(Failure)
  /// A hole comes next in the entry's contents: as many zero bytes, at least one.
  mutating func hole(_ count: Int64) throws(Failure)
  /// The end of the entry that began last.
  mutating func ended() throws(Failure)
}

extension ArchiveConsumer where Self: ~Copyable {
  /// Hands the zeros on as contents, for those who do not care.
  package mutating func hole(_ count: Int64) throws(Failure) {
    let zeros = [UInt8](repeating: 0, count: Int(min(count, 65_536)))
    var rest = count
    while rest > 0 {
      let piece = Int(min(rest, Int64(zeros.count)))
      try contents(zeros.span.extracting(0..<piece))
      rest -= Int64(piece)
    }
  }
}
