/// Takes an archive apart as it is read. No event follows an error.
///
/// Every event has passed the checks on what came before, none those on what follows: only after `finish` of the
/// reader is the archive known to be whole.
package protocol ArchiveConsumer: ~Copyable {
  associatedtype Failure: Error

  /// The manifest, before any entry. It is not an entry itself.
  mutating func read(_ manifest: ArchiveManifest) throws(Failure)
  /// An entry, after the entry of the directory that it lies in, if there is one.
  mutating func began(_ entry: ArchiveEntry) throws(Failure)
  /// The next bytes of the entry's contents, one or more; for a file only, as many as it holds in all, those of its
  /// holes counted.
  mutating func contents(_ bytes: Span<UInt8>) throws(Failure)
  /// A hole comes next in the entry's contents: as many zero bytes, at least one and up to 2⁶². Only files of the
  /// configuration have holes.
  mutating func hole(_ count: Int64) throws(Failure)
  /// The end of the entry that began last.
  mutating func ended() throws(Failure)
}
