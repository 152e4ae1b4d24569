internal import BackupStore
internal import FileSystem
internal import Sodium

/// The digest of a file that streams by; holes and zeros are the same.
final class FileDigest {
  private var hash: KeyedHash
  private var sparse = SparseContents()

  init() throws(StoreError) {
    do {
      hash = try KeyedHash()
    } catch {
      throw .noMemory(kibibytes: 0)
    }
  }

  func update(_ bytes: Span<UInt8>) { sparse.update(bytes, &hash) }

  func skip(_ count: Int64) { sparse.skip(count, &hash) }

  func finish() -> [UInt8] {
    sparse.finish(&hash)
    return hash.finish()
  }
}

/// Files of the running configuration.
enum RunningFile {
  /// The directory, name and status of an entry; no link is followed. `nil` when there is no such entry.
  static func find(
    _ path: String, in root: any Directory
  ) throws(FileError) -> (any Directory, String, FileStatus)? {
    var directory = root
    var names = path.split(separator: "/").map(String.init)
    let last = names.removeLast()
    do {
      for name in names {
        guard try directory.status(of: name).kind == .directory else { return nil }
        directory = try directory.openDirectory(name)
      }
      return (directory, last, try directory.status(of: last))
    } catch {
      guard !error.isNotFound else { return nil }
      throw error
    }
  }

  /// Copies a file with its holes.
  static func copy(_ name: String, from source: any Directory, to parent: any Directory) throws(FileError) {
    let (file, copy) = (try source.open(name), try parent.create(name))
    let end = try read(file) { (bytes, offset) throws(FileError) in try copy.write(bytes, at: offset) }
    try parent.truncate(name, to: end)
  }

  /// The digest of a file's contents; empty where there is no guarded memory for it.
  static func digest(_ file: any File) throws(FileError) -> [UInt8] {
    if let archived = file as? ArchivedFile { return archived.digest }
    guard let digest = try? FileDigest() else { return [] }
    var done: Int64 = 0
    let end = try read(file) { (bytes, offset) throws(FileError) in
      digest.skip(offset - done)
      digest.update(bytes)
      done = offset + Int64(bytes.count)
    }
    digest.skip(end - done)
    return digest.finish()
  }

  /// Reads the parts of a file outside its holes, at most 64 KiB at a time.
  ///
  /// - Parameter body: gets the bytes, and where they are.
  /// - Returns: the size of the file; if it has become shorter meanwhile, where it ended.
  private static func read(
    _ file: any File, _ body: (Span<UInt8>, Int64) throws(FileError) -> Void
  ) throws(FileError) -> Int64 {
    let size = try file.status().size
    var buffer = [UInt8](repeating: 0, count: 65_536)
    for range in try file.dataRanges(upTo: size) {
      var offset = range.lowerBound
      while offset < range.upperBound {
        var span = buffer.mutableSpan
        let count = try min(Int64(file.read(into: &span, at: offset)), range.upperBound - offset)
        guard count > 0 else { return offset }
        try body(buffer.span.extracting(0..<Int(count)), offset)
        offset += count
      }
    }
    return size
  }
}
