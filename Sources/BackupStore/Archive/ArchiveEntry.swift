package import FileSystem

/// Bounds of the archive format (section 3 of the store's specification).
package enum ArchiveFormat {
  /// Length of a tar block, in bytes.
  static let block = 512
  /// Zero bytes that follow the last entry, at least.
  static let trailer = 1_024
  /// Entries in an archive, at most; extended headers are not counted.
  package static let entryLimit = 65_536
  /// Bytes in a path, at most.
  package static let pathLimit = 255
  /// Bytes in the target of a symbolic link, at most: `PATH_MAX` without its terminator.
  package static let targetLimit = 4_095
  /// Bytes in an archive, at most.
  package static let lengthLimit: Int64 = 4_227_858_432
  /// Bytes in the manifest, at most.
  package static let manifestLimit = 1 << 20
  /// Bytes in the records of an extended header, at most.
  static let recordsLimit = 8_192
  /// The largest owner or group: the one above means "unchanged" to `chown`.
  static let identifierLimit: Int64 = 4_294_967_294

  /// Bytes of padding after `size` bytes of contents.
  static func padding(after size: Int64) -> Int {
    Int((Int64(block) - size % Int64(block)) % Int64(block))
  }
}

/// An entry of an archive.
package struct ArchiveEntry: Sendable, Equatable {
  package enum Kind: Sendable, Equatable {
    /// A regular file of `size` bytes.
    case file(size: Int64)
    case directory
    /// A symbolic link to `target`, as it is.
    case link(target: String)
  }

  package let path: ArchivePath
  package let kind: Kind
  /// Permission bits, 0…0o777.
  package let mode: UInt32
  package let owner: UInt32
  package let group: UInt32
  package let modified: FileTime

  /// Bytes of contents; 0 for what is no file.
  package var size: Int64 {
    switch kind {
    case .file(let size): size
    case .directory, .link: 0
    }
  }
}
