internal import FileSystem

/// The room on a card for further files.
extension BackupCard {
  /// Free bytes from which on a lack of room is one of inodes or names.
  private static let someRoom: Int64 = 65_536

  /// Adds a file or a directory to the card. A card that has free bytes and takes no further file is not *full*.
  ///
  /// - Throws: `StoreError.noFileLeft`, and what `onCard` throws.
  func adding<Result: ~Copyable>(
    _ body: @autoclosure () throws(FileError) -> Result
  ) throws(StoreError) -> Result {
    try mapError(refusal, body)
  }

  private func refusal(_ error: FileError) -> StoreError {
    guard error.isFull, let lack = fileLack() else { return StoreError(card: error) }
    return .noFileLeft(lack)
  }

  /// What is missing on a card that took no further file; `nil` when it is bytes, or nobody knows.
  private func fileLack() -> FileLack? {
    guard let capacity = try? root.capacity() else { return nil }
    if capacity.freeInodes == 0 { return .inodes }
    return capacity.free.map { $0 >= Self.someRoom } == true ? .names : nil
  }
}
