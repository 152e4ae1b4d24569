internal import CameraModel
internal import FileSystem
internal import Sodium

/// A digest of what a configuration and its modules hold, without times, to tell whether a backup is new.
///
/// BLAKE2b over numbers of eight bytes and byte strings after their length, so that no two contents encode alike.
/// Contents are hashed in blocks of 4,096 bytes: those that hold nothing but zeros are passed over, so it makes no
/// difference where a file system has holes.
struct ContentDigest: ~Copyable {
  private var hash: KeyedHash
  private var contents = SparseContents()

  init() throws(SodiumError) {
    hash = try KeyedHash()
  }

  /// Begins with the number of the configuration's entries, itself included.
  mutating func begin(entries: Int) {
    add(Array("camera contents 2".utf8))
    hash.update(UInt64(entries))
  }

  /// Adds an entry of the configuration. The contents of a file follow by `update` and `skip`, then `endFile`.
  mutating func add(_ entry: ArchiveEntry) {
    add(entry.path.bytes)
    for number in [entry.mode, entry.owner, entry.group] { hash.update(UInt64(number)) }
    hash.update(UInt64(entry.extended.count))
    for attribute in entry.extended {
      add(attribute.name)
      add(attribute.value)
    }
    switch entry.kind {
    case .file(let size):
      hash.update(0)
      hash.update(UInt64(size))
    case .directory:
      hash.update(1)
    case .link(let target):
      hash.update(2)
      add(NameText.bytes(target))
    }
    contents = SparseContents()
  }

  /// Adds contents.
  mutating func update(_ bytes: Span<UInt8>) { contents.update(bytes, &hash) }

  /// Passes over a hole.
  mutating func skip(_ count: Int64) { contents.skip(count, &hash) }

  /// Ends the contents of a file.
  mutating func endFile() { contents.finish(&hash) }

  /// Adds the modules, in byte order of their addresses.
  mutating func add(_ modules: [ModuleSnapshot]) {
    hash.update(UInt64(modules.count))
    for module in modules {
      for text in [module.address, module.kind, module.serial, module.firmware] { add(Array(text.utf8)) }
      hash.update(module.configuration == nil ? 0 : 1)
      add(module.configuration ?? [])
    }
  }

  /// The 32 bytes of the digest. Nothing may be added afterwards.
  mutating func finish() -> [UInt8] {
    hash.finish()
  }

  private mutating func add(_ bytes: [UInt8]) {
    hash.update(UInt64(bytes.count))
    hash.update(bytes)
  }
}
