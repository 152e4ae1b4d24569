import BackupStore
import FileSystem
import Sodium

/// Making a backup with all files in memory, against the same calls of libsodium on one thread.
enum SealBenchmark {
  private static let chunk = 65_536

  /// The most bytes of contents: it takes three times as much memory.
  private static let mostBytes = 256_000_000

  static func measure(_ extent: Extent) throws -> [Row] {
    let size = min(extent.bytes, mostBytes)
    let configuration = MemoryDirectory(room: size)
    try fill(try configuration.create("large"), size)
    let baseline = "secretbox and 3 generichash, one thread"
    let times = try medians(
      of: extent.rounds, [{ try sodium(configuration, size) }, { try create(configuration, size) }])
    return [Row(name: "create in memory", quantity: .time(times[1]), baseline: (baseline, .time(times[0])))]
  }

  private static func fill(_ file: any File, _ size: Int) throws {
    let piece = try RandomBytes.make(chunk)
    for offset in stride(from: 0, to: size, by: chunk) {
      try file.write(piece.span.extracting(0..<min(chunk, size - offset)), at: Int64(offset))
    }
  }

  private static func create(_ configuration: MemoryDirectory, _ size: Int) throws -> Duration {
    let camera = BenchmarkCamera(
      state: MemoryDirectory(room: 0), card: MemoryDirectory(room: size + size / 100 + 65_536),
      configuration: configuration)
    try camera.setPIN()
    return try time { _ = try camera.session().create(camera.request) }
  }

  /// Digests the contents, seals them, digests the sealed chunks, and digests them again as they are read back.
  private static func sodium(_ configuration: MemoryDirectory, _ size: Int) throws -> Duration {
    let key = try SecretBytes.random(count: SecretBox.keyLength)
    let card = MemoryFile(room: size + size / 100 + 65_536)
    let source = try configuration.open("large")
    return try time {
      try write(source, size, to: card, key)
      try readBack(card, key)
    }
  }

  private static func write(
    _ source: any File, _ size: Int, to card: MemoryFile, _ key: borrowing SecretBytes
  ) throws {
    let nonce = [UInt8](repeating: 0, count: SecretBox.nonceLength)
    var contents = try KeyedHash()
    var message = try SecretBytes(count: chunk)
    var box = [UInt8](repeating: 0, count: chunk + SecretBox.overhead)
    for index in 0..<size / chunk {
      _ = try message.withMutableBytes { (room) throws(FileError) in
        try source.read(into: &room, at: Int64(index * chunk))
      }
      message.withBytes { bytes in
        contents.update(bytes)
        var room = box.mutableSpan
        SecretBox.seal(bytes, nonce: nonce, key: key, into: &room)
      }
      _ = KeyedHash.hash(box.span, prefixedBy: UInt64(index), key: key)
      try card.write(box.span, at: Int64(index * box.count))
    }
    _ = contents.finish()
  }

  private static func readBack(_ card: MemoryFile, _ key: borrowing SecretBytes) throws {
    var box = [UInt8](repeating: 0, count: chunk + SecretBox.overhead)
    for index in 0..<Int(try card.status().size) / box.count {
      var room = box.mutableSpan
      _ = try card.read(into: &room, at: Int64(index * room.count))
      _ = KeyedHash.hash(box.span, prefixedBy: UInt64(index), key: key)
    }
  }
}
