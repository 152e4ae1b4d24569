/// What is restored of an entry beside its contents.
package struct FileAttributes: Sendable, Equatable {
  /// Permission bits, 0…0o7777; a symbolic link has none.
  package var mode: UInt32
  package var owner: UInt32
  package var group: UInt32
  package var modified: FileTime
  /// Every one that is to be kept, in byte order of their names; `nil` leaves them as they are.
  package var extended: [ExtendedAttribute]?

  package init(
    mode: UInt32, owner: UInt32, group: UInt32, modified: FileTime, extended: [ExtendedAttribute]? = nil
  ) {
    self.mode = mode
    self.owner = owner
    self.group = group
    self.modified = modified
    self.extended = extended
  }
}

/// The room for a tree on a file system.
package struct TreeRoom: Sendable, Equatable {
  /// Bytes: files and directories take a multiple of it.
  package let block: Int64
  /// Bytes free for root, and for others; `nil` when the file system does not know.
  package let freeForRoot: Int64?
  package let freeForOthers: Int64?
  /// Files that can still be made; `nil` when the file system has no limit.
  package let files: Int64?

  package init(block: Int64, freeForRoot: Int64?, freeForOthers: Int64?, files: Int64?) {
    self.block = block
    self.freeForRoot = freeForRoot
    self.freeForOthers = freeForOthers
    self.files = files
  }
}

/// What an entry did not take of its attributes, because its file system or this user cannot.
package enum AttributeLoss: Sendable, Hashable {
  case owner
  case mode
  /// An extended attribute, by its name.
  case extended(String)
}
