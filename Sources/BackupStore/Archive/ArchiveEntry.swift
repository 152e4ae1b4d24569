package import FileSystem

/// Bounds of the archive format (section 5 of the format).
package enum ArchiveFormat {
  /// Length of a tar block, in bytes.
  static let block = 512
  /// Zero bytes that follow the last entry, at least.
  static let trailer = 1_024
  /// Entries in an archive, at most; extended headers are not counted.
  package static let entryLimit = 65_536
  /// Bytes in a path, at most: `PATH_MAX` without its terminator.
  package static let pathLimit = 4_095
  /// Bytes in the target of a symbolic link, at most: `PATH_MAX` without its terminator.
  package static let targetLimit = 4_095
  /// Bytes in an archive, at most.
  package static let lengthLimit: Int64 = 4_227_858_432
  /// Bytes in the manifest, at most.
  package static let manifestLimit = 1 << 20
  /// Bytes in the configuration of a module, at most.
  package static let moduleLimit: Int64 = 1 << 20
  /// Bytes in the configurations of all modules, at most: they are held in memory.
  package static let modulesLimit: Int64 = 64 << 20
  /// Bytes in the records of an extended header, at most.
  static let recordsLimit = 1 << 20
  /// Bytes that the extended attributes of one entry may take, with `recordOverhead` for each: the rest of the records
  /// is for path, target and whatever else there is.
  static let attributeLimit = recordsLimit - (1 << 16)
  static let recordOverhead = 64
  /// Bytes in the paths, link targets, and names and values of extended attributes of all entries, at most: they are
  /// held in memory.
  static let namesLimit = 1 << 24
  /// Parts of a sparse file that hold data, at most.
  static let partLimit = 16_384
  /// Bytes in a file, its holes included, at most: two such numbers can be added.
  static let fileLimit: Int64 = 1 << 62
  /// The largest owner or group: the one above means "unchanged" to `chown`.
  static let identifierLimit: Int64 = 4_294_967_294

  /// Bytes of padding after `size` bytes of contents.
  static func padding(after size: Int64) -> Int {
    Int((Int64(block) - size % Int64(block)) % Int64(block))
  }
}

/// An entry of an archive.
package struct ArchiveEntry: Sendable, Equatable {
  /// What an entry is, and what belongs to that.
  package enum Kind: Sendable, Equatable {
    /// A regular file of `size` bytes, its holes included.
    case file(size: Int64)
    case directory
    /// A symbolic link to `target`, as it is: bytes as text (`NameText`).
    case link(target: String)

    /// Whether it is a regular file.
    package var isFile: Bool {
      switch self {
      case .file: true
      case .directory, .link: false
      }
    }
  }

  /// Where it is in the archive.
  package let path: ArchivePath
  /// What it is.
  package let kind: Kind
  /// Permission and special bits, 0…0o7777.
  package let mode: UInt32
  /// The number of the user it belongs to.
  package let owner: UInt32
  /// The number of the group it belongs to.
  package let group: UInt32
  /// When its contents were last changed.
  package let modified: FileTime
  /// In byte order of the names.
  package let extended: [ExtendedAttribute]
  /// Where a file with holes has data; `nil` for any other.
  package let map: SparseMap?

  init(
    path: ArchivePath, kind: Kind, mode: UInt32, owner: UInt32, group: UInt32, modified: FileTime,
    extended: [ExtendedAttribute] = [], map: SparseMap? = nil
  ) {
    self.path = path
    self.kind = kind
    self.mode = mode
    self.owner = owner
    self.group = group
    self.modified = modified
    self.extended = extended
    self.map = map
  }

  /// Bytes that the archive holds of the contents, with the map before them; 0 for a directory or a link.
  package var storedSize: Int64 {
    switch kind {
    case .file(let size): map?.storedSize ?? size
    case .directory, .link: 0
    }
  }

  /// Bytes that count towards `ArchiveFormat.namesLimit`.
  var nameBytes: Int {
    let target =
      switch kind {
      case .link(let target): target.utf8.count
      case .file, .directory: 0
      }
    return extended.reduce(path.bytes.count + target) { $0 + $1.name.count + $1.value.count }
  }
}
