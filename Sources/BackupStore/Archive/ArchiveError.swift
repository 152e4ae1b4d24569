package import FileSystem
package import Sodium

/// A rule of the archive format that an entry breaks.
package enum ArchiveRule: String, Error, Equatable, Sendable {
  /// More than 4,095 bytes.
  case pathTooLong
  /// Not UTF-8 and not announced as such, or with a zero byte.
  case pathNotUTF8
  /// An empty component, also that of an absolute path or before a slash at the end.
  case emptyComponent
  /// A component `.` or `..`.
  case dotComponent
  /// A name beside `manifest.json`, `config/…` and `modules/ADDRESS`.
  case unexpectedName
  /// A kind of entry that this name does not have.
  case unexpectedKind
  /// Something other than a regular file, a directory or a symbolic link.
  case unsupportedType
  /// The second entry, or module, of this name.
  case duplicate
  /// A path through a symbolic link or a file.
  case throughNonDirectory
  /// A directory whose contents came before it.
  case contentsFirst
  /// More than 65,536 entries, or as many directories without an entry.
  case tooManyEntries
  /// With this entry the archive, or with its size the entry, is longer than 4,227,858,432 bytes; a manifest, 1 MiB.
  case tooLarge
  /// A module's configuration has more than 1 MiB, or with this one all have more than 64 MiB.
  case moduleTooLarge
  /// A directory or link with contents.
  case unexpectedSize
  /// A link without target, with one longer than 4,095 bytes, not UTF-8 and not announced as such or with a zero byte,
  /// or a target without link.
  case badTarget
  /// The address of a module to be saved is not a path component of 1 to 32 letters, digits, dots, underscores and
  /// hyphens.
  case badAddress
  /// A module's file that the manifest does not list.
  case notInManifest
  /// An entry that must be there and is not.
  case missing
  /// With this entry, paths, link targets and extended attributes have more than 16,777,216 bytes.
  case tooManyNames
  /// Its extended attributes have more than 1,048,576 bytes in all.
  case tooManyAttributes
  /// The map of a file with holes is malformed, or not that of the file's size.
  case badMap
  /// The manifest says that it was left out.
  case leftOut
}

/// What is wrong with an archive that is read. Paths are bytes from outside, to be cleaned before they are shown.
package enum ArchiveError: Error, Equatable, Sendable {
  /// What is wrong with a header or what follows it.
  package enum HeaderFault: Sendable {
    /// No `ustar` header of version 00.
    case magic
    case checksum
    /// A field that is not an octal number.
    case number
    /// A name with bytes after its end.
    case name
    /// Padding that is not zero.
    case padding
    /// Records of an extended header that are malformed, too long, there twice, or of another key.
    case records
    /// An extended header that no entry follows.
    case strayRecords
  }

  /// What is wrong with the manifest.
  package enum ManifestFault: Equatable, Sendable {
    /// No JSON object with the fields of a manifest.
    case notJSON
    /// A format that is not 1.
    case format(Int)
    /// A module whose address is invalid or there twice, or whose file is not the one of its address.
    case module(address: String)
    /// A path that was left out is not in the configuration, or is named twice.
    case leftOut(path: String)
  }

  /// The header at `offset`, in bytes from the beginning, or what it announces, is malformed.
  case header(offset: Int64, HeaderFault)
  /// An entry breaks a rule.
  case refused(path: String, ArchiveRule)
  case manifest(ManifestFault)
  /// The archive ends within an entry, without 1,024 zero bytes, or not with a block.
  case truncated
  /// Something other than zero follows the end, at `offset`.
  case trailingData(offset: Int64)
  /// More than 4,227,858,432 bytes.
  case tooLong
}

/// Why reading an archive ended.
package enum ArchiveReadingError<Failure: Error>: Error {
  /// The bytes are not an archive, or the archive breaks a rule.
  case archive(ArchiveError)
  /// The consumer failed.
  case consumer(Failure)
}

/// Why a configuration cannot be archived. Paths are those in the archive, to be cleaned before they are shown.
package enum ArchivePlanError: Error, Equatable {
  /// An entry breaks a rule of the format.
  case refused(path: String, ArchiveRule)
  /// A field of the camera's identity is too long or not printable.
  case identity(ArchiveIdentity.Field)
  /// The configuration changed meanwhile; a new plan may succeed.
  case changed(path: String)
  case file(path: String, FileError)
  /// The content digest could not be begun.
  case digest(SodiumError)
}

extension ArchivePlanError {
  /// What ended a writing whose sink cannot fail.
  init(_ error: ArchiveWritingError<Never>) {
    switch error {
    case .plan(let error): self = error
    }
  }
}

/// Why writing an archive ended.
package enum ArchiveWritingError<Failure: Error>: Error {
  case plan(ArchivePlanError)
  /// The sink failed.
  case sink(Failure)
}
