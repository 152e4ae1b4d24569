internal import FileSystem

/// Writing one backup file: complete, durable and read back, or an error.
extension StoreSession {
  /// Creates a backup file under its final name, fills it, makes it durable and reads it back.
  ///
  /// - Returns: the file's tag.
  func writeBackup(
    _ contents: HeaderContents, _ keys: VaultKeys, _ phase: WorkProgress.Phase,
    _ fill: (BackupWriter) throws(StoreError) -> Void
  ) throws(StoreError) -> [UInt8] {
    let (file, directory) = try createFile(contents.name)
    return try writeBackup(contents, keys, phase, to: file, in: directory, fill)
  }

  /// Creates the file of a backup on the card, empty and durable.
  func createFile(_ backup: BackupName) throws(StoreError) -> (file: any File, directory: any Directory) {
    guard let card, let directory = card.directory else { throw .noCard }
    let name = backup.fileName
    let file = try card.adding(
      directory.unlocking(name, true) { () throws(FileError) in try directory.create(name) })
    createdFiles.insert(backup)
    // The name is on the card before the contents are, and what they occupy before the name says where they begin:
    // a FAT that a name is ahead of makes the kernel remount the card read-only (section 9.1 of the format).
    try onCard(directory.synchronize())
    return (file, directory)
  }

  /// Makes a file durable that was filled, so that it is next read from the medium.
  func makeDurable(_ file: any File, in directory: any Directory) throws(StoreError) {
    try onCard(directory.synchronize())
    try onCard(file.synchronize())
    try onCard(directory.synchronize())
    file.dropPages()
  }

  /// Fills an empty file in a directory likewise.
  func writeBackup(
    _ contents: HeaderContents, _ keys: VaultKeys, _ phase: WorkProgress.Phase, to file: any File,
    in directory: any Directory, _ fill: (BackupWriter) throws(StoreError) -> Void
  ) throws(StoreError) -> [UInt8] {
    let (header, tag) = try fillBackup(
      BackupWriter(contents, keys: keys, phase: phase, observer: observer) { (bytes, offset) throws(StoreError) in
        try onCard(file.write(bytes, at: offset))
      }, fill)
    try makeDurable(file, in: directory)
    let reader = BackupReader(header: header, file: file, keys: keys)
    let isSame = try isReadBack(reader, tag)
    guard isSame else { throw .readBackDiffers }
    return tag
  }

  /// Fills a backup file. The writer's buffers are gone before those of the reading back come.
  private func fillBackup(
    _ writer: consuming BackupWriter, _ fill: (BackupWriter) throws(StoreError) -> Void
  ) throws(StoreError) -> (header: BackupHeader, tag: [UInt8]) {
    try fill(writer)
    return (writer.header, try writer.finish())
  }

  private func isReadBack(_ reader: BackupReader, _ tag: [UInt8]) throws(StoreError) -> Bool {
    let header = try onCard(reader.file.readAll(limit: HeaderLayout.length))
    guard header == reader.header.bytes else { return false }
    return try reader.verifiedTag(.readingBack, observer) == tag
  }
}
