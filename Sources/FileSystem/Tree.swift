/// What is restored of an entry beside its contents.
package struct FileAttributes: Sendable, Equatable {
  /// Permission bits, 0…0o7777; a symbolic link has none.
  package var mode: UInt32
  /// The number of the user.
  package var owner: UInt32
  /// The number of the group.
  package var group: UInt32
  /// When the contents were last changed.
  package var modified: FileTime
  /// Every one that is to be kept, in byte order of their names; `nil` leaves them as they are.
  package var extended: [ExtendedAttribute]?

  /// See the properties.
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

/// What an entry did not take of its attributes, because its file system or this user cannot.
package enum AttributeLoss: Sendable, Hashable {
  case owner
  case mode
  /// An extended attribute, by its name.
  case extended(String)
}
